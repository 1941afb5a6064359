package io.cloakwork.compiler;

import io.cloakwork.ckks.record.KeyLevels;
import io.cloakwork.cost.GraphCost;
import io.cloakwork.cost.RowWork;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/// Predicted and measured times side by side: `PredictedTimes SECONDS MODEL.onnx …`. Runs each
/// model on the CPU backend with all threads and prints the fastest time of each layer, so that
/// other load on the machine shows little, with what the layer was counted to do.
public final class PredictedTimes {

  private PredictedTimes() {}

  /// Prints one table a model.
  public static void main(String[] args) throws IOException {
    for (String file : List.of(args).subList(1, args.length)) {
      CompiledNetwork network = Compiler.compile(Path.of(file), CompileOptions.defaults());
      print(network, fastest(network, Double.parseDouble(args[0])));
    }
  }

  /// The shortest time of each step, of all runs within `seconds`.
  static long[] fastest(CompiledNetwork network, double seconds) {
    long[] best = new long[network.steps().size()];
    Arrays.fill(best, Long.MAX_VALUE);
    double[] x = new Random(1).doubles(network.inputPacking().shape().size(), 0, 1).toArray();
    try (Encrypted encrypted = new Encrypted(network, "cpu")) {
      long end = System.nanoTime() + (long) (seconds * 1e9);
      while (System.nanoTime() < end) {
        encrypted.run(x);
        long[] nanos = encrypted.lastNanos();
        Arrays.setAll(best, i -> Math.min(best[i], nanos[i]));
      }
    }
    return best;
  }

  private static void print(CompiledNetwork network, long[] best) {
    CompileReport report = network.report();
    double measured = Arrays.stream(best).sum() * 1e-6;
    double predicted = report.predictedSeconds() * 1e3;
    System.out.printf(
        "%s, N = 2^%d: predicted %.2f ms, measured %.2f ms, ratio %.2f%n",
        network.name(), network.parameters().logN(), predicted, measured, predicted / measured);
    for (int i = 0; i < best.length; i++) {
      double layer = report.layers().get(i).predictedSeconds() * 1e3;
      System.out.printf(
          "  %7.2f %7.2f %5.2f  %s: %s%n",
          layer,
          best[i] * 1e-6,
          layer / (best[i] * 1e-6),
          report.layers().get(i).name(),
          counts(network, network.steps().get(i)));
    }
  }

  private static String counts(CompiledNetwork network, ProgramStep step) {
    SegmentRecording recorded =
        CompiledNetwork.record(network.program(), step, 1, KeyLevels.of(network.keys()));
    GraphCost cost = GraphCost.of(recorded.recording().graph());
    List<String> parts = new ArrayList<>();
    for (RowWork work : RowWork.values()) {
      parts.add(work + " " + cost.fast().of(work));
    }
    return "%s, %.1f MB, %d stages"
        .formatted(String.join(", ", parts), cost.streamedBytes() * 1e-6, cost.stages());
  }
}
