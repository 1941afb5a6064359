package io.cloakwork.compiler.layer;

import io.cloakwork.compiler.tensor.Shape;
import java.util.List;

/// A network as layers: affine and polynomial ones alternate, and the first and last are affine.
public record LayerProgram(Shape input, Shape output, List<Layer> layers) {

  public LayerProgram {
    layers = List.copyOf(layers);
    for (int i = 0; i < layers.size(); i++) {
      if (layers.get(i) instanceof Layer.Affine != (i % 2 == 0)) {
        throw new IllegalArgumentException("layers do not alternate at " + layers.get(i).name());
      }
    }
    if (layers.size() % 2 == 0) {
      throw new IllegalArgumentException("the last layer is not affine");
    }
  }

  /// Levels that the whole network consumes.
  public int depth() {
    return layers.stream().mapToInt(Layer::depth).sum();
  }
}
