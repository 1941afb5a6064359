package io.cloakwork.backend.cpu.tile;

import io.cloakwork.backend.cpu.kernel.Combination;
import io.cloakwork.backend.cpu.tile.RowOp.Plain;
import io.cloakwork.spi.graph.CommandGraph;
import io.cloakwork.spi.graph.Domain;
import io.cloakwork.spi.graph.RnsOp;
import io.cloakwork.spi.graph.RnsView;
import io.cloakwork.spi.graph.ScalarMatrix;
import io.cloakwork.spi.graph.Value;
import io.cloakwork.spi.ring.Modulus;
import io.cloakwork.spi.ring.RnsBasis;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Takes a command graph apart into rows. Equal rows become one node (the transform of a limb that
/// two conversions read, say), copies become names for the same node, and the composite operations
/// become what [io.cloakwork.spi.graph.Compositions] defines, with the constants folded into the
/// two halves of the base conversion.
final class RowExpander {

  private final CommandGraph graph;
  private final List<RowNode> nodes = new ArrayList<>();
  private final Map<RowKey, RowNode> known = new HashMap<>();
  // By value id, then poly · limbs + limb of the value.
  private final RowNode[][] rowsOfValue;

  private RowExpander(CommandGraph graph) {
    this.graph = graph;
    this.rowsOfValue = new RowNode[graph.values().size()][];
  }

  static RowGraph expand(CommandGraph graph) {
    RowExpander expander = new RowExpander(graph);
    graph.commands().forEach(expander::expand);
    return RowGraph.ofLive(graph, expander.nodes);
  }

  private void expand(RnsOp command) {
    for (int poly = 0; poly < command.out().polys(); poly++) {
      switch (command) {
        case RnsOp.ModDown op -> divide(op.in(), op.out(), poly);
        case RnsOp.Rescale op -> divide(op.in(), op.out(), poly);
        case RnsOp.BaseConvert op -> convert(op, poly);
        case RnsOp.Copy<?> op -> copy(op, poly);
        case RnsOp.Ntt _ -> limbLocal(command, poly, Plain.NTT);
        case RnsOp.Intt _ -> limbLocal(command, poly, Plain.INTT);
        case RnsOp.Add<?> _ -> limbLocal(command, poly, Plain.ADD);
        case RnsOp.Sub<?> _ -> limbLocal(command, poly, Plain.SUB);
        case RnsOp.Neg<?> _ -> limbLocal(command, poly, Plain.NEG);
        case RnsOp.Mul _ -> limbLocal(command, poly, Plain.MUL);
        case RnsOp.MulAdd _ -> limbLocal(command, poly, Plain.MUL_ADD);
        case RnsOp.Automorphism<?> op -> limbLocal(command, poly, permutation(op));
        case RnsOp.InnerProduct op -> innerProduct(op, poly);
        case RnsOp.LinearCombination<?> op -> {
          if (poly < op.group()) {
            combine(op, poly);
          }
        }
        case RnsOp.MulScalar<?> op -> {
          for (int limb = 0; limb < op.out().limbs(); limb++) {
            RowNode a = read(op.a(), poly, limb);
            define(op.out(), poly, limb, scaled(a, op.scalars().get(limb)));
          }
        }
        case RnsOp.Fill op -> {
          for (int limb = 0; limb < op.out().limbs(); limb++) {
            RowOp fill = new RowOp.Fill(op.scalars().get(limb));
            define(op.out(), poly, limb, node(fill, op.out().basis().get(limb), List.of()));
          }
        }
      }
    }
  }

  /// scalar · a; a difference is not written for it, nor kept unless something else reads it.
  private RowNode scaled(RowNode a, long scalar) {
    return a.op() == Plain.SUB
        ? node(new RowOp.SubMulScalar(scalar), a.modulus(), a.operands())
        : apply(new RowOp.MulScalar(scalar), a);
  }

  private static RowOp permutation(RnsOp.Automorphism<?> op) {
    return op.out().domain() == Domain.EVAL
        ? new RowOp.PermuteEval(op.element())
        : new RowOp.PermuteCoeff(op.element());
  }

  private void limbLocal(RnsOp command, int poly, RowOp op) {
    RnsView<?> out = command.out();
    for (int limb = 0; limb < out.limbs(); limb++) {
      List<RowNode> operands = new ArrayList<>(3);
      for (RnsView<?> operand : command.reads()) {
        operands.add(read(operand, poly, limb));
      }
      define(out, poly, limb, node(op, out.basis().get(limb), operands));
    }
  }

  private void copy(RnsOp.Copy<?> op, int poly) {
    for (int limb = 0; limb < op.out().limbs(); limb++) {
      define(op.out(), poly, limb, read(op.a(), poly, limb));
    }
  }

  private void innerProduct(RnsOp.InnerProduct op, int poly) {
    for (int limb = 0; limb < op.out().limbs(); limb++) {
      List<RowNode> operands = new ArrayList<>(2 * op.terms());
      for (int d = 0; d < op.terms(); d++) {
        operands.add(read(op.a().get(d), poly, limb));
        operands.add(read(op.b().get(d), poly, limb));
      }
      RowOp product = RowOp.InnerProduct.INNER_PRODUCT;
      define(op.out(), poly, limb, node(product, op.out().basis().get(limb), operands));
    }
  }

  /// The polynomials t of all ciphertexts: one combination a limb, from which the rows come.
  private void combine(RnsOp.LinearCombination<?> op, int t) {
    ScalarMatrix matrix = op.matrix();
    int[] columns = Combination.usedColumns(matrix);
    for (int limb = 0; limb < op.out().limbs(); limb++) {
      Modulus modulus = op.out().basis().get(limb);
      List<RowNode> operands = new ArrayList<>(columns.length);
      for (int column : columns) {
        operands.add(stored(row(op.in(), column * op.group() + t, limb)));
      }
      RowNode combination = node(new RowOp.Combination(matrix), modulus, operands);
      for (int r = 0; r < matrix.rows(); r++) {
        boolean hasOffset = t == 0 && !op.offsets().isEmpty();
        long offset = hasOffset ? op.offsets().get(r).get(limb) : 0;
        boolean isEmpty = matrix.rowStart(r) == matrix.rowStart(r + 1);
        RowNode row =
            isEmpty
                ? node(new RowOp.Fill(offset), modulus, List.of())
                : apply(new RowOp.CombinationRow(r, offset), combination);
        define(op.out(), r * op.group() + t, limb, row);
      }
    }
  }

  /// The row as one that some stage makes or the caller binds.
  private RowNode stored(RowNode row) {
    return row.op() instanceof RowOp.Fill ? apply(Plain.COPY, row) : row;
  }

  private void convert(RnsOp.BaseConvert op, int poly) {
    RnsBasis source = op.in().basis();
    List<RowNode> scaled = new ArrayList<>(source.size());
    for (int limb = 0; limb < source.size(); limb++) {
      scaled.add(apply(new RowOp.Scale(source, limb, 0), read(op.in(), poly, limb)));
    }
    for (int limb = 0; limb < op.out().limbs(); limb++) {
      RowOp gather = new RowOp.Gather(source, 0);
      define(op.out(), poly, limb, node(gather, op.out().basis().get(limb), scaled));
    }
  }

  /// ModDown and Rescale: out = (in − Ntt(gather(scale(Intt(in_P) + ⌊P/2⌋)) − ⌊P/2⌋)) · P^−1.
  private void divide(RnsView<?> in, RnsView<?> out, int poly) {
    RnsBasis kept = out.basis();
    RnsBasis divisor = in.basis().range(kept.size(), in.limbs());
    BigInteger p = divisor.product();
    BigInteger half = p.shiftRight(1);
    List<RowNode> scaled = new ArrayList<>(divisor.size());
    for (int i = 0; i < divisor.size(); i++) {
      RowNode remainder = apply(Plain.INTT, read(in, poly, kept.size() + i));
      long shift = divisor.get(i).reduce(half);
      scaled.add(apply(new RowOp.Scale(divisor, i, shift), remainder));
    }
    for (int limb = 0; limb < kept.size(); limb++) {
      Modulus modulus = kept.get(limb);
      RowOp gather = new RowOp.Gather(divisor, modulus.reduce(half));
      RowNode correction = apply(Plain.NTT, node(gather, modulus, scaled));
      RowOp tail = new RowOp.SubMulScalar(modulus.invert(modulus.reduce(p)));
      define(out, poly, limb, node(tail, modulus, List.of(read(in, poly, limb), correction)));
    }
  }

  private RowNode read(RnsView<?> view, int polyOfResult, int limb) {
    return row(view, view.polys() == 1 ? 0 : polyOfResult, limb);
  }

  private RowNode row(RnsView<?> view, int polyOfView, int limb) {
    Value value = view.value();
    int poly = view.firstPoly() + polyOfView;
    int limbOfValue = view.limb(limb);
    if (!value.isWrittenByGraph()) {
      RowOp bound = new RowOp.Bound(value, poly, limbOfValue);
      return node(bound, view.basis().get(limb), List.of());
    }
    return rowsOfValue[value.id()][poly * value.shape().limbs() + limbOfValue];
  }

  private void define(RnsView<?> out, int polyOfView, int limb, RowNode row) {
    Value value = out.value();
    int poly = out.firstPoly() + polyOfView;
    int limbOfValue = out.limb(limb);
    int limbs = value.shape().limbs();
    if (rowsOfValue[value.id()] == null) {
      rowsOfValue[value.id()] = new RowNode[value.shape().polys() * limbs];
    }
    rowsOfValue[value.id()][poly * limbs + limbOfValue] = row;
    if (value.role() == Value.Role.OUTPUT) {
      boolean ownRow = !row.isFree() && row.target() == null && !row.shared();
      RowNode holder =
          ownRow ? row : create(new RowKey(Plain.COPY, row.modulus(), List.of(row)), isBatched());
      holder.setTarget(new RowNode.Target(value, poly, limbOfValue));
    }
  }

  private RowNode apply(RowOp op, RowNode operand) {
    return node(op, operand.modulus(), List.of(operand));
  }

  private RowNode node(RowOp op, Modulus modulus, List<RowNode> operands) {
    RowKey key = ConversionShifts.fold(new RowKey(op, modulus, List.copyOf(operands)));
    RowNode node = known.get(key);
    if (node == null) {
      node = create(key, isBatched() && !isShared(key.op(), key.operands()));
      known.put(key, node);
    }
    return node;
  }

  private boolean isShared(RowOp op, List<RowNode> operands) {
    if (op instanceof RowOp.Bound bound) {
      return bound.value().shape().batch() == 1;
    }
    return operands.stream().allMatch(RowNode::shared);
  }

  /// With one item, its rows are simply its own; only a larger batch has something to share.
  private boolean isBatched() {
    return graph.batch() > 1;
  }

  private RowNode create(RowKey key, boolean perItem) {
    RowNode node =
        new RowNode(nodes.size(), key.op(), key.modulus(), key.operands(), isBatched() && !perItem);
    nodes.add(node);
    return node;
  }
}
