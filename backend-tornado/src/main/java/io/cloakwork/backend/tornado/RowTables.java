package io.cloakwork.backend.tornado;

import io.cloakwork.backend.tornado.kernels.Rows;
import io.cloakwork.spi.graph.RnsView;
import java.util.List;
import java.util.function.IntUnaryOperator;
import uk.ac.manchester.tornado.api.types.arrays.IntArray;

/// Which rows a command reads and writes, and which constants belong to each: what its kernel is
/// told instead of shapes.
final class RowTables {

  private RowTables() {}

  /// The table of a command.
  ///
  /// @param operands at most three
  /// @param entryOfLimb which entry of the constants belongs to limb i of the result
  static IntArray of(
      RnsView<?> out, List<? extends RnsView<?>> operands, IntUnaryOperator entryOfLimb) {
    int[] table = new int[out.batch() * out.polys() * out.limbs() * Rows.COLUMNS];
    int base = 0;
    for (int item = 0; item < out.batch(); item++) {
      for (int poly = 0; poly < out.polys(); poly++) {
        for (int limb = 0; limb < out.limbs(); limb++) {
          table[base + Rows.OUT] = row(out, item, poly, limb);
          for (int i = 0; i < operands.size(); i++) {
            table[base + Rows.A + i] = row(operands.get(i), item, poly, limb);
          }
          table[base + Rows.ENTRY] = entryOfLimb.applyAsInt(limb);
          base += Rows.COLUMNS;
        }
      }
    }
    return IntArray.fromArray(table);
  }

  /// The row of a view in its value's array. An operand of one item or one polynomial answers for
  /// all.
  private static int row(RnsView<?> view, int item, int poly, int limb) {
    int storedItem = view.batch() == 1 ? 0 : item;
    int storedPoly = view.firstPoly() + (view.polys() == 1 ? 0 : poly);
    return view.value().shape().row(storedItem, storedPoly, view.limb(limb));
  }
}
