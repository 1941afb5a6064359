package io.cloakwork.compiler.packing;

import java.util.List;

/// The packings of a network's affine layers, in order.
///
/// @param rotationKeys how many different rotations they make
public record PackingChoice(List<AffinePacking> packings, int rotationKeys) {

  public PackingChoice {
    packings = List.copyOf(packings);
  }

  /// In element-wise products of one limb, keys not counted.
  public double cost() {
    return packings.stream().mapToDouble(AffinePacking::cost).sum();
  }
}
