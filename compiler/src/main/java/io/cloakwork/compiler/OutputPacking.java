package io.cloakwork.compiler;

import io.cloakwork.compiler.packing.ValueLayout;
import io.cloakwork.compiler.tensor.Shape;
import java.util.List;

/// How a client finds the network's outputs in decrypted slots.
///
/// @param shape of one output
/// @param layout which element lies in which slot of which ciphertext; the other slots hold nothing
///   of use
/// @param form of the result
public record OutputPacking(Shape shape, ValueLayout layout, CipherForm form) {

  public int level() {
    return form.level();
  }

  public double scale() {
    return form.scale();
  }

  /// The outputs for the first `count` inputs, row-major each, from the slots of every ciphertext.
  public List<double[]> unpack(List<double[]> slots, int count) {
    return layout.unpack(slots, count);
  }

  /// The output for the input in one lane ([InputPacking#packLane]), row-major, from the slots of
  /// every ciphertext.
  ///
  /// @throws IllegalArgumentException if there is no such lane
  public double[] unpackLane(List<double[]> slots, int lane) {
    return layout.unpackLane(slots, lane);
  }
}
