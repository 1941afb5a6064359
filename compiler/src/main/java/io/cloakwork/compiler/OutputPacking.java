package io.cloakwork.compiler;

import io.cloakwork.compiler.packing.SlotLayout;
import io.cloakwork.compiler.tensor.Shape;

/// How a client finds the network's output in decrypted slots.
///
/// @param shape of the output
/// @param layout which element lies in which slot; the other slots hold nothing of use
/// @param level of the result
/// @param scale of the result
public record OutputPacking(Shape shape, SlotLayout layout, int level, double scale) {

  /// The output, row-major, from all slots.
  public double[] unpack(double[] slots) {
    return layout.unpack(slots);
  }
}
