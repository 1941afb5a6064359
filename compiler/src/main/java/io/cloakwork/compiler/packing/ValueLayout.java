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

  /// The slots of every ciphertext for the tensor of one input in its own places, zero in those of
  /// all others: the sum over several lanes is what [#pack] makes of them together.
  ///
  /// @param lane in [0, [#inputs()])
  /// @throws IllegalArgumentException if there is no such lane, or the tensor has another size
  List<double[]> packLane(double[] tensor, int lane);

  /// The tensor of one input from the slots of every ciphertext.
  ///
  /// @param lane in [0, [#inputs()])
  /// @throws IllegalArgumentException if there is no such lane, or the ciphertexts are more or
  ///   fewer
  double[] unpackLane(List<double[]> slots, int lane);

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
    tensors.forEach(tensor -> requireElements(layout, tensor));
  }

  private static void requireElements(ValueLayout layout, double[] tensor) {
    if (tensor.length != layout.elements()) {
      throw new IllegalArgumentException(
          "a tensor of %d values is packed as one of %d"
              .formatted(tensor.length, layout.elements()));
    }
  }

  /// Checks what [#packLane] is given.
  static void requirePackable(ValueLayout layout, double[] tensor, int lane) {
    requireElements(layout, tensor);
    requireLane(layout, lane);
  }

  /// Checks that there is a lane.
  static void requireLane(ValueLayout layout, int lane) {
    if (lane < 0 || lane >= layout.inputs()) {
      throw new IllegalArgumentException(
          "lane %d of ciphertexts with room for %d inputs".formatted(lane, layout.inputs()));
    }
  }

  /// Checks what [#unpack] is given.
  static void requireUnpackable(ValueLayout layout, List<double[]> slots, int count) {
    requireCiphertexts(layout, slots);
    if (count < 1 || count > layout.inputs()) {
      throw new IllegalArgumentException(
          "%d inputs in ciphertexts with room for 1 to %d".formatted(count, layout.inputs()));
    }
  }

  /// Checks that there are slots of every ciphertext.
  static void requireCiphertexts(ValueLayout layout, List<double[]> slots) {
    if (slots.size() != layout.ciphertexts()) {
      throw new IllegalArgumentException(
          "the slots of %d ciphertexts, not %d".formatted(slots.size(), layout.ciphertexts()));
    }
  }
}
