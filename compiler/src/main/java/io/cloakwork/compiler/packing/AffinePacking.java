package io.cloakwork.compiler.packing;

import io.cloakwork.compiler.layer.Layer;
import java.util.List;

/// How an affine layer is computed on slots: each of its terms, all into one layout, then their sum
/// and the bias.
///
/// @param layer what is computed
/// @param terms one for each term of the layer, in its order
public record AffinePacking(Layer.Affine layer, List<LinearPacking> terms) {

  public AffinePacking {
    terms = List.copyOf(terms);
    if (terms.size() != layer.terms().size()
        || terms.stream().map(LinearPacking::out).distinct().count() != 1) {
      throw new IllegalArgumentException(
          "%d packings into %d layouts for the %d terms of layer '%s'"
              .formatted(
                  terms.size(),
                  terms.stream().map(LinearPacking::out).distinct().count(),
                  layer.terms().size(),
                  layer.name()));
    }
  }

  /// Where the result lies.
  public SlotLayout out() {
    return terms.getFirst().out();
  }

  /// Whether every slot outside the rows is zero in the result.
  public boolean leavesZeros() {
    return terms.stream().allMatch(term -> term.placement().leavesZeros());
  }

  /// In element-wise products of one limb.
  public double cost() {
    return terms.stream().mapToDouble(LinearPacking::cost).sum();
  }

  /// The bias in the slots of the result.
  public double[] biasSlots() {
    double[] bias = new double[layer.shape().size()];
    for (int row = 0; row < bias.length; row++) {
      bias[row] = layer.bias(row);
    }
    return out().pack(bias);
  }

  /// One phrase for people.
  public String kind() {
    return String.join("; ", terms.stream().map(LinearPacking::kind).toList());
  }
}
