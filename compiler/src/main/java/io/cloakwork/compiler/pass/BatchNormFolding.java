package io.cloakwork.compiler.pass;

import io.cloakwork.compiler.CompileException;
import io.cloakwork.compiler.tensor.ElementwisePolynomial;
import io.cloakwork.compiler.tensor.Shape;
import io.cloakwork.compiler.tensor.Tensor;
import io.cloakwork.compiler.tensor.TensorGraph;
import io.cloakwork.compiler.tensor.TensorNode;
import io.cloakwork.compiler.tensor.TensorOp;
import java.util.Map;

/// Turns BatchNormalization into weights: into those of a convolution before it, else into a
/// polynomial of degree 1, which later passes merge with whatever linear layer is next to it.
///
/// Assumes folded constants and inference statistics. A convolution is changed only if the
/// normalisation is its only use.
public final class BatchNormFolding {

  private final Map<TensorNode, Integer> uses;

  private BatchNormFolding(Map<TensorNode, Integer> uses) {
    this.uses = uses;
  }

  public static TensorGraph apply(TensorGraph graph) {
    return graph.rewrite(new BatchNormFolding(graph.useCounts())::fold);
  }

  private TensorNode fold(TensorNode original, TensorNode node) {
    if (!(node.op() instanceof TensorOp.BatchNorm op)) {
      return node;
    }
    int channels = node.shape().channels();
    double[] slope = new double[channels];
    double[] shift = new double[channels];
    for (int c = 0; c < channels; c++) {
      double variance = constant(node, 4).at(c) + op.epsilon();
      if (!(variance > 0)) {
        throw new CompileException(
            "%s has variance %s in channel %d".formatted(node.describe(), variance, c));
      }
      slope[c] = constant(node, 1).at(c) / Math.sqrt(variance);
      shift[c] = constant(node, 2).at(c) - slope[c] * constant(node, 3).at(c);
    }
    TensorNode x = node.input(0);
    boolean onlyUse = uses.get(original.input(0)) == 1;
    if (x.op() instanceof TensorOp.Conv && onlyUse && x.input(1).constantValue().isPresent()) {
      return intoConv(node, x, slope, shift);
    }
    return new TensorNode(
        node.name(), new TensorOp.Polynomial(ElementwisePolynomial.of(shift, slope)), x);
  }

  private static TensorNode intoConv(
      TensorNode node, TensorNode conv, double[] slope, double[] shift) {
    Tensor weights = constant(conv, 1);
    double[] scaled = weights.toArray();
    int run = scaled.length / slope.length;
    for (int i = 0; i < scaled.length; i++) {
      scaled[i] *= slope[i / run];
    }
    double[] bias = shift.clone();
    if (conv.inputs().size() > 2) {
      for (int c = 0; c < bias.length; c++) {
        bias[c] += slope[c] * constant(conv, 2).at(c);
      }
    }
    return new TensorNode(
        conv.name(),
        conv.op(),
        conv.input(0),
        TensorNode.constant(node.name() + ".weights", new Tensor(weights.shape(), scaled)),
        TensorNode.constant(node.name() + ".bias", new Tensor(Shape.of(bias.length), bias)));
  }

  private static Tensor constant(TensorNode node, int operand) {
    return node.input(operand)
        .constantValue()
        .orElseThrow(() ->
            new CompileException(
                "%s has an operand %d that is not a constant".formatted(node.describe(), operand)));
  }
}
