package io.cloakwork.backend.cpu;

import io.cloakwork.spi.device.Backends;
import io.cloakwork.spi.device.Bindings;
import io.cloakwork.spi.device.Device;
import io.cloakwork.spi.device.DeviceOptions;
import io.cloakwork.spi.device.Executable;
import io.cloakwork.spi.device.Reuse;
import io.cloakwork.spi.graph.CommandGraph;
import io.cloakwork.spi.ring.ModulusChain;
import java.util.Arrays;
import java.util.List;

/// Times of key-switch-shaped programs: `TileProgramBenchmark [logN …]`. The figures of
/// bench/NOTES.md come from here. The factor between thread counts is that of the 5 % quantiles,
/// which other load on the machine disturbs less than medians.
public final class TileProgramBenchmark {

  private static final int WARM_UP_RUNS = 60;
  private static final double SECONDS = 2;

  private TileProgramBenchmark() {}

  /// Prints one line a graph and thread count.
  public static void main(String[] args) throws ReflectiveOperationException {
    List<String> degrees = args.length == 0 ? List.of("14", "15") : List.of(args);
    for (String degree : degrees) {
      int logN = Integer.parseInt(degree);
      ModulusChain chain = TestGraphs.chain(logN, logN == 15 ? 19 : 8, 2);
      int dnum = logN == 15 ? 10 : 4;
      measure("rotate", TestGraphs.rotate(chain, dnum, 1));
      measure("rotate x4", TestGraphs.rotate(chain, dnum, 4));
      measure("multiply", TestGraphs.multiply(chain, dnum, 1));
    }
  }

  private static void measure(String name, CommandGraph graph) throws ReflectiveOperationException {
    double one = 0;
    for (int threads = 1; threads <= 2; threads++) {
      DeviceOptions options =
          DeviceOptions.defaults().withThreads(threads).withProperty("warmup", "await");
      try (Device device = Backends.open("cpu", options);
          Executable executable = device.compile(graph, Reuse.MANY)) {
        Bindings bindings = executable.newBindings();
        GraphRuns.bindAll(device, bindings, graph, 1);
        double[][] sorted = sortedMicros(executable, bindings);
        double[] wall = sorted[0];
        double low = wall[wall.length / 20];
        one = threads == 1 ? low : one;
        System.out.printf(
            "%-10s 2^%d threads %d: wall best %,8.0f, 5%% %,8.0f (x%.2f), median %,8.0f us;"
                + " cpu median %,8.0f us; temporaries %,d KiB%n",
            name,
            graph.logN(),
            threads,
            wall[0],
            low,
            one / low,
            wall[wall.length / 2],
            sorted[1][wall.length / 2],
            executable.report().temporaryBytes() / 1024);
      }
    }
  }

  /// Wall time and the workers' processor time of each run, each sorted.
  private static double[][] sortedMicros(Executable executable, Bindings bindings)
      throws ReflectiveOperationException {
    for (int i = 0; i < WARM_UP_RUNS; i++) {
      executable.run(bindings);
    }
    ThreadMeter meter = new ThreadMeter();
    List<Thread> workers = ThreadMeter.named("cloakwork-cpu-");
    double[][] micros = new double[2][10_000];
    int runs = 0;
    long end = System.nanoTime() + (long) (SECONDS * 1e9);
    while (runs < micros[0].length && System.nanoTime() < end) {
      long cpu = meter.cpuNanos(workers);
      long start = System.nanoTime();
      executable.run(bindings);
      micros[0][runs] = (System.nanoTime() - start) / 1e3;
      micros[1][runs++] = (meter.cpuNanos(workers) - cpu) / 1e3;
    }
    for (int i = 0; i < micros.length; i++) {
      micros[i] = Arrays.copyOf(micros[i], runs);
      Arrays.sort(micros[i]);
    }
    return micros;
  }
}
