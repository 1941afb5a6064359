package io.cloakwork.ckks.noise;

import io.cloakwork.ckks.OperandMismatchException;
import io.cloakwork.ckks.encoding.SlotVector;
import io.cloakwork.ckks.linear.BsgsPlan;
import io.cloakwork.ckks.linear.BsgsPlan.GiantStep;
import io.cloakwork.ckks.linear.BsgsPlan.Term;
import io.cloakwork.ckks.linear.LinearTransform;

/// What the noise of a linear transform depends on: result_i = Σ_k d_k\[i\] · x\[i + k\].
///
/// @param terms the diagonals
/// @param rotatedTerms those that meet a rotated input: whose baby step is not zero
/// @param giants the giant steps that are not zero
/// @param rowMeanSquare the mean over the slots i that matter of Σ_k |d_k\[i\]|²
/// @param maxRowSum the largest Σ_k |d_k\[i\]|
public record TransformShape(
    int terms, int rotatedTerms, int giants, double rowMeanSquare, double maxRowSum) {

  public TransformShape {
    if (terms < 1 || rotatedTerms < 0 || rotatedTerms > terms || giants < 0) {
      throw new OperandMismatchException(
          "%d terms, %d of them rotated, and %d giant steps are no transform"
              .formatted(terms, rotatedTerms, giants));
    }
    if (!(rowMeanSquare >= 0 && maxRowSum >= 0 && Double.isFinite(rowMeanSquare + maxRowSum))) {
      throw new OperandMismatchException(
          "a mean square of %s and a largest sum of %s are no weights"
              .formatted(rowMeanSquare, maxRowSum));
    }
  }

  /// Weights of one magnitude everywhere.
  public static TransformShape of(BsgsPlan plan, Magnitude weights) {
    int terms = plan.offsets().size();
    return counted(plan, terms * weights.meanSquare(), terms * weights.max());
  }

  /// The weights of a transform that is there.
  public static TransformShape of(LinearTransform transform, BsgsPlan plan) {
    int slots = transform.slots();
    double squares = 0;
    double[] sums = new double[slots];
    for (GiantStep giant : plan.giants()) {
      for (Term term : giant.terms()) {
        SlotVector diagonal = transform.diagonalFor(plan, term.offset()).rotatedLeft(giant.step());
        for (int i = 0; i < slots; i++) {
          double weight = Math.hypot(diagonal.re(i), diagonal.im(i));
          squares += weight * weight;
          sums[i] += weight;
        }
      }
    }
    double largest = 0;
    for (double sum : sums) {
      largest = Math.max(largest, sum);
    }
    return counted(plan, squares / slots, largest);
  }

  private static TransformShape counted(BsgsPlan plan, double rowMeanSquare, double maxRowSum) {
    int terms = 0;
    int rotated = 0;
    int giants = 0;
    for (GiantStep giant : plan.giants()) {
      giants += giant.step() == 0 ? 0 : 1;
      for (Term term : giant.terms()) {
        terms++;
        rotated += term.baby() == 0 ? 0 : 1;
      }
    }
    return new TransformShape(terms, rotated, giants, rowMeanSquare, maxRowSum);
  }

  /// Whether any step rotates; if not, nothing is multiplied by P and divided again.
  boolean rotates() {
    return rotatedTerms > 0 || giants > 0;
  }

  /// The share of a row's weight that meets rotated inputs.
  double rotatedShare() {
    return (double) rotatedTerms / terms;
  }
}
