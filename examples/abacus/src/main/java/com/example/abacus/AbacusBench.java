package com.example.abacus;

import io.cloakwork.spi.device.Bindings;
import io.cloakwork.spi.device.Device;
import io.cloakwork.spi.device.DeviceBuffer;
import io.cloakwork.spi.device.DeviceOptions;
import io.cloakwork.spi.device.Executable;
import io.cloakwork.spi.device.Reuse;
import io.cloakwork.spi.graph.CommandGraph;
import io.cloakwork.spi.graph.Domain;
import io.cloakwork.spi.graph.GraphBuilder;
import io.cloakwork.spi.graph.RnsView;
import io.cloakwork.spi.ring.Primes;
import io.cloakwork.spi.ring.RnsBasis;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;

/// Times one transform of 2^13 words and prints it as a row that `bench compare` reads.
public final class AbacusBench {

  private static final int LOG_N = 13;
  private static final int WARM_UP = 200;
  private static final int RUNS = 101;

  private AbacusBench() {}

  public static void main(String[] args) {
    RnsBasis basis = RnsBasis.of(Primes.largestBelow(50, LOG_N, 1, Set.of()).getFirst());
    GraphBuilder graph = CommandGraph.builder(LOG_N, 1);
    RnsView<Domain.Coeff> in = graph.input("x", Domain.COEFF, 1, basis);
    RnsView<Domain.Eval> out = graph.output("y", Domain.EVAL, 1, basis);
    graph.nttInto(in, out);
    try (Device device = new AbacusBackend().open(DeviceOptions.defaults());
        Executable executable = device.compile(graph.build(), Reuse.MANY);
        DeviceBuffer x = device.allocate(in.shape());
        DeviceBuffer y = device.allocate(out.shape())) {
      Bindings bindings = executable.newBindings().bind("x", x).bind("y", y);
      System.out.println(row(medianMicros(executable, bindings)));
    }
  }

  private static double medianMicros(Executable executable, Bindings bindings) {
    for (int i = 0; i < WARM_UP; i++) {
      executable.run(bindings);
    }
    long[] nanos = new long[RUNS];
    for (int i = 0; i < RUNS; i++) {
      long start = System.nanoTime();
      executable.run(bindings);
      nanos[i] = System.nanoTime() - start;
    }
    Arrays.sort(nanos);
    return nanos[RUNS / 2] / 1e3;
  }

  private static String row(double medianMicros) {
    return String.format(
        Locale.ROOT,
        "{\"library\": \"abacus\", \"version\": \"1.0\", \"params\": \"P1\", \"op\": \"ntt\","
            + " \"threads\": 1, \"median_us\": %.1f, \"runs\": %d}",
        medianMicros,
        RUNS);
  }
}
