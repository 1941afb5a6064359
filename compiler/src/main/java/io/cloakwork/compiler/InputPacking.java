package io.cloakwork.compiler;

import io.cloakwork.compiler.packing.ValueLayout;
import io.cloakwork.compiler.tensor.Shape;
import java.util.List;

/// How a client turns inputs of the network into slots, and how it encrypts them.
///
/// @param shape of one input
/// @param layout which element lies in which slot of which ciphertext
/// @param form of the fresh ciphertexts: together they are one batch
public record InputPacking(Shape shape, ValueLayout layout, CipherForm form) {

  public int level() {
    return form.level();
  }

  public double scale() {
    return form.scale();
  }

  /// How many inputs one run of the network has room for.
  public int inputs() {
    return layout.inputs();
  }

  /// The slots of every ciphertext for one or more inputs, row-major each. Where there are fewer
  /// than share a ciphertext with others, they are repeated or, one input a slot, left out.
  ///
  /// @throws IllegalArgumentException if there is no room for so many inputs, or one has another
  ///   size
  public List<double[]> pack(List<double[]> inputs) {
    for (double[] input : inputs) {
      if (input.length != shape.size()) {
        throw new IllegalArgumentException(
            "the network takes %s, %d values, not %d".formatted(shape, shape.size(), input.length));
      }
    }
    return layout.pack(inputs);
  }
}
