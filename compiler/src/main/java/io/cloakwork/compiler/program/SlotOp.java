package io.cloakwork.compiler.program;

import io.cloakwork.ckks.encoding.SlotVector;
import io.cloakwork.ckks.linear.BsgsPlan;
import io.cloakwork.ckks.linear.LinearTransform;
import io.cloakwork.ckks.polynomial.PolynomialPlan;
import io.cloakwork.ckks.polynomial.SlotPolynomial;
import java.util.List;

/// The operations of the CKKS IR. Operands are indices of earlier nodes of the same segment. What a
/// plaintext holds, its level and its scale follow from the node: a product's plaintext has the
/// scale stated, a sum's that of its operand.
public sealed interface SlotOp {

  /// An operand of the segment; always the node of that index.
  record Input(int index) implements SlotOp {}

  /// Σ_k diagonal_k ⊙ rotate_k(x), then rescaled.
  ///
  /// @param plainScale scale of the diagonals
  record Transform(int x, LinearTransform map, BsgsPlan plan, double plainScale) implements SlotOp {

    /// Whether its diagonals meet ciphertexts times P: if a step rotates.
    public boolean needsExtendedDiagonals() {
      return !plan.rotations().isEmpty();
    }
  }

  /// The slots rotated left by `step`, which is not zero.
  record Rotate(int x, int step) implements SlotOp {}

  /// x + Σ rotate(x, step).
  record RotateSum(int x, List<Integer> steps) implements SlotOp {
    public RotateSum {
      steps = List.copyOf(steps);
    }
  }

  record AddPlain(int x, SlotVector plain) implements SlotOp {}

  /// x ⊙ plain, not rescaled.
  record MultiplyPlain(int x, SlotVector plain, double plainScale) implements SlotOp {}

  record Add(int x, int y) implements SlotOp {}

  /// x · y, or x² for equal operands; relinearised, and rescaled if asked for.
  record Multiply(int x, int y, boolean rescaled) implements SlotOp {}

  /// p(x), slot by slot, by the plan; at exactly the target scale.
  record Polynomial(int x, SlotPolynomial polynomial, PolynomialPlan plan, double targetScale)
      implements SlotOp {}

  record Rescale(int x) implements SlotOp {}

  /// The same value with fewer limbs.
  record DropLevel(int x, int level) implements SlotOp {}
}
