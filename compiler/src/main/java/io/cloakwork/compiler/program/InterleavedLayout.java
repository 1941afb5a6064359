package io.cloakwork.compiler.program;

import io.cloakwork.compiler.packing.SlotLayout;
import io.cloakwork.compiler.packing.ValueLayout;
import java.util.ArrayList;
import java.util.List;

/// A tensor over the positions of one ciphertext, for one or more inputs of the network.
///
/// @param layout which element lies in which position
/// @param images how many inputs share the ciphertext, and how
public record InterleavedLayout(SlotLayout layout, Interleaving images) implements ValueLayout {

  @Override
  public int elements() {
    return layout.elements();
  }

  @Override
  public int slots() {
    return layout.slots() * images.images();
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
    return List.of(images.join(tensors.stream().map(layout::pack).toList()));
  }

  @Override
  public List<double[]> unpack(List<double[]> slots, int count) {
    ValueLayout.requireUnpackable(this, slots, count);
    List<double[]> tensors = new ArrayList<>();
    for (int image = 0; image < count; image++) {
      tensors.add(layout.unpack(images.extract(slots.getFirst(), image)));
    }
    return tensors;
  }

  @Override
  public String toString() {
    return images.images() == 1 ? layout.toString() : layout + ", " + images.images() + " inputs";
  }
}
