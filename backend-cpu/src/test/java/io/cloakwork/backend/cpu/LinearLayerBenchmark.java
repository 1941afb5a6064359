package io.cloakwork.backend.cpu;

import io.cloakwork.spi.device.Backends;
import io.cloakwork.spi.device.Bindings;
import io.cloakwork.spi.device.Device;
import io.cloakwork.spi.device.DeviceOptions;
import io.cloakwork.spi.device.Executable;
import io.cloakwork.spi.device.Reuse;
import io.cloakwork.spi.graph.CommandGraph;
import io.cloakwork.spi.graph.Domain;
import io.cloakwork.spi.graph.Domain.Eval;
import io.cloakwork.spi.graph.GraphBuilder;
import io.cloakwork.spi.graph.RnsView;
import io.cloakwork.spi.graph.ScalarMatrix;
import io.cloakwork.spi.ring.RnsBasis;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/// Times of linear layers over ciphertexts-as-elements, at the shapes of m1: `LinearLayerBenchmark
/// [logN [layer]]`. The figures of bench/NOTES.md come from here.
public final class LinearLayerBenchmark {

  /// Runs at 2^14; more of smaller rings, whose short runs find quiet moments on a busy machine.
  private static final int RUNS = 15;

  private static final int WEIGHT_BITS = 18;

  private LinearLayerBenchmark() {}

  /// Prints one line a layer and thread count.
  public static void main(String[] args) throws ReflectiveOperationException {
    int logN = args.length == 0 ? 14 : Integer.parseInt(args[0]);
    String layer = args.length < 2 ? "" : args[1];
    if ("convolution".contains(layer)) {
      measure("convolution 784 -> 845", logN, 6, convolution());
    }
    if ("dense".contains(layer)) {
      measure("dense 845 -> 100", logN, 4, dense(100, 845));
      measure("dense 100 -> 10", logN, 2, dense(10, 100));
    }
  }

  /// Five channels of 13 × 13 places, each a window of 5 × 5 on a padded image of 28 × 28, stride
  /// 2.
  private static ScalarMatrix convolution() {
    Random random = new Random(1);
    ScalarMatrix.Builder matrix = ScalarMatrix.builder(784);
    for (int channel = 0; channel < 5; channel++) {
      for (int place = 0; place < 169; place++) {
        for (int tap = 0; tap < 25; tap++) {
          int row = 2 * (place / 13) + tap / 5 - 1;
          int column = 2 * (place % 13) + tap % 5 - 1;
          if (row >= 0 && row < 28 && column >= 0 && column < 28) {
            matrix.add(28 * row + column, weight(random));
          }
        }
        matrix.endRow();
      }
    }
    return matrix.build();
  }

  private static ScalarMatrix dense(int rows, int columns) {
    Random random = new Random(2);
    long[][] weights = new long[rows][columns];
    for (long[] row : weights) {
      Arrays.setAll(row, _ -> weight(random));
    }
    return ScalarMatrix.dense(weights);
  }

  private static long weight(Random random) {
    return random.nextInt(-(1 << WEIGHT_BITS), 1 << WEIGHT_BITS);
  }

  private static void measure(String name, int logN, int limbs, ScalarMatrix matrix)
      throws ReflectiveOperationException {
    RnsBasis basis = TestGraphs.chain(logN, limbs, 1).chainQ();
    GraphBuilder builder = CommandGraph.builder(logN, 1);
    RnsView<Eval> in = builder.input("in", Domain.EVAL, 2 * matrix.columns(), basis);
    builder.linearCombinationInto(
        in, matrix, List.of(), builder.output("out", Domain.EVAL, 2 * matrix.rows(), basis));
    CommandGraph graph = builder.build();
    double words = 2.0 * matrix.entries() * limbs * (1 << logN);
    for (int threads = 1; threads <= 2; threads++) {
      DeviceOptions options =
          DeviceOptions.defaults().withThreads(threads).withProperty("warmup", "await");
      long start = System.nanoTime();
      try (Device device = Backends.open("cpu", options);
          Executable executable = device.compile(graph, Reuse.MANY)) {
        long compiled = System.nanoTime();
        Bindings bindings = executable.newBindings();
        GraphRuns.bindAll(device, bindings, graph, 1);
        double[][] millis = sortedMillis(executable, bindings, RUNS << Math.max(0, 14 - logN));
        System.out.printf(
            "%-26s 2^%d x %d, threads %d: wall best %,8.1f median %,8.1f ms (%.4f ns a MAC-word);"
                + " cpu best %,8.1f median %,8.1f ms (%.4f); temporaries %,d KiB; opened in %,d ms%n",
            name,
            logN,
            limbs,
            threads,
            millis[0][0],
            millis[0][millis[0].length / 2],
            1e6 * millis[0][0] / words,
            millis[1][0],
            millis[1][millis[1].length / 2],
            1e6 * millis[1][0] / words,
            executable.report().temporaryBytes() / 1024,
            (compiled - start) / 1_000_000);
      }
    }
  }

  /// Wall time and the workers' processor time of each run, each sorted.
  private static double[][] sortedMillis(Executable executable, Bindings bindings, int runs)
      throws ReflectiveOperationException {
    ThreadMeter meter = new ThreadMeter();
    List<Thread> workers = ThreadMeter.named("cloakwork-cpu-");
    double[][] millis = new double[2][runs];
    executable.run(bindings);
    for (int run = 0; run < runs; run++) {
      long cpu = meter.cpuNanos(workers);
      long start = System.nanoTime();
      executable.run(bindings);
      millis[0][run] = (System.nanoTime() - start) / 1e6;
      millis[1][run] = (meter.cpuNanos(workers) - cpu) / 1e6;
    }
    Arrays.sort(millis[0]);
    Arrays.sort(millis[1]);
    return millis;
  }
}
