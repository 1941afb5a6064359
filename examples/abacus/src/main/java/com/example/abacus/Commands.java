package com.example.abacus;

import io.cloakwork.spi.graph.RnsOp;
import io.cloakwork.spi.graph.RnsView;
import io.cloakwork.spi.ring.Modulus;

/// Runs commands on the rows of a graph's values.
final class Commands {

  private final AbacusDevice device;
  private final long[][][] rowsByValue;

  Commands(AbacusDevice device, long[][][] rowsByValue) {
    this.device = device;
    this.rowsByValue = rowsByValue;
  }

  /// The vocabulary is closed: javac says what is missing here.
  void run(RnsOp command) {
    switch (command) {
      case RnsOp.Ntt op ->
          forEachRow(op.out(), (q, limb, item, poly) -> {
            long[] row = row(op.out(), item, poly, limb);
            System.arraycopy(row(op.in(), item, poly, limb), 0, row, 0, row.length);
            device.transform(op.out().logN(), q).forward(row);
          });
      case RnsOp.Intt op ->
          forEachRow(op.out(), (q, limb, item, poly) -> {
            long[] row = row(op.out(), item, poly, limb);
            System.arraycopy(row(op.in(), item, poly, limb), 0, row, 0, row.length);
            device.transform(op.out().logN(), q).inverse(row);
          });
      case RnsOp.Add<?> op -> words(op.out(), (q, _, x) -> q.add(x[0], x[1]), op.a(), op.b());
      case RnsOp.Sub<?> op -> words(op.out(), (q, _, x) -> q.subtract(x[0], x[1]), op.a(), op.b());
      case RnsOp.Mul op -> words(op.out(), (q, _, x) -> q.multiply(x[0], x[1]), op.a(), op.b());
      case RnsOp.MulAdd op ->
          words(
              op.out(),
              (q, _, x) -> q.add(q.multiply(x[0], x[1]), x[2]),
              op.a(),
              op.b(),
              op.c());
      case RnsOp.Neg<?> op -> words(op.out(), (q, _, x) -> q.negate(x[0]), op.a());
      case RnsOp.Copy<?> op -> words(op.out(), (_, _, x) -> x[0], op.a());
      case RnsOp.MulScalar<?> op ->
          words(op.out(), (q, limb, x) -> q.multiply(x[0], op.scalars().get(limb)), op.a());
      case RnsOp.Fill op -> words(op.out(), (_, limb, _) -> op.scalars().get(limb));
      case RnsOp.Automorphism<?> _,
          RnsOp.BaseConvert _,
          RnsOp.ModDown _,
          RnsOp.Rescale _,
          RnsOp.InnerProduct _,
          RnsOp.LinearCombination<?> _ ->
          throw new IllegalStateException(command.name() + " is not declared");
    }
  }

  private interface RowAction {
    void accept(Modulus q, int limb, int item, int poly);
  }

  private static void forEachRow(RnsView<?> out, RowAction action) {
    for (int item = 0; item < out.batch(); item++) {
      for (int poly = 0; poly < out.polys(); poly++) {
        for (int limb = 0; limb < out.limbs(); limb++) {
          action.accept(out.basis().get(limb), limb, item, poly);
        }
      }
    }
  }

  private interface WordFunction {
    /// @param x the word of each operand
    long apply(Modulus q, int limb, long[] x);
  }

  private void words(RnsView<?> out, WordFunction function, RnsView<?>... operands) {
    long[] x = new long[operands.length];
    forEachRow(out, (q, limb, item, poly) -> {
      long[] row = row(out, item, poly, limb);
      for (int k = 0; k < row.length; k++) {
        for (int i = 0; i < x.length; i++) {
          x[i] = row(operands[i], item, poly, limb)[k];
        }
        row[k] = function.apply(q, limb, x);
      }
    });
  }

  /// A row of a view: the view says which polynomials and limbs of its value it is. An operand of
  /// one item or one polynomial answers for all.
  private long[] row(RnsView<?> view, int item, int poly, int limb) {
    int storedItem = view.batch() == 1 ? 0 : item;
    int storedPoly = view.firstPoly() + (view.polys() == 1 ? 0 : poly);
    int index = view.value().shape().row(storedItem, storedPoly, view.limb(limb));
    return rowsByValue[view.value().id()][index];
  }
}
