package io.cloakwork.compiler.tensor;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleBinaryOperator;

/// Runs a tensor graph on clear values, each operator from its definition in double precision. It
/// is the yardstick of every later stage, so it shares no code with them.
public final class TensorInterpreter {

  private TensorInterpreter() {}

  /// The network's output for `input`.
  public static Tensor run(TensorGraph graph, Tensor input) {
    return trace(graph, input).get(graph.output());
  }

  /// The value of every node for `input`.
  public static Map<TensorNode, Tensor> trace(TensorGraph graph, Tensor input) {
    if (input.size() != graph.input().shape().size()) {
      throw new IllegalArgumentException(
          "the network takes %s, not %s".formatted(graph.input().shape(), input.shape()));
    }
    Map<TensorNode, Tensor> values = new HashMap<>();
    for (TensorNode node : graph.nodes()) {
      boolean isInput = node.op() instanceof TensorOp.Input;
      List<Tensor> operands = node.inputs().stream().map(values::get).toList();
      values.put(node, isInput ? input.reshaped(node.shape()) : evaluate(node, operands));
    }
    return values;
  }

  /// The value of one node from its operands' values.
  public static Tensor evaluate(TensorNode node, List<Tensor> x) {
    Shape shape = node.shape();
    return switch (node.op()) {
      case TensorOp.Input _ -> throw new IllegalArgumentException("an input has no operator");
      case TensorOp.Constant op -> op.value();
      case TensorOp.Conv op -> conv(shape, op, x);
      case TensorOp.Gemm op -> gemm(shape, op, x);
      case TensorOp.MatMul _ -> gemm(shape, new TensorOp.Gemm(1, 0, false, false), x);
      case TensorOp.BatchNorm op -> batchNorm(op, x);
      case TensorOp.AveragePool op -> averagePool(shape, op, x.getFirst());
      case TensorOp.Pad op -> pad(shape, op, x.getFirst());
      case TensorOp.Reshape op -> x.getFirst().reshaped(op.shape());
      case TensorOp.Add _ -> elementwise(shape, x, Double::sum);
      case TensorOp.Sub _ -> elementwise(shape, x, (a, b) -> a - b);
      case TensorOp.Mul _ -> elementwise(shape, x, (a, b) -> a * b);
      case TensorOp.Pow op -> map(x.getFirst(), (v, _) -> Math.pow(v, op.exponent()));
      case TensorOp.Polynomial op ->
          map(x.getFirst(), (v, i) -> op.polynomial().apply(v, i, shape.size()));
      case TensorOp.Activation op -> map(x.getFirst(), (v, _) -> op.function().apply(v));
      case TensorOp.Elementwise op -> elementwise(shape, x, op.operator());
      case TensorOp.Select op -> select(op.selection(), x.getFirst());
      case TensorOp.Chebyshev op -> map(x.getFirst(), (v, _) -> op.polynomial().apply(v));
    };
  }

  private static Tensor conv(Shape shape, TensorOp.Conv op, List<Tensor> x) {
    Tensor image = x.get(0);
    Tensor weights = x.get(1);
    int outPerGroup = shape.dim(1) / op.groups();
    int inPerGroup = weights.shape().dim(1);
    int taps = op.window().kernelH() * op.window().kernelW();
    double[] result = new double[shape.size()];
    int at = 0;
    for (int o = 0; o < shape.dim(1); o++) {
      double bias = x.size() > 2 ? x.get(2).at(o) : 0;
      for (int oy = 0; oy < shape.dim(2); oy++) {
        for (int ox = 0; ox < shape.dim(3); ox++) {
          double sum = bias;
          for (int c = 0; c < inPerGroup; c++) {
            int channel = o / outPerGroup * inPerGroup + c;
            int kernel = (o * inPerGroup + c) * taps;
            sum += windowSum(image, channel, op.window(), oy, ox, weights, kernel);
          }
          result[at++] = sum;
        }
      }
    }
    return new Tensor(shape, result);
  }

  /// Sum over the taps inside the image, weighted if there are weights (from index `kernel` on).
  private static double windowSum(
      Tensor image, int channel, Window w, int oy, int ox, Tensor weights, int kernel) {
    int height = image.shape().dim(2);
    int width = image.shape().dim(3);
    double sum = 0;
    for (int ky = 0; ky < w.kernelH(); ky++) {
      int row = w.inputRow(oy, ky);
      for (int kx = 0; kx < w.kernelW(); kx++) {
        int column = w.inputColumn(ox, kx);
        if (row >= 0 && row < height && column >= 0 && column < width) {
          double value = image.at((channel * height + row) * width + column);
          sum += weights == null ? value : value * weights.at(kernel + ky * w.kernelW() + kx);
        }
      }
    }
    return sum;
  }

  private static Tensor averagePool(Shape shape, TensorOp.AveragePool op, Tensor image) {
    Window w = op.window();
    Tensor ones = new Tensor(image.shape(), map(image, (_, _) -> 1).toArray());
    double[] result = new double[shape.size()];
    int at = 0;
    for (int c = 0; c < shape.dim(1); c++) {
      for (int oy = 0; oy < shape.dim(2); oy++) {
        for (int ox = 0; ox < shape.dim(3); ox++) {
          double count =
              op.countIncludePad()
                  ? w.kernelH() * w.kernelW()
                  : windowSum(ones, c, w, oy, ox, null, 0);
          result[at++] = windowSum(image, c, w, oy, ox, null, 0) / count;
        }
      }
    }
    return new Tensor(shape, result);
  }

  private static Tensor gemm(Shape shape, TensorOp.Gemm op, List<Tensor> x) {
    Tensor a = x.get(0);
    Tensor b = x.get(1);
    int rows = shape.dim(0);
    int columns = shape.dim(1);
    int inner = op.transA() ? a.shape().dim(0) : a.shape().dim(1);
    Tensor c = x.size() > 2 ? x.get(2).broadcastTo(shape) : null;
    double[] result = new double[shape.size()];
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns; j++) {
        double sum = 0;
        for (int k = 0; k < inner; k++) {
          sum +=
              a.at(op.transA() ? k * rows + i : i * inner + k)
                  * b.at(op.transB() ? j * inner + k : k * columns + j);
        }
        int at = i * columns + j;
        result[at] = op.alpha() * sum + (c == null ? 0 : op.beta() * c.at(at));
      }
    }
    return new Tensor(shape, result);
  }

  private static Tensor batchNorm(TensorOp.BatchNorm op, List<Tensor> x) {
    int channels = x.getFirst().shape().channels();
    int run = x.getFirst().size() / channels;
    return map(
        x.getFirst(),
        (v, i) -> {
          int c = i / run;
          double normal = (v - x.get(3).at(c)) / Math.sqrt(x.get(4).at(c) + op.epsilon());
          return normal * x.get(1).at(c) + x.get(2).at(c);
        });
  }

  private static Tensor pad(Shape shape, TensorOp.Pad op, Tensor image) {
    int height = image.shape().dim(2);
    int width = image.shape().dim(3);
    double[] result = new double[shape.size()];
    int at = 0;
    for (int c = 0; c < shape.dim(1); c++) {
      for (int y = 0; y < shape.dim(2); y++) {
        for (int x = 0; x < shape.dim(3); x++) {
          int row = y - op.top();
          int column = x - op.left();
          boolean inside = row >= 0 && row < height && column >= 0 && column < width;
          result[at++] = inside ? image.at((c * height + row) * width + column) : op.value();
        }
      }
    }
    return new Tensor(shape, result);
  }

  private static Tensor elementwise(Shape shape, List<Tensor> x, DoubleBinaryOperator operator) {
    Tensor a = x.get(0).broadcastTo(shape);
    Tensor b = x.get(1).broadcastTo(shape);
    return map(a, (v, i) -> operator.applyAsDouble(v, b.at(i)));
  }

  private static Tensor elementwise(Shape shape, List<Tensor> x, ElementwiseOperator operator) {
    List<Tensor> operands = x.stream().map(t -> t.broadcastTo(shape)).toList();
    double[] elements = new double[operands.size()];
    double[] result = new double[shape.size()];
    for (int i = 0; i < result.length; i++) {
      for (int k = 0; k < elements.length; k++) {
        elements[k] = operands.get(k).at(i);
      }
      result[i] = operator.apply(elements);
    }
    return new Tensor(shape, result);
  }

  private static Tensor select(Selection selection, Tensor x) {
    double[] result = new double[selection.result().size()];
    for (int i = 0; i < result.length; i++) {
      int source = selection.source(i);
      result[i] = source == Selection.ZERO ? 0 : x.at(source);
    }
    return new Tensor(selection.result(), result);
  }

  private interface IndexedFunction {
    double apply(double value, int index);
  }

  private static Tensor map(Tensor x, IndexedFunction function) {
    double[] result = new double[x.size()];
    for (int i = 0; i < result.length; i++) {
      result[i] = function.apply(x.at(i), i);
    }
    return new Tensor(x.shape(), result);
  }
}
