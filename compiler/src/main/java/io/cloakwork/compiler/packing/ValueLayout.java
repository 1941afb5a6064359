package io.cloakwork.compiler.packing;

import java.util.List;

/// Which element of a tensor lies where in the slots of one or more ciphertexts, for one or more
/// inputs of the network that share them.
public sealed interface ValueLayout permits SharedLayout, ElementLayout {

  /// Elements of the tensor.
  int elements();

  /// Slots of a ciphertext.
  int slots();

  /// How many ciphertexts hold the tensor.
  int ciphertexts();

  /// For how many inputs of the network they have room.
  int inputs();

  /// The slots of every ciphertext for the tensors of 1 to [#inputs()] inputs. Where there are
  /// fewer, they are repeated from the first: zeros might be far from any input, and values outside
  /// the range of an activation leave the modulus.
  ///
  /// @throws IllegalArgumentException if there are none or too many, or one has another size
  List<double[]> pack(List<double[]> tensors);

  /// The tensors of the first `count` inputs from the slots of every ciphertext.
  ///
  /// @throws IllegalArgumentException if there is no room for so many, or the ciphertexts are more
  ///   or fewer
  List<double[]> unpack(List<double[]> slots, int count);

  /// Checks what [#pack] is given.
  static void requirePackable(ValueLayout layout, List<double[]> tensors) {
    if (tensors.isEmpty() || tensors.size() > layout.inputs()) {
      throw new IllegalArgumentException(
          "%d inputs for ciphertexts with room for 1 to %d"
              .formatted(tensors.size(), layout.inputs()));
    }
    for (double[] tensor : tensors) {
      if (tensor.length != layout.elements()) {
        throw new IllegalArgumentException(
            "a tensor of %d values is packed as one of %d"
                .formatted(tensor.length, layout.elements()));
      }
    }
  }

  /// Checks what [#unpack] is given.
  static void requireUnpackable(ValueLayout layout, List<double[]> slots, int count) {
    if (slots.size() != layout.ciphertexts()) {
      throw new IllegalArgumentException(
          "the slots of %d ciphertexts, not %d".formatted(slots.size(), layout.ciphertexts()));
    }
    if (count < 1 || count > layout.inputs()) {
      throw new IllegalArgumentException(
          "%d inputs in ciphertexts with room for 1 to %d".formatted(count, layout.inputs()));
    }
  }
}
