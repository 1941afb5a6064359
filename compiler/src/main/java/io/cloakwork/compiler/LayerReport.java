package io.cloakwork.compiler;

import io.cloakwork.ckks.Parameters;
import io.cloakwork.ckks.Plaintext;
import io.cloakwork.ckks.Scales;
import io.cloakwork.ckks.linear.BsgsPlan;
import io.cloakwork.ckks.polynomial.Coefficient;
import io.cloakwork.compiler.program.Segment;
import io.cloakwork.compiler.program.SlotNode;
import io.cloakwork.compiler.program.SlotOp;
import io.cloakwork.compiler.throughput.ThroughputProgram;
import io.cloakwork.compiler.throughput.ThroughputStage;

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
/// @param scalarProducts products of a ciphertext with a number that is the same in every slot
/// @param products products of ciphertexts
/// @param weightBytes its plaintexts on the device
/// @param logScale log2 of the result's scale
/// @param precisionBits predicted: log2 of the result's largest absolute value over its error
/// @param predictedSeconds for one run
public record LayerReport(
    String name,
    String summary,
    int level,
    int levels,
    int babySteps,
    int giantSteps,
    int rotations,
    int plainProducts,
    long scalarProducts,
    int products,
    long weightBytes,
    double logScale,
    double precisionBits,
    double predictedSeconds) {

  static LayerReport of(
      CompiledProgram program, ProgramStep step, double precisionBits, double predictedSeconds) {
    return switch (step) {
      case Segment segment -> of(program.parameters(), segment, precisionBits, predictedSeconds);
      case ThroughputStage stage ->
          of((ThroughputProgram) program, stage, precisionBits, predictedSeconds);
    };
  }

  private static LayerReport of(
      ThroughputProgram program,
      ThroughputStage stage,
      double precisionBits,
      double predictedSeconds) {
    int level =
        stage.operands().stream().mapToInt(x -> program.form(x).level()).min().orElseThrow();
    CipherForm form = stage.form();
    long scalarProducts = 0;
    int products = 0;
    String what;
    switch (stage) {
      case ThroughputStage.Linear linear -> {
        scalarProducts = linear.scalarProducts();
        what = "integer matrix";
      }
      case ThroughputStage.Square square -> {
        products = form.ciphertexts();
        what = square.rescales() == 0 ? "x^2" : "rescale, x^2";
      }
      case ThroughputStage.Chebyshev c -> {
        products = form.ciphertexts() * c.plan().products();
        what = "polynomial of degree " + c.polynomial().degree();
      }
      case ThroughputStage.Rescale _ -> what = "rescale";
    }
    return new LayerReport(
        stage.name(),
        "%s, %d ciphertexts to %d".formatted(what, operandSize(program, stage), form.ciphertexts()),
        level,
        level - form.level(),
        0,
        0,
        0,
        0,
        scalarProducts,
        products,
        0,
        Scales.log2(form.scale()),
        precisionBits,
        predictedSeconds);
  }

  private static int operandSize(ThroughputProgram program, ThroughputStage stage) {
    return stage.operands().stream().mapToInt(x -> program.form(x).ciphertexts()).sum();
  }

  private static LayerReport of(
      Parameters parameters, Segment segment, double precisionBits, double predictedSeconds) {
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
          bytes +=
              diagonals(t.plan()) * plaintextBytes(parameters, level, t.needsExtendedDiagonals());
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
        0,
        products,
        bytes,
        Scales.log2(segment.output().scale()),
        precisionBits,
        predictedSeconds);
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
