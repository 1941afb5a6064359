package io.cloakwork.backend.cpu.tile;

import io.cloakwork.backend.cpu.tile.RowOp.Plain;
import java.util.List;

/// The rows of one limb of a product of two ciphertexts, (a_0·b_0, a_0·b_1 + a_1·b_0, a_1·b_1): a
/// tile of its own, which one kernel computes while it reads each factor once from end to end.
final class TensorProduct {

  private TensorProduct() {}

  /// Whether the rows, in creation order, are such a product and nothing else.
  static boolean is(List<RowNode> tile) {
    if (tile.size() != 3
        || tile.get(0).op() != Plain.MUL
        || tile.get(1).op() != RowOp.InnerProduct.INNER_PRODUCT
        || tile.get(2).op() != Plain.MUL) {
      return false;
    }
    return tile.get(1).operands().equals(crossFactors(tile));
  }

  private static List<RowNode> crossFactors(List<RowNode> tile) {
    List<RowNode> low = tile.get(0).operands();
    List<RowNode> high = tile.get(2).operands();
    return List.of(low.get(0), high.get(1), high.get(0), low.get(1));
  }
}
