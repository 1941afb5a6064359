package io.cloakwork.backend.reference;

import io.cloakwork.spi.graph.RnsView;
import io.cloakwork.spi.ring.Modulus;

/// The rows that a view selects from its value's storage. An operand of one item or one polynomial
/// answers for every item and every polynomial of the result.
final class Rows {

  private final RnsView<?> view;
  private final long[][] storage;

  Rows(RnsView<?> view, long[][] storage) {
    this.view = view;
    this.storage = storage;
  }

  int items() {
    return view.batch();
  }

  int polys() {
    return view.polys();
  }

  int limbs() {
    return view.limbs();
  }

  Modulus modulus(int limb) {
    return view.basis().get(limb);
  }

  /// The N words of one limb.
  long[] at(int item, int poly, int limb) {
    int storedItem = view.batch() == 1 ? 0 : item;
    int storedPoly = view.firstPoly() + (view.polys() == 1 ? 0 : poly);
    return storage[view.value().shape().row(storedItem, storedPoly, view.limb(limb))];
  }

  /// All limbs of one polynomial.
  long[][] limbs(int item, int poly) {
    long[][] rows = new long[limbs()][];
    for (int limb = 0; limb < rows.length; limb++) {
      rows[limb] = at(item, poly, limb);
    }
    return rows;
  }

  /// What is done for every polynomial of every item.
  interface PolyAction {
    void accept(int item, int poly);
  }

  void forEachPoly(PolyAction action) {
    for (int item = 0; item < items(); item++) {
      for (int poly = 0; poly < polys(); poly++) {
        action.accept(item, poly);
      }
    }
  }

  /// What is done for every limb of every polynomial of every item.
  interface RowAction {
    void accept(int item, int poly, int limb);
  }

  void forEachRow(RowAction action) {
    forEachPoly((item, poly) -> {
      for (int limb = 0; limb < limbs(); limb++) {
        action.accept(item, poly, limb);
      }
    });
  }
}
