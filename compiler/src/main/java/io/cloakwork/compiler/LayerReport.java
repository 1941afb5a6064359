package io.cloakwork.compiler;

import io.cloakwork.ckks.Parameters;
import io.cloakwork.ckks.Plaintext;
import io.cloakwork.ckks.Scales;
import io.cloakwork.ckks.linear.BsgsPlan;
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
/// @param rotations plain rotations: pool sums and folds
/// @param plainProducts products with plaintexts
/// @param products products of ciphertexts
/// @param weightBytes its plaintexts on the device
/// @param logScale log2 of the result's scale
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
    double logScale) {

  static LayerReport of(Parameters parameters, Segment segment) {
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
        case SlotOp.RotateSum r -> rotations += r.steps().size();
        case SlotOp.AddPlain _ -> bytes += plaintextBytes(parameters, node.level(), false);
        case SlotOp.MultiplyPlain _ -> {
          plain++;
          bytes += plaintextBytes(parameters, node.level(), false);
        }
        case SlotOp.Multiply _ -> products++;
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
        Scales.log2(segment.output().scale()));
  }

  private static int diagonals(BsgsPlan plan) {
    return plan.offsets().size();
  }

  private static long plaintextBytes(Parameters parameters, int level, boolean extended) {
    return Plaintext.shape(parameters, level, 1, extended).bytes();
  }
}
