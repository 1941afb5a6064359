package io.cloakwork.compiler.importer;

import io.cloakwork.compiler.tensor.Shape;
import io.cloakwork.compiler.tensor.Tensor;
import io.cloakwork.compiler.tensor.TensorNode;
import io.cloakwork.compiler.tensor.TensorOp;
import io.cloakwork.compiler.tensor.Window;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/// Means and sums over axes: of rows and columns of an image as pooling, of anything else as
/// pooling over rows that hold what is reduced.
final class Reductions {

  private Reductions() {}

  static TensorNode mean(NodeInputs in) {
    in.node().allowAttributes("axes", "keepdims", "noop_with_empty_axes");
    TensorNode x = in.operand(0);
    List<Integer> axes = axes(in, x.shape().rank());
    if (axes.isEmpty()) {
      return x;
    }
    TensorNode mean =
        x.shape().isImage() && axes.equals(List.of(2, 3)) ? imageMean(in, x) : rows(in, x, axes);
    return Shapes.reshape(in.name(), mean, result(in, x.shape(), axes));
  }

  static TensorNode sum(NodeInputs in) {
    TensorNode mean = mean(in);
    double count = (double) in.operand(0).shape().size() / mean.shape().size();
    TensorNode factor = TensorNode.constant(in.name() + ".count", new Tensor(Shape.of(), count));
    return Shapes.folded(in.name(), new TensorOp.Mul(), mean, factor);
  }

  private static TensorNode imageMean(NodeInputs in, TensorNode x) {
    Window whole = Window.whole(x.shape().dim(2), x.shape().dim(3));
    return Shapes.folded(in.name(), new TensorOp.AveragePool(whole, false), x);
  }

  /// Axes to reduce moved to the end, then the mean of each row of an image with one channel.
  private static TensorNode rows(NodeInputs in, TensorNode x, List<Integer> axes) {
    int[] order =
        IntStream.concat(
                IntStream.range(0, x.shape().rank()).filter(axis -> !axes.contains(axis)),
                axes.stream().mapToInt(Integer::intValue))
            .toArray();
    TensorNode moved = Shapes.transpose(in.name() + ".order", x, order);
    int width = axes.stream().mapToInt(x.shape()::dim).reduce(1, (a, b) -> a * b);
    Shape image = Shape.of(1, 1, x.shape().size() / width, width);
    TensorNode rows = Shapes.reshape(in.name() + ".rows", moved, image);
    Window row = Window.whole(1, width);
    return Shapes.folded(in.name(), new TensorOp.AveragePool(row, false), rows);
  }

  /// The axes to reduce, ascending; an attribute up to operator set 17, an operand since.
  private static List<Integer> axes(NodeInputs in, int rank) {
    in.operands(1, 2);
    int[] given = in.integers("axes", 1).orElse(new int[0]);
    if (given.length == 0 && in.node().intAttribute("noop_with_empty_axes", 0) == 0) {
      return IntStream.range(0, rank).boxed().toList();
    }
    return IntStream.of(given)
        .map(axis -> in.axis(axis, rank))
        .sorted()
        .distinct()
        .boxed()
        .toList();
  }

  private static Shape result(NodeInputs in, Shape from, List<Integer> axes) {
    boolean keep = in.node().intAttribute("keepdims", 1) != 0;
    List<Integer> dims = new ArrayList<>();
    for (int axis = 0; axis < from.rank(); axis++) {
      if (!axes.contains(axis)) {
        dims.add(from.dim(axis));
      } else if (keep) {
        dims.add(1);
      }
    }
    return new Shape(dims);
  }
}
