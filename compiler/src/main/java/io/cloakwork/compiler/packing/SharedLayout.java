package io.cloakwork.compiler.packing;

import java.util.List;
import java.util.stream.IntStream;

/// One ciphertext for one or several inputs: each has its tensor in the positions of one layout,
/// and the images take turns slot by slot.
///
/// @param images how many inputs share the ciphertext, and how
/// @param positions which element lies in which position of an image
public record SharedLayout(Interleaving images, SlotLayout positions) implements ValueLayout {

  @Override
  public int elements() {
    return positions.elements();
  }

  @Override
  public int slots() {
    return positions.slots() * images.images();
  }

  @Override
  public int ciphertexts() {
    return 1;
  }

  @Override
  public int inputs() {
    return images.images();
  }

  @Override
  public List<double[]> pack(List<double[]> tensors) {
    ValueLayout.requirePackable(this, tensors);
    return List.of(images.join(tensors.stream().map(positions::pack).toList()));
  }

  @Override
  public List<double[]> packLane(double[] tensor, int lane) {
    ValueLayout.requirePackable(this, tensor, lane);
    return List.of(images.place(positions.pack(tensor), lane));
  }

  @Override
  public double[] unpackLane(List<double[]> slotValues, int lane) {
    ValueLayout.requireLane(this, lane);
    ValueLayout.requireCiphertexts(this, slotValues);
    return unpack(slotValues.getFirst(), lane);
  }

  @Override
  public List<double[]> unpack(List<double[]> slotValues, int count) {
    ValueLayout.requireUnpackable(this, slotValues, count);
    return IntStream.range(0, count)
        .mapToObj(image -> unpack(slotValues.getFirst(), image))
        .toList();
  }

  /// The tensor of one image from the values of all slots.
  public double[] unpack(double[] slotValues, int image) {
    return positions.unpack(images.extract(slotValues, image));
  }

  @Override
  public String toString() {
    return images.images() == 1
        ? positions.toString()
        : "%d images of %s".formatted(images.images(), positions);
  }
}
