package io.cloakwork.bench.report;

import io.cloakwork.bench.result.BenchRow;
import io.cloakwork.bench.result.BenchRun;
import io.cloakwork.bench.result.Floor;
import io.cloakwork.bench.result.Implementation;
import io.cloakwork.bench.result.Kind;
import io.cloakwork.bench.result.MeasuredDevice;
import io.cloakwork.bench.result.ParameterFacts;
import io.cloakwork.bench.result.Peaks;
import io.cloakwork.bench.result.SampleRuns;
import io.cloakwork.bench.result.ServeOps;
import io.cloakwork.bench.result.Timing;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.SplittableRandom;

/// Invented results, as many and as different as those of a real afternoon: three parameter sets on
/// two backends, sweeps, networks with layers, a service, and two other libraries.
final class SampleReport {

  /// An operation and what it counts for one limb of one ciphertext at N = 2^14.
  private record Work(String op, double operations, double bytes) {}

  private static final List<Work> WORK =
      List.of(
          new Work("ntt", 120_000, 130_000),
          new Work("encode", 130_000, 400_000),
          new Work("add", 0, 780_000),
          new Work("multiply", 66_000, 920_000),
          new Work("multiply_plain", 33_000, 660_000),
          new Work("rescale", 260_000, 520_000),
          new Work("mul_relin_rescale", 1_900_000, 3_900_000),
          new Work("rotate", 1_500_000, 3_100_000),
          new Work("rotate8_hoisted", 7_000_000, 11_000_000),
          new Work("keygen_galois", 2_400_000, 5_000_000));

  private static final List<String> LAYERS =
      List.of("conv1", "square1", "conv2", "square2", "dense1", "square3", "dense2");

  private final SplittableRandom random = new SplittableRandom(7);
  private final List<BenchRow> rows = new ArrayList<>();

  private SampleReport() {}

  /// Three files: this library on two backends, and two other libraries.
  static List<Source> sources() {
    return List.of(
        new Source("cloakwork.json", new SampleReport().ours()),
        new Source("seal.jsonl", new SampleReport().theirs("seal", "4.1.2", 3.1)),
        new Source("openfhe.jsonl", new SampleReport().theirs("openfhe", "1.5.1", 4.4)));
  }

  private BenchRun ours() {
    for (ParameterFacts set : sets()) {
      for (String backend : List.of("cpu", "opencl")) {
        WORK.forEach(work -> rows.add(row(backend, work, set, 1, 2, set.limbs().getAsInt())));
      }
    }
    sweeps(sets().get(1));
    networks(sets().get(1));
    BenchRun run = SampleRuns.run(rows);
    List<MeasuredDevice> devices = new ArrayList<>(run.devices());
    devices.add(
        new MeasuredDevice(
            "opencl", "A test processor", 2, 20L << 30, "PoCL 3.1", Map.of("language", "1.2")));
    return new BenchRun(
        run.library(),
        run.version(),
        run.commit(),
        run.date(),
        run.command(),
        run.flags(),
        run.machine(),
        devices,
        rows);
  }

  private static List<ParameterFacts> sets() {
    return List.of(
        SampleRuns.parameters("P1", 13, 3),
        SampleRuns.parameters("P2", 14, 8),
        SampleRuns.parameters("P3", 15, 19));
  }

  private static Implementation by(String backend) {
    return SampleRuns.by(backend);
  }

  private BenchRow row(
      String backend, Work work, ParameterFacts set, int batch, int threads, int limbs) {
    double scale = Math.scalb(1.0, set.logN().getAsInt() - 14) * batch;
    double limbScale = work.op().equals("ntt") ? 1 : Math.pow(limbs, 1.3) / 2;
    Peaks peaks = new Peaks(1.9e9 * threads, 1.1e10 * Math.sqrt(threads), "measured");
    long operations = Math.round(work.operations() * scale * limbScale);
    long bytes = Math.round(work.bytes() * scale * limbScale);
    Floor floor = Floor.of(operations, bytes, peaks);
    double slowness = backend.equals("cpu") ? 1.35 : 2.6;
    double micros =
        floor.micros() * slowness * (1 + 0.5 * random.nextDouble()) + 4.0 * threads / batch;
    BenchRow row =
        BenchRow.op(by(backend), work.op(), set, batch, threads, around(micros)).withFloor(floor);
    BenchRow known =
        work.op().equals("keygen_galois") ? row : row.withPrecision(23.4).withSetup(3e5);
    return limbs == set.limbs().getAsInt() ? known : known.withLevel(limbs - 1);
  }

  private Timing around(double micros) {
    return Timing.ofMicros(
        random.doubles(60).map(each -> micros * (1 + 0.12 * each * each * each)).toArray());
  }

  private void sweeps(ParameterFacts set) {
    for (String backend : List.of("cpu", "opencl")) {
      for (Work work : List.of(WORK.get(5), WORK.get(6), WORK.get(7))) {
        for (int limbs = 2; limbs < 8; limbs += 2) {
          rows.add(row(backend, work, set, 1, 2, limbs));
        }
        for (int batch = 2; batch <= 64; batch *= 2) {
          rows.add(row(backend, work, set, batch, 2, 8));
        }
        rows.add(row(backend, work, set, 1, 1, 8));
        rows.add(row(backend, work, set, 1, 4, 8));
      }
    }
  }

  private void networks(ParameterFacts set) {
    for (String backend : List.of("cpu", "opencl")) {
      double slowness = backend.equals("cpu") ? 1 : 1.9;
      stage(backend, "m3", "keys", 1.9e6 * slowness);
      stage(backend, "m3", "compile", 0.8e6);
      stage(backend, "m3", "weights", 0.5e6 * slowness);
      stage(backend, "m3", "upload", 0.2e6);
      double whole = 0;
      for (int i = 0; i < LAYERS.size(); i++) {
        Peaks peaks = new Peaks(3.8e9, 1.55e10, "measured");
        long operations = Math.round(9e7 / (1 + i));
        Floor floor = Floor.of(operations, Math.round(operations * (0.6 + 0.5 * (i % 3))), peaks);
        double micros = floor.micros() * slowness * (1.5 + random.nextDouble());
        whole += micros;
        rows.add(
            BenchRow.of(Kind.LAYER, by(backend), "m3", LAYERS.get(i), set, 1, 2, around(micros))
                .withLevel(7 - i)
                .withFloor(floor));
      }
      rows.add(
          BenchRow.of(Kind.NET, by(backend), "m3", "infer", set, 1, 2, around(whole))
              .withPrecision(14.2)
              .withSetup(3.4e6 * slowness));
      rows.add(
          BenchRow.of(Kind.NET, by(backend), "m1", "infer", set, 16, 2, around(whole / 9))
              .withPrecision(17)
              .withSetup(1.1e6));
      served(backend, set, whole);
    }
  }

  private void served(String backend, ParameterFacts set, double execution) {
    request(backend, set, ServeOps.ROUND_TRIP, execution * 1.2);
    for (String part : ServeOps.PARTS) {
      request(backend, set, part, part.equals("execute") ? execution : execution * 0.04);
    }
    request(backend, set, ServeOps.OVERHEAD, execution * 0.2);
    request(backend, set, ServeOps.WITH_OWN_KEYS, execution * 21);
  }

  private void request(String backend, ParameterFacts set, String op, double micros) {
    rows.add(BenchRow.of(Kind.SERVE, by(backend), "m3", op, set, 1, 2, around(micros)));
  }

  private void stage(String backend, String network, String stage, double micros) {
    rows.add(
        BenchRow.of(
            Kind.SETUP,
            by(backend),
            network,
            stage,
            sets().get(1),
            1,
            2,
            Timing.ofMedian(micros, 1)));
  }

  private BenchRun theirs(String library, String version, double slowness) {
    for (ParameterFacts set : sets()) {
      ParameterFacts known =
          new ParameterFacts(
              set.name(),
              set.logN(),
              OptionalDouble.of(380),
              set.limbs(),
              OptionalInt.of(set.limbs().getAsInt()),
              set.logScale(),
              OptionalInt.of(128));
      for (Work work : WORK.subList(1, 8)) {
        BenchRow like = row("cpu", work, set, 1, 2, set.limbs().getAsInt());
        rows.add(
            BenchRow.op(
                new Implementation(library, version, "", ""),
                work.op(),
                known,
                1,
                2,
                Timing.ofMedian(like.timing().medianMicros() * slowness, 25)));
      }
    }
    return BenchRun.ofRows(rows);
  }
}
