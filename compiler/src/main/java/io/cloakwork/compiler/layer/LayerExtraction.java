package io.cloakwork.compiler.layer;

import io.cloakwork.compiler.CompileException;
import io.cloakwork.compiler.tensor.ChebyshevPolynomial;
import io.cloakwork.compiler.tensor.TensorGraph;
import io.cloakwork.compiler.tensor.TensorNode;
import io.cloakwork.compiler.tensor.TensorOp;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Turns a tensor graph into layers. Every run of affine operators between polynomials becomes one
/// sparse matrix for each polynomial (or input) that it starts from: composing them costs nothing
/// at run time and saves a level each. A sum pool at the start of a run is kept apart, so that
/// packing can choose between rotations and the composed matrix.
///
/// Assumes the passes of the tensor IR have run: constants folded, BatchNormalization gone, and
/// element-wise arithmetic on one tensor recognised as polynomials.
public final class LayerExtraction {

  private final TensorGraph graph;
  private final Map<TensorNode, AffineForm> forms = new HashMap<>();
  private final Map<TensorNode, Integer> layerOf = new HashMap<>();
  private final List<Layer> layers = new ArrayList<>();

  private LayerExtraction(TensorGraph graph) {
    this.graph = graph;
    layerOf.put(graph.input(), LayerProgram.INPUT);
  }

  public static LayerProgram apply(TensorGraph graph) {
    return new LayerExtraction(graph).program();
  }

  private LayerProgram program() {
    for (TensorNode node : graph.nodes()) {
      if (!(node.op() instanceof TensorOp.Constant) && dependsOnInput(node)) {
        forms.put(node, form(node));
      }
    }
    if (!forms.containsKey(graph.output())) {
      throw new CompileException("the network's output does not depend on its input");
    }
    addAffine(graph.output());
    return new LayerProgram(graph.input().shape(), graph.output().shape(), layers);
  }

  private boolean dependsOnInput(TensorNode node) {
    return node.op() instanceof TensorOp.Input
        || node.inputs().stream().anyMatch(forms::containsKey);
  }

  /// The layer that computes `node`; its index.
  private int addAffine(TensorNode node) {
    AffineForm form = forms.get(node);
    String name = form.name().isEmpty() ? "scale(" + node.name() + ")" : form.name();
    layers.add(new Layer.Affine(name, node.shape(), form.terms(node.shape(), layerOf::get)));
    return layers.size() - 1;
  }

  private AffineForm addPolynomial(TensorNode node) {
    operand(node, 0);
    int source = addAffine(node.input(0));
    layers.add(
        switch (node.op()) {
          case TensorOp.Polynomial op ->
              new Layer.Polynomial(node.name(), node.shape(), source, op.polynomial());
          case TensorOp.Chebyshev op ->
              new Layer.Chebyshev(node.name(), node.shape(), source, op.polynomial());
          default -> throw new IllegalStateException(node.describe() + " is no polynomial");
        });
    layerOf.put(node, layers.size() - 1);
    return AffineForm.of(node);
  }

  private AffineForm form(TensorNode node) {
    return switch (node.op()) {
      case TensorOp.Input _ -> AffineForm.of(node);
      case TensorOp.Polynomial op when op.polynomial().degree() > 1 -> addPolynomial(node);
      case TensorOp.Polynomial op -> {
        SparseAffine map = AffineMaps.polynomial(op.polynomial(), node.shape().size());
        yield operand(node, 0).then(node, map, stride -> stride);
      }
      case TensorOp.Chebyshev op when op.polynomial().degree() > 1 -> addPolynomial(node);
      case TensorOp.Chebyshev op -> operand(node, 0).then(node, line(node, op), stride -> stride);
      case TensorOp.Conv op ->
          operand(node, 0)
              .then(
                  node,
                  AffineMaps.conv(node, op),
                  stride -> stride.times(op.window().strideH(), op.window().strideW()));
      case TensorOp.AveragePool op -> averagePool(node, op);
      case TensorOp.Pad op -> operand(node, 0).then(node, AffineMaps.pad(node, op), s -> s);
      case TensorOp.Gemm op -> operand(node, 0).thenWithoutImage(node, AffineMaps.gemm(node, op));
      case TensorOp.MatMul _ -> {
        TensorOp.Gemm product = new TensorOp.Gemm(1, 0, false, false);
        yield operand(node, 0).thenWithoutImage(node, AffineMaps.gemm(node, product));
      }
      case TensorOp.Reshape _ -> {
        AffineForm x = operand(node, 0);
        yield node.shape().equals(node.input(0).shape()) ? x : x.withoutImage();
      }
      case TensorOp.Add _ -> sum(node, 1);
      case TensorOp.Sub _ -> sum(node, -1);
      case TensorOp.Mul _, TensorOp.Pow _ ->
          throw new CompileException(
              "%s multiplies encrypted values that are not polynomials of one tensor of low degree; "
                      .formatted(node.describe())
                  + "only polynomials of one tensor are supported");
      case TensorOp.BatchNorm _, TensorOp.Constant _ ->
          throw new IllegalStateException(node.describe() + " should have been folded");
    };
  }

  /// A Chebyshev polynomial of degree at most 1 as an affine map.
  private static SparseAffine line(TensorNode node, TensorOp.Chebyshev op) {
    ChebyshevPolynomial p = op.polynomial();
    double[] slope = new double[node.shape().size()];
    double[] shift = new double[node.shape().size()];
    Arrays.fill(slope, p.coefficient(1) * 2 / (p.high() - p.low()));
    Arrays.fill(shift, p.coefficient(0) + p.coefficient(1) * p.normalised(0));
    return SparseAffine.diagonal(slope, shift);
  }

  private AffineForm averagePool(TensorNode node, TensorOp.AveragePool op) {
    AffineForm x = operand(node, 0);
    if (!x.isImageAsItWas() || op.window().isPadded()) {
      return x.then(
          node,
          AffineMaps.averagePool(node, op),
          stride -> stride.times(op.window().strideH(), op.window().strideW()));
    }
    return x.pooled(node, new SumPool(op.window(), node.input(0).shape(), node.shape()));
  }

  private AffineForm sum(TensorNode node, double sign) {
    if (!node.input(0).shape().equals(node.input(1).shape())) {
      throw new CompileException(
          "%s broadcasts encrypted values of shapes %s and %s; only equal shapes are supported"
              .formatted(node.describe(), node.input(0).shape(), node.input(1).shape()));
    }
    return operand(node, 0).plus(node, operand(node, 1), sign);
  }

  private AffineForm operand(TensorNode node, int index) {
    TensorNode operand = node.input(index);
    AffineForm form = forms.get(operand);
    if (form == null) {
      throw new CompileException(
          "%s applies to the constant %s; the encrypted value must be its first operand"
              .formatted(node.describe(), operand.describe()));
    }
    return form;
  }
}
