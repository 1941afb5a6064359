package io.cloakwork.kernels.launch;

import io.cloakwork.spi.graph.RnsOp;
import io.cloakwork.spi.graph.RnsView;
import io.cloakwork.spi.graph.ScalarMatrix;
import io.cloakwork.spi.ring.Modulus;

/// Launches of sums of many products.
final class Combinations {

  /// Pairs that one launch of an inner product adds.
  private static final int PAIRS = 8;

  private final PlanContext context;

  Combinations(PlanContext context) {
    this.context = context;
  }

  void innerProduct(RnsOp.InnerProduct op) {
    for (LanePart part : LanePart.of(op.out().basis(), context.tuning())) {
      for (int first = 0; first < op.terms(); first += PAIRS) {
        pairs(op, part, first, Math.min(PAIRS, op.terms() - first));
      }
    }
  }

  /// Adds the pairs \[first, first + count) to what those before gave.
  private void pairs(RnsOp.InnerProduct op, LanePart part, int first, int count) {
    RnsView<?> out = op.out();
    LaunchWriter.Step step =
        context
            .writer()
            .step(
                context.products(part.lane()),
                "inner_product",
                part.basis(),
                out.batch(),
                out.polys());
    for (int i = 0; i < PAIRS; i++) {
      int d =
          first + Math.min(i, count - 1); // arguments that are not used must be there all the same
      step.with(part.of(context.rows(op.a().get(d)))).with(part.of(context.rows(op.b().get(d))));
    }
    step.with(part.of(context.rows(out)))
        .count(count)
        .extra(first == 0 ? 0 : 1)
        .launch(context.tuning());
  }

  void linearCombination(RnsOp.LinearCombination<?> op) {
    int matrix = context.writer().addIntegers(indices(op.matrix()));
    for (LanePart part : LanePart.of(op.out().basis(), context.tuning())) {
      RnsView<?> out = op.out();
      context
          .writer()
          .step(
              context.products(part.lane()),
              "linear_combination",
              part.basis(),
              out.batch(),
              out.polys())
          .with(part.of(context.rows(op.in())))
          .with(part.of(context.rows(out)))
          .scalars(weights(op, part))
          .count(op.group())
          .extra(matrix)
          .polysFirst()
          // An item has two coefficients.
          .launch(Math.max(1, (1 << context.logN() - 1) / context.tuning().groupWords()));
    }
  }

  /// Where the rows start and the last ends, then the columns of the entries.
  private static int[] indices(ScalarMatrix matrix) {
    int rows = matrix.rows();
    int[] indices = new int[rows + 1 + matrix.entries()];
    for (int row = 0; row <= rows; row++) {
      indices[row] = matrix.rowStart(row);
    }
    for (int entry = 0; entry < matrix.entries(); entry++) {
      indices[rows + 1 + entry] = matrix.column(entry);
    }
    return indices;
  }

  /// For each limb the offsets of the rows, then the weights of the entries.
  private static long[] weights(RnsOp.LinearCombination<?> op, LanePart part) {
    ScalarMatrix matrix = op.matrix();
    int stride = matrix.rows() + matrix.entries();
    long[] words = new long[Math.multiplyExact(stride, part.limbs().size())];
    for (int i = 0; i < part.limbs().size(); i++) {
      Modulus modulus = part.basis().get(i);
      int limb = part.limbs().get(i);
      int at = i * stride;
      for (int row = 0; !op.offsets().isEmpty() && row < matrix.rows(); row++) {
        words[at + row] = op.offsets().get(row).get(limb);
      }
      for (int entry = 0; entry < matrix.entries(); entry++) {
        words[at + matrix.rows() + entry] =
            part.lane().weight(modulus.reduce(matrix.weight(entry)), modulus);
      }
    }
    return words;
  }
}
