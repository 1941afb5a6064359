package io.cloakwork.compiler.layer;

import io.cloakwork.compiler.CompileException;
import io.cloakwork.compiler.tensor.ElementwisePolynomial;
import io.cloakwork.compiler.tensor.Selection;
import io.cloakwork.compiler.tensor.Shape;
import io.cloakwork.compiler.tensor.Tensor;
import io.cloakwork.compiler.tensor.TensorNode;
import io.cloakwork.compiler.tensor.TensorOp;
import io.cloakwork.compiler.tensor.Window;

/// The sparse matrix of each affine tensor operator over its data operand.
final class AffineMaps {

  private AffineMaps() {}

  static SparseAffine conv(TensorNode node, TensorOp.Conv op) {
    Shape in = node.input(0).shape();
    Shape out = node.shape();
    Tensor weights = constant(node, 1);
    Tensor bias = node.inputs().size() > 2 ? constant(node, 2) : null;
    int inPerGroup = weights.shape().dim(1);
    int outPerGroup = out.dim(1) / op.groups();
    int taps = op.window().kernelH() * op.window().kernelW();
    SparseAffineBuilder builder = new SparseAffineBuilder(out.size(), in.size());
    for (int o = 0; o < out.dim(1); o++) {
      for (int oy = 0; oy < out.dim(2); oy++) {
        for (int ox = 0; ox < out.dim(3); ox++) {
          for (int c = 0; c < inPerGroup; c++) {
            int kernel = (o * inPerGroup + c) * taps;
            int channel = o / outPerGroup * inPerGroup + c;
            addTaps(builder, in, channel, op.window(), oy, ox, tap -> weights.at(kernel + tap));
          }
          builder.endRow(bias == null ? 0 : bias.at(o));
        }
      }
    }
    return builder.build();
  }

  private interface TapWeight {
    double of(int tap);
  }

  private static void addTaps(
      SparseAffineBuilder builder,
      Shape image,
      int channel,
      Window window,
      int oy,
      int ox,
      TapWeight weight) {
    int height = image.dim(2);
    int width = image.dim(3);
    for (int tap = 0; tap < window.kernelH() * window.kernelW(); tap++) {
      int row = window.inputRow(oy, tap / window.kernelW());
      int column = window.inputColumn(ox, tap % window.kernelW());
      if (row >= 0 && row < height && column >= 0 && column < width) {
        builder.add((channel * height + row) * width + column, weight.of(tap));
      }
    }
  }

  static SparseAffine averagePool(TensorNode node, TensorOp.AveragePool op) {
    Shape in = node.input(0).shape();
    Shape out = node.shape();
    Window w = op.window();
    SparseAffineBuilder builder = new SparseAffineBuilder(out.size(), in.size());
    for (int c = 0; c < out.dim(1); c++) {
      for (int oy = 0; oy < out.dim(2); oy++) {
        for (int ox = 0; ox < out.dim(3); ox++) {
          int count =
              op.countIncludePad()
                  ? w.kernelH() * w.kernelW()
                  : inside(w.inputRow(oy, 0), w.dilationH(), w.kernelH(), in.dim(2))
                      * inside(w.inputColumn(ox, 0), w.dilationW(), w.kernelW(), in.dim(3));
          if (count > 0) {
            addTaps(builder, in, c, w, oy, ox, _ -> 1.0 / count);
          }
          builder.endRow(0);
        }
      }
    }
    return builder.build();
  }

  /// How many of `taps` positions from `first` on, `step` apart, lie in [0, size).
  private static int inside(int first, int step, int taps, int size) {
    int count = 0;
    for (int tap = 0; tap < taps; tap++) {
      int at = first + tap * step;
      count += at >= 0 && at < size ? 1 : 0;
    }
    return count;
  }

  static SparseAffine pad(TensorNode node, TensorOp.Pad op) {
    Shape in = node.input(0).shape();
    Shape out = node.shape();
    SparseAffineBuilder builder = new SparseAffineBuilder(out.size(), in.size());
    for (int i = 0; i < out.size(); i++) {
      int column = i % out.dim(3) - op.left();
      int row = i / out.dim(3) % out.dim(2) - op.top();
      int channel = i / (out.dim(3) * out.dim(2));
      boolean inside = row >= 0 && row < in.dim(2) && column >= 0 && column < in.dim(3);
      if (inside) {
        builder.add((channel * in.dim(2) + row) * in.dim(3) + column, 1);
      }
      builder.endRow(inside ? 0 : op.value());
    }
    return builder.build();
  }

  static SparseAffine select(Selection selection) {
    int rows = selection.result().size();
    SparseAffineBuilder builder = new SparseAffineBuilder(rows, selection.operand().size());
    for (int i = 0; i < rows; i++) {
      if (selection.source(i) != Selection.ZERO) {
        builder.add(selection.source(i), 1);
      }
      builder.endRow(0);
    }
    return builder.build();
  }

  /// alpha·x·B + beta·C for a row x.
  static SparseAffine gemm(TensorNode node, TensorOp.Gemm op) {
    Tensor b = constant(node, 1);
    int inputs = node.input(0).shape().size();
    int outputs = node.shape().size();
    if (node.shape().dim(0) != 1) {
      throw new CompileException(
          "%s computes %s; an encrypted operand must be a single row"
              .formatted(node.describe(), node.shape()));
    }
    Tensor c = node.inputs().size() > 2 ? constant(node, 2).broadcastTo(node.shape()) : null;
    SparseAffineBuilder builder = new SparseAffineBuilder(outputs, inputs);
    for (int j = 0; j < outputs; j++) {
      for (int k = 0; k < inputs; k++) {
        builder.add(k, op.alpha() * b.at(op.transB() ? j * inputs + k : k * outputs + j));
      }
      builder.endRow(c == null ? 0 : op.beta() * c.at(j));
    }
    return builder.build();
  }

  /// A polynomial of degree at most 1.
  static SparseAffine polynomial(ElementwisePolynomial p, int size) {
    double[] scale = new double[size];
    double[] shift = new double[size];
    for (int i = 0; i < size; i++) {
      scale[i] = p.coefficient(1, i, size);
      shift[i] = p.coefficient(0, i, size);
    }
    return SparseAffine.diagonal(scale, shift);
  }

  private static Tensor constant(TensorNode node, int operand) {
    return node.input(operand)
        .constantValue()
        .orElseThrow(() ->
            new CompileException(
                "%s multiplies two encrypted values: operand %d, %s, must be a constant"
                    .formatted(node.describe(), operand, node.input(operand).describe())));
  }
}
