package io.cloakwork.compiler;

import io.cloakwork.compiler.packing.ValueLayout;
import io.cloakwork.compiler.tensor.Shape;
import java.util.List;

/// How a client turns inputs of the network into slots, and how it encrypts them.
///
/// @param shape of one input
/// @param layout which element lies in which slot of which ciphertext
/// @param form of the fresh ciphertexts: together they are one batch
/// @param lanes how many inputs may be encrypted apart, each in a lane of its own ([#packLane]),
///   and added before a run; 1 if an input must not share a run unless it is packed with the others
public record InputPacking(Shape shape, ValueLayout layout, CipherForm form, int lanes) {

  public InputPacking {
    if (lanes < 1 || lanes > layout.inputs()) {
      throw new IllegalArgumentException(
          "%d lanes in ciphertexts with room for %d inputs".formatted(lanes, layout.inputs()));
    }
  }

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
    inputs.forEach(this::requireSize);
    return layout.pack(inputs);
  }

  /// The slots of every ciphertext for one input, row-major, with zeros wherever another lane's
  /// input goes. Encryptions of inputs in different lanes, under one key and as [#form] says, may
  /// be added and run as one; [OutputPacking#unpackLane] finds each one's output. A lane that no
  /// ciphertext uses runs on an input of zeros.
  ///
  /// @param lane in [0, [#lanes()])
  /// @throws IllegalArgumentException if there is no such lane, or the input has another size
  public List<double[]> packLane(double[] input, int lane) {
    requireSize(input);
    if (lane < 0 || lane >= lanes) {
      throw new IllegalArgumentException("lane %d of a network with %d".formatted(lane, lanes));
    }
    return layout.packLane(input, lane);
  }

  private void requireSize(double[] input) {
    if (input.length != shape.size()) {
      throw new IllegalArgumentException(
          "the network takes %s, %d values, not %d".formatted(shape, shape.size(), input.length));
    }
  }
}
