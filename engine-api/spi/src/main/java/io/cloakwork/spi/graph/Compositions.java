package io.cloakwork.spi.graph;

import io.cloakwork.spi.graph.Domain.Coeff;
import io.cloakwork.spi.graph.Domain.Eval;
import io.cloakwork.spi.ring.Modulus;
import io.cloakwork.spi.ring.RnsBasis;
import java.math.BigInteger;

/// The definitions of the composite operations in terms of the simple ones, recorded into a
/// builder. A fused implementation must return the same bytes.
public final class Compositions {

  private Compositions() {}

  /// [RnsOp.ModDown]: with t the coefficients of the divisor's limbs, out = (in − Ntt(BaseConvert(t
  /// + ⌊P/2⌋) − ⌊P/2⌋)) · P^−1 on the kept limbs.
  public static RnsView<Eval> modDown(GraphBuilder graph, RnsView<Eval> in, int divisorLimbs) {
    RnsBasis kept = in.basis().range(0, in.limbs() - divisorLimbs);
    RnsBasis divisor = in.basis().range(kept.size(), in.limbs());
    BigInteger p = divisor.product();
    BigInteger half = p.shiftRight(1);
    RnsView<Coeff> remainder = graph.intt(in.restrict(divisor));
    RnsView<Coeff> shifted =
        graph.add(remainder, graph.fill(Domain.COEFF, divisor, Scalars.of(half, divisor)));
    RnsView<Coeff> converted = graph.baseConvert(shifted, kept);
    RnsView<Coeff> centred =
        graph.sub(converted, graph.fill(Domain.COEFF, kept, Scalars.of(half, kept)));
    RnsView<Eval> difference = graph.sub(in.restrict(kept), graph.ntt(centred));
    return graph.mulScalar(difference, inverse(p, kept));
  }

  /// [RnsOp.Rescale]: division by the last limb.
  public static RnsView<Eval> rescale(GraphBuilder graph, RnsView<Eval> in) {
    return modDown(graph, in, 1);
  }

  /// [RnsOp.InnerProduct]: products added from the first pair to the last.
  public static RnsView<Eval> innerProduct(GraphBuilder graph, RnsOp.InnerProduct op) {
    RnsView<Eval> sum = graph.mul(op.a().getFirst(), op.b().getFirst());
    for (int d = 1; d < op.terms(); d++) {
      sum = graph.mulAdd(op.a().get(d), op.b().get(d), sum);
    }
    return sum;
  }

  /// [RnsOp.LinearCombination]: row by row, products by scalars added in the order of the columns,
  /// then the offset. Writes `out`.
  public static <D extends Domain> RnsView<D> linearCombinationInto(
      GraphBuilder graph, RnsOp.LinearCombination<D> op, RnsView<D> out) {
    for (int row = 0; row < op.matrix().rows(); row++) {
      combinationInto(graph, op, row, out.polys(row * op.group(), op.group()));
    }
    return out;
  }

  private static <D extends Domain> void combinationInto(
      GraphBuilder graph, RnsOp.LinearCombination<D> op, int row, RnsView<D> out) {
    RnsBasis basis = out.basis();
    Scalars zero = Scalars.of(BigInteger.ZERO, basis);
    Scalars offset = op.offsets().isEmpty() ? zero : op.offsets().get(row);
    RnsView<D> sum = null;
    for (int e = op.matrix().rowStart(row); e < op.matrix().rowStart(row + 1); e++) {
      RnsView<D> term = op.in().polys(op.matrix().column(e) * op.group(), op.group());
      Scalars weight = Scalars.of(BigInteger.valueOf(op.matrix().weight(e)), basis);
      RnsView<D> product = graph.mulScalar(term, weight);
      sum = sum == null ? product : graph.add(sum, product);
    }
    for (int t = 0; t < op.group(); t++) {
      if (sum == null) {
        graph.fillInto(t == 0 ? offset : zero, out.poly(t));
      } else if (t == 0 && !offset.equals(zero)) {
        graph.addInto(sum.poly(t), graph.fillAs(sum, offset), out.poly(t));
      } else {
        graph.copyInto(sum.poly(t), out.poly(t));
      }
    }
  }

  /// P^−1 modulo each prime of `basis`.
  public static Scalars inverse(BigInteger p, RnsBasis basis) {
    long[] residues = new long[basis.size()];
    for (int i = 0; i < residues.length; i++) {
      Modulus modulus = basis.get(i);
      residues[i] = modulus.invert(modulus.reduce(p));
    }
    return Scalars.ofResidues(residues);
  }
}
