package io.cloakwork.compiler;

import io.cloakwork.ckks.Parameters;
import io.cloakwork.ckks.Plaintext;
import io.cloakwork.ckks.Scales;
import io.cloakwork.ckks.linear.BsgsPlan;
import io.cloakwork.ckks.polynomial.Coefficient;
import io.cloakwork.compiler.program.Segment;
import io.cloakwork.compiler.program.SlotNode;
import io.cloakwork.compiler.program.SlotOp;

/// What one layer does on ciphertexts.
///
/// @param name the model's nodes
/// @param summary packing or polynomial form
/// @param level of its lowest operand
/// @param levels that it consumes
/// @param babySteps hoisted rotations of its operand
/// @param giantSteps rotations of partial sums
/// @param rotations plain rotations: pool sums, folds, and chained steps where keys are bounded
/// @param plainProducts products with plaintexts
/// @param products products of ciphertexts
/// @param weightBytes its plaintexts on the device
/// @param logScale log2 of the result's scale
/// @param precisionBits predicted: log2 of the result's largest absolute value over its error
public record LayerReport(
    String name,
    String summary,
    int level,
    int levels,
    int babySteps,
    int giantSteps,
    int rotations,
    int plainProducts,
    int products,
    long weightBytes,
    double logScale,
    double precisionBits) {

  static LayerReport of(Parameters parameters, Segment segment, double precisionBits) {
    int babies = 0;
    int giants = 0;
    int rotations = 0;
    int plain = 0;
    int products = 0;
    long bytes = 0;
    for (SlotNode node : segment.nodes()) {
      switch (node.op()) {
        case SlotOp.Transform t -> {
          int level = segment.nodes().get(t.x()).level();
          babies += (int) t.plan().babies().stream().filter(step -> step != 0).count();
          giants += (int) t.plan().giants().stream().filter(g -> g.step() != 0).count();
          plain += diagonals(t.plan());
          bytes += diagonals(t.plan()) * plaintextBytes(parameters, level, true);
        }
        case SlotOp.Rotate _ -> rotations++;
        case SlotOp.RotateSum r -> rotations += r.steps().size();
        case SlotOp.AddPlain _ -> bytes += plaintextBytes(parameters, node.level(), false);
        case SlotOp.MultiplyPlain _ -> {
          plain++;
          bytes += plaintextBytes(parameters, node.level(), false);
        }
        case SlotOp.Multiply _ -> products++;
        case SlotOp.Polynomial p -> {
          products += p.plan().products();
          long coefficients = perSlotCoefficients(p);
          plain += (int) coefficients;
          bytes += coefficients * plaintextBytes(parameters, node.level() + 1, false);
        }
        case SlotOp.Input _, SlotOp.Add _, SlotOp.Rescale _, SlotOp.DropLevel _ -> {}
      }
    }
    int level = segment.inputs().stream().mapToInt(SlotNode::level).min().orElseThrow();
    return new LayerReport(
        segment.name(),
        segment.summary(),
        level,
        level - segment.output().level(),
        babies,
        giants,
        rotations,
        plain,
        products,
        bytes,
        Scales.log2(segment.output().scale()),
        precisionBits);
  }

  /// Plaintexts of a polynomial: one for each coefficient that differs from slot to slot.
  private static long perSlotCoefficients(SlotOp.Polynomial op) {
    return op.polynomial().coefficients().stream()
        .filter(Coefficient.PerSlot.class::isInstance)
        .count();
  }

  private static int diagonals(BsgsPlan plan) {
    return plan.offsets().size();
  }

  private static long plaintextBytes(Parameters parameters, int level, boolean extended) {
    return Plaintext.shape(parameters, level, 1, extended).bytes();
  }
}
