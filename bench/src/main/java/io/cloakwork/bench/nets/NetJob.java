package io.cloakwork.bench.nets;

import io.cloakwork.bench.floors.Work;
import io.cloakwork.bench.result.BenchRow;
import io.cloakwork.bench.result.Implementation;
import io.cloakwork.bench.result.Kind;
import io.cloakwork.bench.result.ParameterFacts;
import io.cloakwork.bench.result.Timing;
import io.cloakwork.bench.run.DeviceTarget;
import io.cloakwork.bench.run.Job;
import io.cloakwork.bench.run.OpenDevice;
import io.cloakwork.compiler.CompileOptions;
import io.cloakwork.compiler.CompiledNetwork;
import io.cloakwork.compiler.LayerReport;
import io.cloakwork.compiler.tensor.Shape;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// One network, with so many images a request, on one device.
///
/// @param images that share a ciphertext, a power of two
/// @param byLayer whether every layer has a row of its own
/// @param version of this library
public record NetJob(
    DeviceTarget target,
    Network network,
    int images,
    boolean byLayer,
    NetEffort effort,
    String version)
    implements Job {

  /// The row of a whole request.
  public static final String REQUEST = "infer";

  // Compilation, keys, weights: the same order as a few seconds of requests.
  private static final double SET_UP_SECONDS = 5;

  @Override
  public String title() {
    return images == 1 ? network.name() : "%s, %d images".formatted(network.name(), images);
  }

  @Override
  public String kind() {
    return "nets";
  }

  @Override
  public double expectedSeconds() {
    return SET_UP_SECONDS + 2 * effort.budget().toSeconds();
  }

  @Override
  public List<BenchRow> run(OpenDevice device, JobListener listener) throws IOException {
    listener.doing("compiling");
    CompiledNetwork compiled =
        network.source().compile(CompileOptions.defaults().withImagesPerCiphertext(images));
    RequestInputs inputs = inputs(compiled, listener);
    listener.doing("keys and weights");
    try (NetBenchmark benchmark = new NetBenchmark(compiled, inputs, device.device(), effort)) {
      listener.doing("requests");
      NetBenchmark.Result result = benchmark.run(listener::done);
      if (result.precisionBits().isEmpty()) {
        listener.note(
            "no precision: its activations were fitted for inputs that are unlike made-up ones");
      }
      return device.withinLimits(() -> rows(compiled, result, device), listener);
    }
  }

  private RequestInputs inputs(CompiledNetwork compiled, JobListener listener) {
    if (network.samples().isEmpty()) {
      return RequestInputs.madeUp(compiled);
    }
    Shape shape = compiled.inputPacking().shape();
    List<double[]> samples = network.samples().get().inputs(shape);
    if (samples.isEmpty()) {
      listener.note(
          "with the given samples, for it takes %,d values; its inputs are made up"
              .formatted(shape.size()));
      return RequestInputs.madeUp(compiled);
    }
    return RequestInputs.ofSamples(samples);
  }

  private List<BenchRow> rows(
      CompiledNetwork compiled, NetBenchmark.Result result, OpenDevice device) {
    List<BenchRow> rows = new ArrayList<>();
    BenchRow timed =
        row(Kind.NET, REQUEST, compiled, result.request(), device).withSetup(result.setUpMicros());
    BenchRow request =
        result.precisionBits().isPresent()
            ? timed.withPrecision(result.precisionBits().getAsDouble())
            : timed;
    rows.add(floored(request, result.work(), device));
    if (byLayer) {
      List<LayerReport> layers = compiled.report().layers();
      for (int i = 0; i < layers.size(); i++) {
        LayerReport layer = layers.get(i);
        String name = "%02d %s".formatted(i + 1, layer.name());
        BenchRow row =
            row(Kind.LAYER, name, compiled, result.layers().get(i), device)
                .withLevel(layer.level());
        rows.add(floored(row, List.of(result.work().get(i)), device));
      }
    }
    return rows;
  }

  private BenchRow row(
      Kind kind, String op, CompiledNetwork compiled, Timing timing, OpenDevice device) {
    Implementation by = device.implementation(version);
    String parameters = String.format(Locale.ROOT, "N%d", compiled.parameters().logN());
    return BenchRow.of(
        kind,
        by,
        network.name(),
        op,
        ParameterFacts.of(parameters, compiled.parameters()),
        compiled.inputPacking().inputs(),
        device.threads(),
        timing);
  }

  private static BenchRow floored(BenchRow row, List<Work> sequence, OpenDevice device) {
    return device.floor(sequence).map(row::withFloor).orElse(row);
  }
}
