package io.cloakwork.compiler;

import io.cloakwork.ckks.Parameters;
import io.cloakwork.ckks.Scales;
import io.cloakwork.compiler.layer.LayerInterpreter;
import io.cloakwork.compiler.layer.LayerProgram;
import io.cloakwork.compiler.program.Segment;
import io.cloakwork.compiler.program.SlotInterpreter;
import io.cloakwork.compiler.program.SlotNode;
import io.cloakwork.compiler.program.SlotProgram;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/// Whether values stay below the modulus of their level. A value v at scale Δ decrypts right only
/// while |v|·Δ < Q_l / 2; ranges are measured on sample inputs and multiplied by the head-room that
/// the caller asks for. This is an estimate: inputs unlike the samples may exceed it.
final class Ranges {

  private static final int STAND_INS = 4;
  private static final long SEED = 0x5eed;

  private final List<double[]> samples;
  private final double headRoom;

  Ranges(CompileOptions options, int inputSize) {
    this.headRoom = options.headRoom();
    this.samples = options.samples().isEmpty() ? standIns(inputSize) : options.samples();
    for (double[] sample : samples) {
      if (sample.length != inputSize) {
        throw new CompileException(
            "a sample input has %d values, the network takes %d"
                .formatted(sample.length, inputSize));
      }
    }
  }

  private static List<double[]> standIns(int inputSize) {
    Random random = new Random(SEED);
    List<double[]> inputs = new ArrayList<>();
    for (int i = 0; i < STAND_INS; i++) {
      inputs.add(random.doubles(inputSize).toArray());
    }
    return inputs;
  }

  /// The default scale, or the largest power of two below it that leaves the output its head-room
  /// in the first prime.
  double outputScale(LayerProgram program, Parameters parameters) {
    double largest = 1;
    for (double[] sample : samples) {
      largest = Math.max(largest, maxAbs(LayerInterpreter.run(program, sample)));
    }
    int room = (int) Math.floor(parameters.logQ(0) - 1 - Scales.log2(largest * headRoom));
    if (room < parameters.logScale() - 15) {
      throw new CompileException(
          "the network's output reaches %.3g on the samples, too large for a prime of 2^%.1f; scale the last layer down"
              .formatted(largest, parameters.logQ(0)));
    }
    return Math.scalb(1.0, Math.min(room, parameters.logScale()));
  }

  /// Refuses a program in which a value on the samples comes too close to its modulus.
  void check(SlotProgram program) {
    for (double[] sample : samples) {
      double[] x = program.input().pack(sample);
      for (Segment segment : program.segments()) {
        List<double[]> values = SlotInterpreter.nodeValues(segment, x);
        for (int i = 0; i < values.size(); i++) {
          check(program.parameters(), segment, segment.nodes().get(i), maxAbs(values.get(i)));
        }
        x = values.getLast();
      }
    }
  }

  private void check(Parameters parameters, Segment segment, SlotNode node, double largest) {
    double needed = Scales.log2(Math.max(largest, 1e-300) * headRoom * node.scale()) + 1;
    if (!(needed < parameters.logQ(node.level()))) {
      throw new CompileException(
          "values reach %.3g on the samples in layer '%s' at level %d: with scale 2^%.1f and head-room %.0f they need 2^%.1f of 2^%.1f; scale the weights before it down"
              .formatted(
                  largest,
                  segment.name(),
                  node.level(),
                  Scales.log2(node.scale()),
                  headRoom,
                  needed,
                  parameters.logQ(node.level())));
    }
  }

  private static double maxAbs(double[] values) {
    return Arrays.stream(values).map(Math::abs).max().orElse(0);
  }
}
