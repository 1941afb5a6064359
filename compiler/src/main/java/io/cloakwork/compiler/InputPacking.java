package io.cloakwork.compiler;

import io.cloakwork.compiler.packing.SlotLayout;
import io.cloakwork.compiler.program.Interleaving;
import io.cloakwork.compiler.tensor.Shape;
import java.util.List;

/// How a client turns the network's inputs into slots, and how it encrypts them.
///
/// @param shape of an input
/// @param images how many inputs share a ciphertext, and how
/// @param layout which element lies in which position
/// @param level of the fresh ciphertext
/// @param scale of the fresh ciphertext
public record InputPacking(
    Shape shape, Interleaving images, SlotLayout layout, int level, double scale) {

  /// The slots for one input, row-major, which is every image; slots that the layout leaves empty
  /// are zero.
  ///
  /// @throws IllegalArgumentException if the input has another size
  public double[] pack(double[] input) {
    return pack(List.of(input));
  }

  /// The slots for at least one and at most [Interleaving#images] inputs. Where there are fewer,
  /// they are repeated from the first: zeros might be far from any input, and values outside the
  /// range of an activation leave the modulus.
  ///
  /// @throws IllegalArgumentException if there are none or too many, or one has another size
  public double[] pack(List<double[]> inputs) {
    if (inputs.isEmpty() || inputs.size() > images.images()) {
      throw new IllegalArgumentException(
          "%d inputs for a ciphertext of %d".formatted(inputs.size(), images.images()));
    }
    for (double[] input : inputs) {
      if (input.length != shape.size()) {
        throw new IllegalArgumentException(
            "the network takes %s, %d values, not %d".formatted(shape, shape.size(), input.length));
      }
    }
    return images.join(inputs.stream().map(layout::pack).toList());
  }
}
