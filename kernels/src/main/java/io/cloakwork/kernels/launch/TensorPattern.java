package io.cloakwork.kernels.launch;

import io.cloakwork.spi.graph.Domain.Eval;
import io.cloakwork.spi.graph.RnsOp;
import io.cloakwork.spi.graph.RnsView;
import java.util.List;

/// Products of two ciphertexts of two polynomials, (a0·b0, a0·b1 + a1·b0, a1·b1): the outer
/// products and the inner one read the same rows. A square, whose middle is twice a0·a1, is such a
/// product.
final class TensorPattern {

  private static final int NONE = -1;

  private final Uses uses;

  TensorPattern(Uses uses) {
    this.uses = uses;
  }

  void apply(PlanOp[] fused) {
    for (int i = 0; i < fused.length; i++) {
      if (uses.isTaken(i)) {
        continue;
      }
      switch (uses.command(i)) {
        case RnsOp.InnerProduct op when op.terms() == 2 ->
            product(i, op.a().get(0), op.a().get(1), op.b().get(1), op.b().get(0), op.out(), fused);
        case RnsOp.Add<?> op -> square(i, op, fused);
        default -> {}
      }
    }
  }

  /// out = x + x for x = a0·a1.
  private void square(int index, RnsOp.Add<?> op, PlanOp[] fused) {
    int maker = uses.madeOnlyFor(op.a(), index);
    if (maker != NONE
        && !uses.isTaken(maker)
        && op.a().equals(op.b())
        && uses.command(maker) instanceof RnsOp.Mul mul
        && Uses.sameRows(mul.out(), op.out())
        && product(index, mul.a(), mul.b(), mul.a(), mul.b(), op.out(), fused)) {
      uses.take(maker);
    }
  }

  /// Takes a0·b0 and a1·b1 to the middle `out` if they are made beside it.
  private boolean product(
      int index,
      RnsView<Eval> a0,
      RnsView<Eval> a1,
      RnsView<Eval> b0,
      RnsView<Eval> b1,
      RnsView<?> out,
      PlanOp[] fused) {
    int low = beside(a0, b0, out, -1);
    int high = beside(a1, b1, out, 1);
    if (low == NONE
        || high == NONE
        || !areNeighbours(a0, a1)
        || !areNeighbours(b0, b1)
        || !areWhereTheFirstIs(List.of(a0, a1, b0, b1), Math.min(index, Math.min(low, high)))) {
      return false;
    }
    List.of(index, low, high).forEach(uses::take);
    int first = Math.min(index, Math.min(low, high));
    fused[first] =
        new PlanOp.Tensor(
            first,
            List.of(a0, a1),
            List.of(b0, b1),
            List.of(uses.command(low).out(), out, uses.command(high).out()));
    return true;
  }

  /// The product of a and b into the polynomial `distance` after `out`, or −1.
  private int beside(RnsView<Eval> a, RnsView<Eval> b, RnsView<?> out, int distance) {
    for (int writer : uses.writers(out.value())) {
      if (!uses.isTaken(writer)
          && uses.command(writer) instanceof RnsOp.Mul mul
          && (mul.a().equals(a) && mul.b().equals(b) || mul.a().equals(b) && mul.b().equals(a))
          && mul.out().polys() == 1
          && out.polys() == 1
          && mul.out().firstPoly() == out.firstPoly() + distance
          && mul.out().basis().equals(out.basis())) {
        return writer;
      }
    }
    return NONE;
  }

  /// Whether these are two polynomials of one value over the same limbs, in order.
  private static boolean areNeighbours(RnsView<?> first, RnsView<?> second) {
    return first.value().equals(second.value())
        && first.polys() == 1
        && second.polys() == 1
        && first.firstPoly() < second.firstPoly()
        && first.basis().equals(second.basis());
  }

  private boolean areWhereTheFirstIs(List<RnsView<Eval>> operands, int first) {
    return operands.stream().allMatch(operand -> uses.isThereBefore(operand, first));
  }
}
