package io.cloakwork.compiler;

import io.cloakwork.compiler.packing.SlotLayout;
import io.cloakwork.compiler.program.Interleaving;
import io.cloakwork.compiler.tensor.Shape;
import java.util.Objects;

/// How a client finds the network's outputs in decrypted slots.
///
/// @param shape of an output
/// @param images how many outputs share a ciphertext, and how
/// @param layout which element lies in which position; the others hold nothing of use
/// @param level of the result
/// @param scale of the result
public record OutputPacking(
    Shape shape, Interleaving images, SlotLayout layout, int level, double scale) {

  /// The output of the first image, row-major, from all slots.
  public double[] unpack(double[] slots) {
    return unpack(slots, 0);
  }

  /// The output of one image, counted from 0.
  ///
  /// @throws IndexOutOfBoundsException if there is no such image
  public double[] unpack(double[] slots, int image) {
    return layout.unpack(images.extract(slots, Objects.checkIndex(image, images.images())));
  }
}
