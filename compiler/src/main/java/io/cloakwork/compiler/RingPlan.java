package io.cloakwork.compiler;

import io.cloakwork.compiler.packing.PackingChoice;

/// Parameters for a network and the packing of its layers: all that the cost of running it depends
/// on.
///
/// @param images that share a ciphertext
/// @param cost of one image, in products of words, with its share of the keys
record RingPlan(
    ParameterSelection.Selection selection, PackingChoice packing, int images, double cost) {

  int logN() {
    return selection.literal().logN();
  }

  /// See [ParameterSelection.Selection].
  double price() {
    return selection.price();
  }

  /// The scale to try next where `missing` bits of precision are lacking.
  int logScaleFor(double missing) {
    return selection.literal().logScale() + Math.max(1, (int) Math.ceil(missing));
  }
}
