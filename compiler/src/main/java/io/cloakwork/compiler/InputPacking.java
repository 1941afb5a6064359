package io.cloakwork.compiler;

import io.cloakwork.compiler.packing.SlotLayout;
import io.cloakwork.compiler.tensor.Shape;

/// How a client turns the network's input into slots, and how it encrypts them.
///
/// @param shape of the input
/// @param layout which element lies in which slot
/// @param level of the fresh ciphertext
/// @param scale of the fresh ciphertext
public record InputPacking(Shape shape, SlotLayout layout, int level, double scale) {

  /// The slots for one input, row-major; slots that the layout leaves empty are zero.
  ///
  /// @throws IllegalArgumentException if the input has another size
  public double[] pack(double[] input) {
    if (input.length != shape.size()) {
      throw new IllegalArgumentException(
          "the network takes %s, %d values, not %d".formatted(shape, shape.size(), input.length));
    }
    return layout.pack(input);
  }
}
