package io.cloakwork.spi.graph;

import io.cloakwork.spi.graph.Domain.Coeff;
import io.cloakwork.spi.graph.Domain.Eval;
import io.cloakwork.spi.ring.GaloisElement;
import java.util.List;

/// The closed vocabulary of exact operations. Every word of a result is a canonical residue and an
/// exact integer function of the operands, so all backends return the same bytes.
///
/// Operands have the result's limbs, in its order, unless stated otherwise. An operand of one
/// polynomial is used for every polynomial of the result, one with a batch of 1 for every item. A
/// command never reads rows that it writes.
///
/// [ModDown], [Rescale], [InnerProduct] and [LinearCombination] are defined as compositions of the
/// others ([Compositions] writes them out); fusing them is the backend's right.
public sealed interface RnsOp {

  /// The rows that the command writes.
  RnsView<?> out();

  /// The operands, in the order of the record.
  List<RnsView<?>> reads();

  /// The operation's name in listings and traces.
  default String name() {
    return getClass().getSimpleName();
  }

  /// out = the negacyclic transform of `in`, limb by limb ([io.cloakwork.spi.ring.NttTables]).
  record Ntt(RnsView<Coeff> in, RnsView<Eval> out) implements RnsOp {
    public Ntt {
      OperandRules.sameLimbs("Ntt", in, out);
    }

    @Override
    public List<RnsView<?>> reads() {
      return List.of(in);
    }
  }

  /// out = the inverse transform of `in`, scaled by N^−1.
  record Intt(RnsView<Eval> in, RnsView<Coeff> out) implements RnsOp {
    public Intt {
      OperandRules.sameLimbs("Intt", in, out);
    }

    @Override
    public List<RnsView<?>> reads() {
      return List.of(in);
    }
  }

  /// out = a + b.
  record Add<D extends Domain>(RnsView<D> a, RnsView<D> b, RnsView<D> out) implements RnsOp {
    public Add {
      OperandRules.elementWise("Add", out, a, b);
    }

    @Override
    public List<RnsView<?>> reads() {
      return List.of(a, b);
    }
  }

  /// out = a − b.
  record Sub<D extends Domain>(RnsView<D> a, RnsView<D> b, RnsView<D> out) implements RnsOp {
    public Sub {
      OperandRules.elementWise("Sub", out, a, b);
    }

    @Override
    public List<RnsView<?>> reads() {
      return List.of(a, b);
    }
  }

  /// out = −a.
  record Neg<D extends Domain>(RnsView<D> a, RnsView<D> out) implements RnsOp {
    public Neg {
      OperandRules.elementWise("Neg", out, a);
    }

    @Override
    public List<RnsView<?>> reads() {
      return List.of(a);
    }
  }

  /// out = a ⊙ b, value by value.
  record Mul(RnsView<Eval> a, RnsView<Eval> b, RnsView<Eval> out) implements RnsOp {
    public Mul {
      OperandRules.elementWise("Mul", out, a, b);
    }

    @Override
    public List<RnsView<?>> reads() {
      return List.of(a, b);
    }
  }

  /// out = a ⊙ b + c.
  record MulAdd(RnsView<Eval> a, RnsView<Eval> b, RnsView<Eval> c, RnsView<Eval> out)
      implements RnsOp {
    public MulAdd {
      OperandRules.elementWise("MulAdd", out, a, b, c);
    }

    @Override
    public List<RnsView<?>> reads() {
      return List.of(a, b, c);
    }
  }

  /// out = scalar_limb · a.
  record MulScalar<D extends Domain>(RnsView<D> a, Scalars scalars, RnsView<D> out)
      implements RnsOp {
    public MulScalar {
      OperandRules.elementWise("MulScalar", out, a);
      OperandRules.scalars("MulScalar", scalars, out);
    }

    @Override
    public List<RnsView<?>> reads() {
      return List.of(a);
    }
  }

  /// out = a(X^g): an index permutation in the evaluation domain, one with signs on coefficients.
  record Automorphism<D extends Domain>(RnsView<D> a, GaloisElement element, RnsView<D> out)
      implements RnsOp {
    public Automorphism {
      OperandRules.elementWise("Automorphism", out, a);
      if (element.logN() != out.logN()) {
        throw new GraphException(
            "Automorphism: %s is of degree 2^%d, the operand of degree 2^%d"
                .formatted(element, element.logN(), out.logN()));
      }
    }

    @Override
    public List<RnsView<?>> reads() {
      return List.of(a);
    }
  }

  /// Fast base conversion from the limbs of `in` (product Q) to those of `out`: out_j = Σᵢ
  /// yᵢ·(Q/qᵢ) mod pⱼ with yᵢ = \[xᵢ·(Q/qᵢ)⁻¹\] mod qᵢ in **\[0, qᵢ)**. The overflow u·Q, 0 ≤ u <
  /// limbs of `in`, is kept (Bajard et al., SAC 2016, §2.2). The two sets of limbs are disjoint.
  record BaseConvert(RnsView<Coeff> in, RnsView<Coeff> out) implements RnsOp {
    public BaseConvert {
      OperandRules.sameDegreeAndBatch("BaseConvert", in, out);
      OperandRules.disjointLimbs("BaseConvert", in, out);
    }

    @Override
    public List<RnsView<?>> reads() {
      return List.of(in);
    }
  }

  /// Division by P, the product of the last limbs of `in`, with rounding: ⌊P/2⌋ is added before.
  /// The limbs of `in` are those of `out` followed by those of P.
  record ModDown(RnsView<Eval> in, RnsView<Eval> out) implements RnsOp {
    public ModDown {
      OperandRules.dividedLimbs("ModDown", in, out);
    }

    /// The number of limbs of P.
    public int divisorLimbs() {
      return in.limbs() - out.limbs();
    }

    @Override
    public List<RnsView<?>> reads() {
      return List.of(in);
    }
  }

  /// Division by the prime of the last limb of `in`, with rounding: [ModDown] by one limb.
  record Rescale(RnsView<Eval> in, RnsView<Eval> out) implements RnsOp {
    public Rescale {
      OperandRules.dividedLimbs("Rescale", in, out);
      if (in.limbs() != out.limbs() + 1) {
        throw new GraphException(
            "Rescale drops one limb, not %d of %d".formatted(in.limbs() - out.limbs(), in.limbs()));
      }
    }

    @Override
    public List<RnsView<?>> reads() {
      return List.of(in);
    }
  }

  /// out = Σ_d a_d ⊙ b_d over the pairs, in order.
  record InnerProduct(List<RnsView<Eval>> a, List<RnsView<Eval>> b, RnsView<Eval> out)
      implements RnsOp {
    public InnerProduct {
      a = List.copyOf(a);
      b = List.copyOf(b);
      if (a.isEmpty() || a.size() != b.size()) {
        throw new GraphException(
            "InnerProduct of %d and %d operands: the numbers must be equal, not zero"
                .formatted(a.size(), b.size()));
      }
      for (int d = 0; d < a.size(); d++) {
        OperandRules.elementWise("InnerProduct", out, a.get(d), b.get(d));
      }
    }

    /// The number of pairs.
    public int terms() {
      return a.size();
    }

    @Override
    public List<RnsView<?>> reads() {
      List<RnsView<?>> all = new java.util.ArrayList<>(a);
      all.addAll(b);
      return List.copyOf(all);
    }
  }

  /// The product of an integer matrix and a vector of ciphertexts. With g polynomials a ciphertext,
  /// `in` has columns · g polynomials and `out` rows · g, and for every t in [0, g)
  ///
  /// out\[r·g + t\] = Σ_c w\[r\]\[c\] · in\[c·g + t\] (+ offset\[r\] if t = 0),
  ///
  /// the offset being added to every word: in the evaluation domain, a constant in every slot. A
  /// row without entries is its offset, or zero. One polynomial of `in` never stands for several.
  ///
  /// @param offsets none, or one for every row
  record LinearCombination<D extends Domain>(
      RnsView<D> in, ScalarMatrix matrix, List<Scalars> offsets, RnsView<D> out) implements RnsOp {
    public LinearCombination {
      offsets = List.copyOf(offsets);
      OperandRules.linearCombination(in, matrix, offsets, out);
    }

    /// g, the polynomials a ciphertext.
    public int group() {
      return in.polys() / matrix.columns();
    }

    @Override
    public List<RnsView<?>> reads() {
      return List.of(in);
    }
  }

  /// out = a.
  record Copy<D extends Domain>(RnsView<D> a, RnsView<D> out) implements RnsOp {
    public Copy {
      OperandRules.elementWise("Copy", out, a);
    }

    @Override
    public List<RnsView<?>> reads() {
      return List.of(a);
    }
  }

  /// Every word of limb i of `out` is scalar i: the constant polynomial in the evaluation domain.
  record Fill(Scalars scalars, RnsView<?> out) implements RnsOp {
    public Fill {
      OperandRules.scalars("Fill", scalars, out);
    }

    @Override
    public List<RnsView<?>> reads() {
      return List.of();
    }
  }
}
