package io.cloakwork.compiler;

import io.cloakwork.cost.MachineProfile;
import io.cloakwork.cost.MachineProfiles;
import io.cloakwork.spi.device.Backends;
import io.cloakwork.spi.device.Bindings;
import io.cloakwork.spi.device.Device;
import io.cloakwork.spi.device.DeviceBuffer;
import io.cloakwork.spi.device.DeviceOptions;
import io.cloakwork.spi.device.Executable;
import io.cloakwork.spi.device.Reuse;
import io.cloakwork.spi.graph.CommandGraph;
import io.cloakwork.spi.graph.Domain;
import io.cloakwork.spi.graph.Domain.Coeff;
import io.cloakwork.spi.graph.GraphBuilder;
import io.cloakwork.spi.graph.RnsView;
import io.cloakwork.spi.ring.Primes;
import io.cloakwork.spi.ring.RnsBasis;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// A profile of the processor that runs this: the calibrated one, every rate multiplied by what
/// transforms take here and there. One number is measured, so that a network's time is not fitted.
final class ProcessorHere {

  private static final int PAIRS = 32;
  private static final int LOG_N = 14;
  private static final double SECONDS = 5;

  private ProcessorHere() {}

  /// The profile, with as many threads as the cpu backend has.
  static MachineProfile profile(Path folder) throws IOException {
    MachineProfile known = MachineProfiles.named(MachineProfiles.ZEN5);
    double nanos = pairNanos();
    double factor = nanos / (known.forward().nanos(LOG_N) + known.inverse().nanos(LOG_N));
    System.out.printf(
        Locale.ROOT,
        "a pair of transforms of 2^%d takes %.1f µs, %.2f of %s%n",
        LOG_N,
        nanos * 1e-3,
        factor,
        known.name());
    MachineProfile here =
        MachineProfiles.read(Files.writeString(folder.resolve("here.json"), json(known, factor)));
    try (Device device = Backends.open("cpu", DeviceOptions.defaults())) {
      return here.withThreads(device.profile().threads());
    }
  }

  /// The fastest forward and inverse transform, on one thread.
  private static double pairNanos() {
    RnsBasis limb = RnsBasis.of(Primes.largestBelow(50, LOG_N, 1, Set.of()).getFirst());
    GraphBuilder graph = CommandGraph.builder(LOG_N, 1);
    RnsView<Coeff> x = graph.input("x", Domain.COEFF, 1, limb);
    for (int i = 0; i < PAIRS; i++) {
      x = graph.intt(graph.ntt(x));
    }
    graph.output("y", x);
    long best = Long.MAX_VALUE;
    DeviceOptions options = new DeviceOptions(0, 1, true, 0, Map.of("warmup", "await"));
    try (Device device = Backends.open("cpu", options);
        Executable executable = device.compile(graph.build(), Reuse.MANY);
        DeviceBuffer in = device.allocate(executable.graph().bound("x").shape());
        DeviceBuffer out = device.allocate(executable.graph().bound("y").shape())) {
      Bindings bindings = executable.newBindings().bind("x", in).bind("y", out);
      long end = System.nanoTime() + (long) (SECONDS * 1e9);
      while (System.nanoTime() < end) {
        long start = System.nanoTime();
        executable.run(bindings);
        best = Math.min(best, System.nanoTime() - start);
      }
    }
    return (double) best / PAIRS;
  }

  private static String json(MachineProfile known, double factor) {
    return String.format(
        Locale.ROOT,
        """
        {"name": "here", "threads": %d, "parallelEfficiency": %s,
         "forwardTransformNanos": {%s}, "inverseTransformNanos": {%s},
         "nanosPerWord": {"elementWise": %s, "productTerm": %s, "conversion": %s,
           "conversionTerm": %s, "automorphism": %s, "combinationTerm": %s},
         "wideLaneFactor": %s, "memoryBytesPerNano": %s, "stageNanos": %s, "runNanos": %s}
        """,
        known.threads(),
        known.parallelEfficiency(),
        times(known.forward().nanosByLogN(), factor),
        times(known.inverse().nanosByLogN(), factor),
        factor * known.words().elementWise(),
        factor * known.words().productTerm(),
        factor * known.words().conversion(),
        factor * known.words().conversionTerm(),
        factor * known.words().automorphism(),
        factor * known.words().combinationTerm(),
        known.wideLaneFactor(),
        known.memoryBytesPerNano() / factor,
        factor * known.stageNanos(),
        factor * known.runNanos());
  }

  private static String times(Map<Integer, Double> nanos, double factor) {
    StringBuilder text = new StringBuilder();
    new TreeMap<>(nanos)
        .forEach((logN, time) ->
            text.append(text.isEmpty() ? "" : ", ")
                .append('"')
                .append(logN)
                .append("\": ")
                .append(factor * time));
    return text.toString();
  }
}
