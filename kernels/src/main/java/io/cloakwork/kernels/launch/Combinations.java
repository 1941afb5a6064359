package io.cloakwork.kernels.launch;

import io.cloakwork.spi.graph.RnsOp;
import io.cloakwork.spi.graph.RnsView;
import io.cloakwork.spi.graph.ScalarMatrix;
import io.cloakwork.spi.ring.Modulus;
import java.util.List;
import java.util.Optional;

/// Launches of sums of many products.
final class Combinations {

  /// Pairs that one launch of an inner product adds.
  private static final int PAIRS = 8;

  private final PlanContext context;

  Combinations(PlanContext context) {
    this.context = context;
  }

  void product(PlanOp.Product op) {
    for (LanePart part : LanePart.of(op.out().basis().moduli(), context.tuning())) {
      for (int first = 0; first < op.op().terms(); first += PAIRS) {
        pairs(op, part, first, Math.min(PAIRS, op.op().terms() - first));
      }
    }
  }

  /// Adds the pairs \[first, first + count) to what those before gave.
  private void pairs(PlanOp.Product op, LanePart part, int first, int count) {
    RnsView<?> out = op.out();
    LaunchWriter.Step step =
        context
            .writer()
            .step(
                context.products(part.lane()),
                "inner_product",
                part.moduli(),
                out.batch(),
                out.polys())
            .polysInGroup();
    int ownLimbs = 0;
    for (int i = 0; i < PAIRS; i++) {
      // Arguments that are not used must be there all the same.
      int d = first + Math.min(i, count - 1);
      Rows a = factor(op, part, d);
      Rows b = part.of(context.rows(op.op().b().get(d)));
      step.with(a, i < count ? a.distinctLimbs() : 0).with(b, i < count ? b.distinctLimbs() : 0);
      ownLimbs += i < count ? part.size() - a.limbsHere() : 0;
    }
    Rows target = part.of(context.rows(out));
    step.with(ownRows(op, part).orElse(target), ownLimbs);
    start(step, op, part, first > 0, target);
    step.with(target).count(count).launch(context.tuning());
  }

  /// The rows of a_d, but for limbs that are read from its own.
  private Rows factor(PlanOp.Product op, LanePart part, int d) {
    Rows rows = part.of(context.rows(op.op().a().get(d)));
    Optional<RnsView<?>> own = op.own().get(d);
    int[] limbs = new int[part.size()];
    for (int i = 0; i < limbs.length; i++) {
      boolean isOwn = own.isPresent() && own.get().basis().indexOf(part.moduli().get(i)) >= 0;
      limbs[i] = isOwn ? Rows.ELSEWHERE : rows.limb(i);
    }
    return rows.withLimbs(limbs);
  }

  /// The rows that digits read their own limbs from, if any does. Those of other limbs are not
  /// read.
  private Optional<Rows> ownRows(PlanOp.Product op, LanePart part) {
    int[] limbs = new int[part.size()];
    Optional<RnsView<?>> source = Optional.empty();
    for (Optional<RnsView<?>> own : op.own()) {
      for (int i = 0; own.isPresent() && i < limbs.length; i++) {
        int limb = own.get().basis().indexOf(part.moduli().get(i));
        limbs[i] = limb < 0 ? limbs[i] : own.get().limb(limb);
      }
      source = own.isPresent() ? own : source;
    }
    return source.map(view -> context.rows(view).withLimbs(limbs));
  }

  /// What the sum starts from: the pairs before, or the summand.
  private void start(
      LaunchWriter.Step step, PlanOp.Product op, LanePart part, boolean continues, Rows target) {
    Optional<PlanOp.Start> summand = continues ? Optional.empty() : op.start();
    Residue factors =
        (_, limb) ->
            summand.flatMap(PlanOp.Start::factors).map(factor -> factor.get(limb)).orElse(0L);
    int mode = continues ? 1 : summand.map(s -> s.factors().isPresent() ? 2 : 1).orElse(0);
    Rows rows = summand.map(s -> part.of(context.rows(s.view()))).orElse(target);
    step.with(rows, mode == 0 ? 0 : rows.distinctLimbs())
        .extra(mode)
        .scalars(part.words(LimbWords.scalars(factors, Residue.ZERO)));
  }

  void tensor(PlanOp.Tensor op) {
    RnsView<?> out = op.outs().getFirst();
    for (LanePart part : LanePart.of(out.basis().moduli(), context.tuning())) {
      Rows a = part.of(neighbours(op.a()));
      Rows b = part.of(neighbours(op.b()));
      context
          .writer()
          .step(
              context.products(part.lane()), "tensor", part.moduli(), out.batch(), op.outs().size())
          .polysInGroup()
          .with(a, a.distinctLimbs(), op.a().size())
          .with(b, op.a().equals(op.b()) ? 0 : b.distinctLimbs(), op.b().size())
          .with(part.of(neighbours(op.outs())))
          .launch(context.tuning());
    }
  }

  private Rows neighbours(List<RnsView<?>> polys) {
    return context.rows(polys.get(0)).followedBy(context.rows(polys.get(1)), polys.size());
  }

  void linearCombination(RnsOp.LinearCombination<?> op) {
    int matrix = context.writer().addIntegers(indices(op.matrix()));
    for (LanePart part : LanePart.of(op.out().basis().moduli(), context.tuning())) {
      RnsView<?> out = op.out();
      context
          .writer()
          .step(
              context.products(part.lane()),
              "linear_combination",
              part.moduli(),
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
    long[] words = new long[Math.multiplyExact(stride, part.size())];
    for (int i = 0; i < part.size(); i++) {
      Modulus modulus = part.moduli().get(i);
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
