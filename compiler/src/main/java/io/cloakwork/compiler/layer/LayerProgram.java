package io.cloakwork.compiler.layer;

import io.cloakwork.compiler.tensor.Shape;
import java.util.ArrayList;
import java.util.List;

/// A network as layers, operands before their readers. Affine layers read the network's input and
/// polynomials; polynomials read one affine layer of their own each; the last layer is affine and
/// the output.
///
/// @param input shape of the network's input
/// @param output shape of its output
public record LayerProgram(Shape input, Shape output, List<Layer> layers) {

  /// The network's input as a source of a layer.
  public static final int INPUT = -1;

  public LayerProgram {
    layers = List.copyOf(layers);
    int[] readers = new int[layers.size()];
    for (int i = 0; i < layers.size(); i++) {
      for (int source : layers.get(i).sources()) {
        requireSource(layers, i, source);
        if (source != INPUT) {
          readers[source]++;
        }
      }
    }
    int last = layers.size() - 1;
    if (last < 0 || !(layers.get(last) instanceof Layer.Affine)) {
      throw new IllegalArgumentException("the last layer is not affine");
    }
    for (int i = 0; i < last; i++) {
      if (readers[i] == 0 || readers[i] > 1 && layers.get(i) instanceof Layer.Affine) {
        throw new IllegalArgumentException(
            "layer '%s' is read %d times".formatted(layers.get(i).name(), readers[i]));
      }
    }
  }

  private static void requireSource(List<Layer> layers, int reader, int source) {
    boolean isAffine = layers.get(reader) instanceof Layer.Affine;
    boolean fits =
        source == INPUT
            ? isAffine
            : source >= 0
                && source < reader
                && layers.get(source) instanceof Layer.Affine != isAffine;
    if (!fits) {
      throw new IllegalArgumentException(
          "layer %d, '%s', cannot read layer %d"
              .formatted(reader, layers.get(reader).name(), source));
    }
  }

  /// Levels that the longest way from the input to the output consumes.
  public int depth() {
    int depth = 0;
    int[] below = levelsBelow();
    for (int i = 0; i < layers.size(); i++) {
      if (layers.get(i).sources().contains(INPUT)) {
        depth = Math.max(depth, below[i] + layers.get(i).depth());
      }
    }
    return depth;
  }

  /// For each layer the levels that the longest way from its result to the output consumes: the
  /// lowest level at which the result may lie, which is where it is cheapest.
  public int[] levelsBelow() {
    int[] below = new int[layers.size()];
    for (int i = layers.size() - 1; i >= 0; i--) {
      for (int source : layers.get(i).sources()) {
        if (source != INPUT) {
          below[source] = Math.max(below[source], below[i] + layers.get(i).depth());
        }
      }
    }
    return below;
  }

  /// The layers that read layer `index`.
  public List<Integer> readers(int index) {
    List<Integer> readers = new ArrayList<>();
    for (int i = index + 1; i < layers.size(); i++) {
      if (layers.get(i).sources().contains(index)) {
        readers.add(i);
      }
    }
    return readers;
  }
}
