package io.cloakwork.backend.cpu.tile;

import io.cloakwork.spi.graph.ScalarMatrix;
import io.cloakwork.spi.graph.Value;
import io.cloakwork.spi.ring.GaloisElement;
import io.cloakwork.spi.ring.RnsBasis;

/// What is done to make one row of N words: the vocabulary of the tile compiler, one kernel call
/// each. All but [Gather] read rows of the same modulus as they write.
sealed interface RowOp {

  /// A row of a buffer that the caller binds; nothing is computed.
  record Bound(Value value, int poly, int limb) implements RowOp {}

  /// Operations without parameters; their operands are those of [io.cloakwork.spi.graph.RnsOp].
  enum Plain implements RowOp {
    NTT,
    INTT,
    ADD,
    SUB,
    NEG,
    MUL,
    MUL_ADD,
    COPY
  }

  /// out = scalar · a.
  record MulScalar(long scalar) implements RowOp {}

  /// out = (a − b) · scalar: the tail of a division by P.
  record SubMulScalar(long scalar) implements RowOp {}

  /// Every word of the row is the scalar. Cheap, so each tile that needs the row makes its own.
  record Fill(long scalar) implements RowOp {}

  /// out = a(X^g) on values.
  record PermuteEval(GaloisElement element) implements RowOp {}

  /// out = a(X^g) on coefficients.
  record PermuteCoeff(GaloisElement element) implements RowOp {}

  /// out = Σ a_d ⊙ b_d; the operands are a_0, b_0, a_1, b_1, …
  enum InnerProduct implements RowOp {
    INNER_PRODUCT
  }

  /// The first half of base conversion, at limb `index` of `source`: y = \[(x + shift) · (Q/qᵢ)⁻¹\]
  /// in \[0, qᵢ).
  record Scale(RnsBasis source, int index, long shift) implements RowOp {}

  /// The second half, at a target prime p: out = Σ yᵢ · (Q/qᵢ) − shift mod p, the operands being
  /// the y of every limb of `source`.
  record Gather(RnsBasis source, long shift) implements RowOp {}

  /// A linear combination at one prime, all rows of it at once: it has no row of its own, and the
  /// operands are the columns that the matrix uses, in order.
  record Combination(ScalarMatrix matrix) implements RowOp {}

  /// A row of the combination that is its operand, plus a constant.
  record CombinationRow(int row, long offset) implements RowOp {}

  /// Whether word i of the result depends on words i of the operands only.
  default boolean isIndexLocal() {
    return switch (this) {
      case Plain plain -> plain != Plain.NTT && plain != Plain.INTT;
      case PermuteEval _, PermuteCoeff _, Combination _, CombinationRow _, Bound _ -> false;
      case MulScalar _, SubMulScalar _, Fill _, InnerProduct _, Scale _, Gather _ -> true;
    };
  }

  /// The name in reports.
  default String label() {
    return switch (this) {
      case Bound bound -> bound.value().name();
      case Plain plain ->
          switch (plain) {
            case NTT -> "Ntt";
            case INTT -> "Intt";
            case ADD -> "Add";
            case SUB -> "Sub";
            case NEG -> "Neg";
            case MUL -> "Mul";
            case MUL_ADD -> "MulAdd";
            case COPY -> "Copy";
          };
      case MulScalar _ -> "MulScalar";
      case SubMulScalar _ -> "SubMulScalar";
      case Fill _ -> "Fill";
      case PermuteEval _, PermuteCoeff _ -> "Automorphism";
      case InnerProduct _ -> "InnerProduct";
      case Scale _ -> "Scale";
      case Gather _ -> "Gather";
      case Combination _ -> "Combination";
      case CombinationRow _ -> "CombinationRow";
    };
  }
}
