package io.cloakwork.compiler;

import io.cloakwork.ckks.Parameters;
import io.cloakwork.ckks.Scales;
import io.cloakwork.compiler.program.OutOfInterval;
import io.cloakwork.compiler.program.Segment;
import io.cloakwork.compiler.program.SlotInterpreter;
import io.cloakwork.compiler.program.SlotNode;
import io.cloakwork.compiler.program.SlotNoise;
import io.cloakwork.compiler.program.SlotProgram;
import io.cloakwork.compiler.tensor.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// How large values become. A value v at scale Δ decrypts right only while |v|·Δ < Q_l / 2, for
/// every slot, used or left over; ranges are measured on sample inputs and multiplied by the
/// head-room that the caller asks for. This is an estimate: inputs unlike the samples may exceed
/// it.
final class Ranges {

  /// Bits below the default scale that the output may give up for head-room.
  private static final int MAX_SCALE_LOSS = 15;

  private final double headRoom;

  /// The largest absolute value of each node of each segment.
  private final List<double[]> largest = new ArrayList<>();

  private final SlotProgram program;

  private Ranges(SlotProgram program, double headRoom) {
    this.program = program;
    this.headRoom = headRoom;
    program.segments().forEach(segment -> largest.add(new double[segment.nodes().size()]));
  }

  /// Runs the program on the samples, or on stand-ins where there are none.
  static Ranges measure(SlotProgram program, Shape input, CompileOptions options) {
    Ranges ranges = new Ranges(program, options.headRoom());
    List<double[]> samples = StandInInputs.orSamples(input, options);
    // Made-up inputs leave intervals that real ones do not.
    OutOfInterval outOfInterval =
        options.samples().isEmpty() ? OutOfInterval.FOLD : OutOfInterval.KEEP;
    int images = program.images().images();
    for (int from = 0; from < samples.size(); from += images) {
      ranges.add(samples.subList(from, Math.min(from + images, samples.size())), outOfInterval);
    }
    return ranges;
  }

  /// Whether an input of zeros, which is what lanes without one have, leaves every value within its
  /// modulus: one that does not would ruin what shares the ciphertext with it.
  static boolean holdZeros(SlotProgram program) {
    Ranges ranges = new Ranges(program, 1);
    ranges.add(List.of(new double[program.input().elements()]), OutOfInterval.KEEP);
    for (int s = 0; s < ranges.largest.size(); s++) {
      List<SlotNode> nodes = program.segments().get(s).nodes();
      for (int i = 0; i < nodes.size(); i++) {
        if (!ranges.fits(nodes.get(i), ranges.largest.get(s)[i])) {
          return false;
        }
      }
    }
    return true;
  }

  private void add(List<double[]> samples, OutOfInterval outOfInterval) {
    SlotNoise none = SlotNoise.none(program.parameters());
    List<List<double[]>> trace = SlotInterpreter.nodeTrace(program, samples, none, outOfInterval);
    for (int s = 0; s < largest.size(); s++) {
      List<double[]> values = trace.get(s);
      for (int i = 0; i < values.size(); i++) {
        double max = Arrays.stream(values.get(i)).map(Math::abs).max().orElse(0);
        largest.get(s)[i] = Math.max(largest.get(s)[i], max);
      }
    }
  }

  /// The default scale, or the largest power of two below it at which every value of the last level
  /// has its head-room in the first prime.
  double outputScale() {
    Parameters parameters = program.parameters();
    double max = 1;
    List<SlotNode> last = program.segments().getLast().nodes();
    for (int i = 0; i < last.size(); i++) {
      if (last.get(i).level() == 0) {
        max = Math.max(max, largest.getLast()[i]);
      }
    }
    int room = (int) Math.ceil(parameters.logQ(0) - 1 - Scales.log2(max * headRoom)) - 1;
    if (room < parameters.logScale() - MAX_SCALE_LOSS) {
      throw new CompileException(
          "the network's output reaches %.3g on the samples, too large for a prime of 2^%.1f; scale the last layer down"
              .formatted(max, parameters.logQ(0)));
    }
    return Math.scalb(1.0, Math.min(room, parameters.logScale()));
  }

  /// Refuses the program if some value before the last level comes too close to its modulus.
  void check() {
    for (int s = 0; s < largest.size(); s++) {
      Segment segment = program.segments().get(s);
      for (int i = 0; i < segment.nodes().size(); i++) {
        if (segment.nodes().get(i).level() > 0) {
          check(segment, segment.nodes().get(i), largest.get(s)[i]);
        }
      }
    }
  }

  private void check(Segment segment, SlotNode node, double max) {
    if (!fits(node, max)) {
      throw new CompileException(
          "values reach %.3g on the samples in layer '%s': with scale %s and head-room %.0f they need 2^%.1f of the 2^%.1f at level %d; scale the weights before it down"
              .formatted(
                  max,
                  segment.name(),
                  Scales.format(node.scale()),
                  headRoom,
                  needed(node, max),
                  program.parameters().logQ(node.level()),
                  node.level()));
    }
  }

  private boolean fits(SlotNode node, double max) {
    // Not a number if the values are not.
    return needed(node, max) < program.parameters().logQ(node.level());
  }

  /// Bits of the modulus for values up to `max`, head-room and sign among them.
  private double needed(SlotNode node, double max) {
    return 1 + Scales.log2(Math.max(max, Double.MIN_NORMAL) * headRoom * node.scale());
  }
}
