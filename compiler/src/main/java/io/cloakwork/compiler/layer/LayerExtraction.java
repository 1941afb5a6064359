package io.cloakwork.compiler.layer;

import io.cloakwork.compiler.CompileException;
import io.cloakwork.compiler.tensor.TensorGraph;
import io.cloakwork.compiler.tensor.TensorNode;
import io.cloakwork.compiler.tensor.TensorOp;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// Turns a tensor graph into layers. Every run of affine operators between two polynomials becomes
/// one sparse matrix: composing them costs nothing at run time and saves a level each. A sum pool
/// at the start of a run is kept apart, so that packing can choose between rotations and the
/// composed matrix.
///
/// Assumes the passes of the tensor IR have run: constants folded, BatchNormalization gone, and
/// element-wise arithmetic on one tensor recognised as polynomials. Branches may meet again only
/// between two polynomials, where they are still affine in the same tensor.
public final class LayerExtraction {

  /// A node's value as an affine map of another node's: of the input or of a polynomial.
  private record Form(
      TensorNode base,
      String name,
      Optional<SumPool> pool,
      SparseAffine map,
      Optional<Layer.Stride> stride) {

    static Form of(TensorNode base) {
      Optional<Layer.Stride> stride =
          base.shape().isImage() ? Optional.of(Layer.Stride.ONE) : Optional.empty();
      SparseAffine identity = SparseAffine.identity(base.shape().size());
      return new Form(base, "", Optional.empty(), identity, stride);
    }

    /// The value of `node`, which applies `next` to this.
    Form then(TensorNode node, SparseAffine next, Optional<Layer.Stride> newStride) {
      return new Form(base, joined(node), pool, next.compose(map), newStride);
    }

    String joined(TensorNode node) {
      return name.isEmpty() ? node.name() : name + "+" + node.name();
    }

    Optional<Layer.Stride> strided(int rows, int columns) {
      return stride.map(s -> s.times(rows, columns));
    }

    SparseAffine composed() {
      return pool.map(p -> map.compose(p.matrix())).orElse(map);
    }
  }

  private final Map<TensorNode, Form> forms = new HashMap<>();

  private LayerExtraction() {}

  public static LayerProgram apply(TensorGraph graph) {
    LayerExtraction extraction = new LayerExtraction();
    for (TensorNode node : graph.nodes()) {
      if (!(node.op() instanceof TensorOp.Constant)) {
        extraction.forms.put(node, extraction.form(node));
      }
    }
    if (!extraction.forms.containsKey(graph.output())) {
      throw new CompileException("the network's output does not depend on its input");
    }
    return extraction.program(graph);
  }

  /// Walks back from the output, one run of affine operators and one polynomial at a time.
  private LayerProgram program(TensorGraph graph) {
    Deque<Layer> layers = new ArrayDeque<>();
    TensorNode at = graph.output();
    while (true) {
      Form form = forms.get(at);
      String name = form.name().isEmpty() ? "scale(" + at.name() + ")" : form.name();
      layers.push(
          new Layer.Affine(
              name, form.base().shape(), at.shape(), form.pool(), form.map(), form.stride()));
      if (!(form.base().op() instanceof TensorOp.Polynomial op)) {
        break;
      }
      layers.push(new Layer.Polynomial(form.base().name(), form.base().shape(), op.polynomial()));
      at = form.base().input(0);
    }
    return new LayerProgram(
        graph.input().shape(), graph.output().shape(), layers.stream().toList());
  }

  private static boolean isPolynomial(TensorNode node) {
    return node.op() instanceof TensorOp.Polynomial op && op.polynomial().degree() > 1;
  }

  private Form form(TensorNode node) {
    return switch (node.op()) {
      case TensorOp.Input _ -> Form.of(node);
      case TensorOp.Polynomial _ when isPolynomial(node) -> Form.of(node);
      case TensorOp.Polynomial op -> {
        Form x = operand(node, 0);
        yield x.then(node, AffineMaps.polynomial(op.polynomial(), node.shape().size()), x.stride());
      }
      case TensorOp.Conv op ->
          operand(node, 0)
              .then(
                  node,
                  AffineMaps.conv(node, op),
                  operand(node, 0).strided(op.window().strideH(), op.window().strideW()));
      case TensorOp.AveragePool op -> averagePool(node, op);
      case TensorOp.Pad op ->
          operand(node, 0).then(node, AffineMaps.pad(node, op), operand(node, 0).stride());
      case TensorOp.Gemm op ->
          operand(node, 0).then(node, AffineMaps.gemm(node, op), Optional.empty());
      case TensorOp.MatMul _ ->
          operand(node, 0)
              .then(
                  node,
                  AffineMaps.gemm(node, new TensorOp.Gemm(1, 0, false, false)),
                  Optional.empty());
      case TensorOp.Reshape _ -> reshape(node);
      case TensorOp.Add _ -> sum(node, 1);
      case TensorOp.Sub _ -> sum(node, -1);
      case TensorOp.Select op ->
          operand(node, 0).then(node, AffineMaps.select(op.selection()), Optional.empty());
      case TensorOp.Activation _, TensorOp.Elementwise _ ->
          throw new CompileException(
              "%s works on more than one encrypted tensor or on constants that differ by element; ciphertexts allow activations of one tensor only"
                  .formatted(node.describe()));
      case TensorOp.Chebyshev _ ->
          throw new CompileException(node.describe() + " has no packing yet");
      case TensorOp.Mul _, TensorOp.Pow _ ->
          throw new CompileException(
              "%s multiplies encrypted values that are not polynomials of one tensor of low degree; "
                      .formatted(node.describe())
                  + "only polynomials of one tensor are supported");
      case TensorOp.BatchNorm _, TensorOp.Constant _ ->
          throw new IllegalStateException(node.describe() + " should have been folded");
    };
  }

  private Form averagePool(TensorNode node, TensorOp.AveragePool op) {
    Form x = operand(node, 0);
    boolean first = x.name().isEmpty() && !op.window().isPadded();
    if (!first) {
      return x.then(
          node,
          AffineMaps.averagePool(node, op),
          x.strided(op.window().strideH(), op.window().strideW()));
    }
    SumPool pool = new SumPool(op.window(), node.input(0).shape(), node.shape());
    double[] mean = new double[node.shape().size()];
    Arrays.fill(mean, 1.0 / pool.taps());
    SparseAffine divide = SparseAffine.diagonal(mean, new double[mean.length]);
    return new Form(
        x.base(), node.name(), Optional.of(pool), divide, Optional.of(Layer.Stride.ONE));
  }

  private Form reshape(TensorNode node) {
    Form x = operand(node, 0);
    boolean sameImage = node.shape().equals(node.input(0).shape());
    return new Form(
        x.base(), x.name(), x.pool(), x.map(), sameImage ? x.stride() : Optional.empty());
  }

  private Form sum(TensorNode node, double sign) {
    if (!node.input(0).shape().equals(node.input(1).shape())) {
      throw new CompileException(
          "%s broadcasts encrypted values of shapes %s and %s; only equal shapes are supported"
              .formatted(node.describe(), node.input(0).shape(), node.input(1).shape()));
    }
    Form a = operand(node, 0);
    Form b = operand(node, 1);
    if (a.base() != b.base()) {
      throw new CompileException(
          "%s adds branches with a polynomial between them (from %s and %s); only branches that are linear in one tensor are supported"
              .formatted(node.describe(), a.base().describe(), b.base().describe()));
    }
    double[] signs = new double[node.shape().size()];
    Arrays.fill(signs, sign);
    SparseAffine second = b.composed().thenScale(signs, new double[signs.length]);
    Optional<Layer.Stride> stride = a.stride().equals(b.stride()) ? a.stride() : Optional.empty();
    return new Form(a.base(), a.joined(node), Optional.empty(), a.composed().plus(second), stride);
  }

  private Form operand(TensorNode node, int index) {
    TensorNode operand = node.input(index);
    Form form = forms.get(operand);
    if (form == null) {
      throw new CompileException(
          "%s applies to the constant %s; the encrypted value must be its first operand"
              .formatted(node.describe(), operand.describe()));
    }
    return form;
  }
}
