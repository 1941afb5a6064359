package io.cloakwork.compiler.layer;

import io.cloakwork.compiler.tensor.Shape;
import io.cloakwork.compiler.tensor.TensorNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToIntFunction;
import java.util.function.UnaryOperator;

/// A value as an affine map of other nodes': of the network's input and of polynomials.
///
/// @param name the affine operators on the way, joined by '+'; empty if there are none
/// @param parts by node, in the order in which branches met
record AffineForm(String name, Map<TensorNode, Part> parts) {

  /// The summand of one node; the biases of all parts add.
  record Part(Optional<SumPool> pool, SparseAffine map, Optional<Layer.Stride> stride) {

    SparseAffine composed() {
      return pool.map(p -> map.compose(p.matrix())).orElse(map);
    }

    /// The stride of [#composed()].
    Optional<Layer.Stride> composedStride() {
      return stride.map(
          s -> pool.map(p -> s.times(p.window().strideH(), p.window().strideW())).orElse(s));
    }

    Part then(SparseAffine next, UnaryOperator<Optional<Layer.Stride>> strides) {
      return new Part(pool, next.compose(map), strides.apply(stride));
    }

    /// Both summands of the same node as one; they walk alike or not at all.
    Part plus(Part other) {
      Optional<Layer.Stride> own = composedStride();
      return new Part(
          Optional.empty(),
          composed().plus(other.composed()),
          own.equals(other.composedStride()) ? own : Optional.empty());
    }
  }

  /// The node itself.
  static AffineForm of(TensorNode base) {
    Optional<Layer.Stride> stride =
        base.shape().isImage() ? Optional.of(Layer.Stride.ONE) : Optional.empty();
    SparseAffine identity = SparseAffine.identity(base.shape().size());
    return new AffineForm("", Map.of(base, new Part(Optional.empty(), identity, stride)));
  }

  /// The value of `node`, the mean over windows of a value that is still [an image as it
  /// was][#isImageAsItWas].
  AffineForm pooled(TensorNode node, SumPool pool) {
    double[] mean = new double[node.shape().size()];
    Arrays.fill(mean, 1.0 / pool.taps());
    SparseAffine divide = SparseAffine.diagonal(mean, new double[mean.length]);
    Part part = new Part(Optional.of(pool), divide, Optional.of(Layer.Stride.ONE));
    return new AffineForm(node.name(), Map.of(parts.keySet().iterator().next(), part));
  }

  /// Whether this is an image that a node computes, unchanged.
  boolean isImageAsItWas() {
    return name.isEmpty() && parts.values().stream().allMatch(part -> part.stride().isPresent());
  }

  /// The value of `node`, which applies `next` to this.
  AffineForm then(TensorNode node, SparseAffine next, UnaryOperator<Layer.Stride> stride) {
    return mapped(join(name, node.name()), next, s -> s.map(stride));
  }

  /// The same where the result is no image of the operand.
  AffineForm thenWithoutImage(TensorNode node, SparseAffine next) {
    return mapped(join(name, node.name()), next, _ -> Optional.empty());
  }

  private AffineForm mapped(
      String newName, SparseAffine next, UnaryOperator<Optional<Layer.Stride>> strides) {
    Map<TensorNode, Part> mapped = new LinkedHashMap<>();
    SparseAffine linear = parts.size() > 1 ? next.withoutBias() : next;
    parts.forEach(
        (base, part) -> mapped.put(base, part.then(mapped.isEmpty() ? next : linear, strides)));
    return new AffineForm(newName, mapped);
  }

  /// The same values under another shape.
  AffineForm withoutImage() {
    Map<TensorNode, Part> flat = new LinkedHashMap<>();
    parts.forEach(
        (base, part) -> flat.put(base, new Part(part.pool(), part.map(), Optional.empty())));
    return new AffineForm(name, flat);
  }

  /// The value of `node`: this + sign·other.
  AffineForm plus(TensorNode node, AffineForm other, double sign) {
    Map<TensorNode, Part> sum = new LinkedHashMap<>(parts);
    double[] signs = new double[node.shape().size()];
    Arrays.fill(signs, sign);
    SparseAffine signed = SparseAffine.diagonal(signs, new double[signs.length]);
    other.parts.forEach(
        (base, part) -> sum.merge(base, sign == 1 ? part : part.then(signed, s -> s), Part::plus));
    return new AffineForm(join(join(name, other.name), node.name()), sum);
  }

  private static String join(String first, String second) {
    return first.isEmpty() || second.isEmpty() ? first + second : first + "+" + second;
  }

  /// The terms of a layer of shape `out`; `source` says which layer computes a node.
  List<Layer.Term> terms(Shape out, ToIntFunction<TensorNode> source) {
    List<Layer.Term> terms = new ArrayList<>();
    parts.forEach((base, part) ->
        terms.add(
            new Layer.Term(
                source.applyAsInt(base),
                base.shape(),
                out,
                part.pool(),
                part.map(),
                part.stride())));
    return terms;
  }
}
