package io.cloakwork.compiler.importer;

import io.cloakwork.compiler.tensor.Selection;
import io.cloakwork.compiler.tensor.Shape;
import io.cloakwork.compiler.tensor.Tensor;
import io.cloakwork.compiler.tensor.TensorNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;

/// The operators that give the elements of one tensor other places. They hold for constants, where
/// they are folded, as for encrypted tensors.
final class ShapeOperators {

  private ShapeOperators() {}

  static TensorNode flatten(NodeInputs in) {
    in.node().allowAttributes("axis");
    TensorNode x = in.operand(0);
    int rank = x.shape().rank();
    long axis = in.node().intAttribute("axis", 1);
    if (axis < -rank || axis > rank) {
      throw in.refused("has axis %d for an operand of shape %s".formatted(axis, x.shape()));
    }
    int split = (int) (axis < 0 ? axis + rank : axis);
    int rows = new Shape(x.shape().dims().subList(0, split)).size();
    return Shapes.reshape(in.name(), x, Shape.of(rows, x.shape().size() / rows));
  }

  /// 0 keeps a dimension unless `allowzero` is set; one −1 takes what is left.
  static TensorNode reshape(NodeInputs in) {
    in.node().allowAttributes("allowzero");
    TensorNode x = in.operand(0);
    int[] target = in.integers("shape", 1).orElseThrow(() -> in.refused("lacks its shape"));
    boolean zeroKeeps = in.node().intAttribute("allowzero", 0) == 0;
    List<Integer> dims = new ArrayList<>();
    int inferred = -1;
    long known = 1;
    for (int axis = 0; axis < target.length; axis++) {
      int dim = target[axis];
      if (dim == 0 && zeroKeeps && axis < x.shape().rank()) {
        dim = x.shape().dim(axis);
      } else if (dim == -1 && inferred < 0) {
        inferred = axis;
        dim = 1;
      }
      if (dim < 1 || (known *= dim) > Shape.MAX_ELEMENTS) {
        throw misfit(in, x, target);
      }
      dims.add(dim);
    }
    if (inferred >= 0) {
      dims.set(inferred, (int) (x.shape().size() / known));
      known *= dims.get(inferred);
    }
    if (known != x.shape().size()) {
      throw misfit(in, x, target);
    }
    return Shapes.reshape(in.name(), x, new Shape(dims));
  }

  private static RuntimeException misfit(NodeInputs in, TensorNode x, int[] target) {
    return in.refused("cannot turn %s into %s".formatted(x.shape(), Arrays.toString(target)));
  }

  /// Without axes, every dimension of 1 goes.
  static TensorNode squeeze(NodeInputs in) {
    in.node().allowAttributes("axes");
    TensorNode x = in.operand(0);
    int rank = x.shape().rank();
    Set<Integer> removed = new TreeSet<>();
    int[] ones = IntStream.range(0, rank).filter(axis -> x.shape().dim(axis) == 1).toArray();
    for (int axis : in.integers("axes", 1).orElse(ones)) {
      removed.add(in.axis(axis, rank));
    }
    List<Integer> dims = new ArrayList<>();
    for (int axis = 0; axis < rank; axis++) {
      if (!removed.contains(axis)) {
        dims.add(x.shape().dim(axis));
      } else if (x.shape().dim(axis) != 1) {
        throw in.refused("squeezes axis %d of %s, which is not 1".formatted(axis, x.shape()));
      }
    }
    return Shapes.reshape(in.name(), x, new Shape(dims));
  }

  /// Axes count in the result.
  static TensorNode unsqueeze(NodeInputs in) {
    in.node().allowAttributes("axes");
    TensorNode x = in.operand(0);
    int[] axes = in.integers("axes", 1).orElseThrow(() -> in.refused("lacks its axes"));
    int rank = x.shape().rank() + axes.length;
    if (rank > NodeInputs.MAX_RANK) {
      throw in.refused("makes %d dimensions of %s".formatted(rank, x.shape()));
    }
    Set<Integer> added = new TreeSet<>();
    for (int axis : axes) {
      if (!added.add(in.axis(axis, rank))) {
        throw in.refused("adds axis %d twice".formatted(axis));
      }
    }
    List<Integer> dims = new ArrayList<>(x.shape().dims());
    added.forEach(axis -> dims.add(axis, 1));
    return Shapes.reshape(in.name(), x, new Shape(dims));
  }

  static TensorNode transpose(NodeInputs in) {
    in.node().allowAttributes("perm");
    TensorNode x = in.operand(0);
    int rank = x.shape().rank();
    int[] reversed = IntStream.range(0, rank).map(axis -> rank - 1 - axis).toArray();
    int[] axes =
        in.node()
            .intList("perm")
            .map(list -> list.stream().mapToInt(axis -> in.axis(axis, rank)).toArray())
            .orElse(reversed);
    if (axes.length != rank || IntStream.of(axes).distinct().count() != rank) {
      throw in.refused(
          "has perm %s for an operand of shape %s".formatted(Arrays.toString(axes), x.shape()));
    }
    return Shapes.transpose(in.name(), x, axes);
  }

  static TensorNode expand(NodeInputs in) {
    in.node().allowAttributes();
    TensorNode x = in.operand(0);
    int[] target = in.integers("shape", 1).orElseThrow(() -> in.refused("lacks its shape"));
    Shape shape = x.shape().broadcast(in.shape(IntStream.of(target).boxed().toList()));
    if (shape == null) {
      throw misfit(in, x, target);
    }
    return Shapes.expand(in.name(), x, in.shape(shape.dims()));
  }

  /// `indices` may have any shape, which replaces the axis.
  static TensorNode gather(NodeInputs in) {
    in.node().allowAttributes("axis");
    in.operands(2, 2);
    TensorNode x = in.operand(0);
    int axis = in.axis(in.node().intAttribute("axis", 0), x.shape().rank());
    Tensor indices = in.constant(1, "indices");
    int[] along = new int[indices.size()];
    for (int i = 0; i < along.length; i++) {
      along[i] = in.axis((long) indices.at(i), x.shape().dim(axis));
    }
    List<Integer> dims = new ArrayList<>(x.shape().dims());
    dims.remove(/* index */ axis);
    dims.addAll(axis, indices.shape().dims());
    Shape shape = in.shape(dims);
    TensorNode chosen =
        Shapes.select(in.name() + ".along", x, Selection.along(x.shape(), axis, along));
    return Shapes.reshape(in.name(), chosen, shape);
  }

  /// Starts, ends, axes and steps are attributes before operator set 10 and operands since.
  static TensorNode slice(NodeInputs in) {
    in.node().allowAttributes("starts", "ends", "axes");
    TensorNode x = in.operand(0);
    int[] starts = in.integers("starts", 1).orElseThrow(() -> in.refused("lacks its starts"));
    int[] ends = in.integers("ends", 2).orElseThrow(() -> in.refused("lacks its ends"));
    int[] axes = in.integers("axes", 3).orElse(IntStream.range(0, starts.length).toArray());
    int[] steps = in.integers("steps", 4).orElse(IntStream.of(starts).map(_ -> 1).toArray());
    if (ends.length != starts.length
        || axes.length != starts.length
        || steps.length != starts.length) {
      throw in.refused(
          "has %d starts, %d ends, %d axes and %d steps"
              .formatted(starts.length, ends.length, axes.length, steps.length));
    }
    TensorNode result = x;
    for (int i = 0; i < starts.length; i++) {
      int axis = in.axis(axes[i], x.shape().rank());
      int[] kept = range(in, x.shape().dim(axis), starts[i], ends[i], steps[i]);
      if (kept.length < x.shape().dim(axis) || steps[i] < 0) {
        result = Shapes.select(in.name(), result, Selection.along(result.shape(), axis, kept));
      }
    }
    return result;
  }

  private static int[] range(NodeInputs in, int size, int start, int end, int step) {
    if (step == 0) {
      throw in.refused("has step 0");
    }
    long from = start < 0 ? (long) start + size : start;
    long to = end < 0 ? (long) end + size : end;
    from = Math.clamp(from, step > 0 ? 0 : -1, step > 0 ? size : size - 1);
    to = Math.clamp(to, step > 0 ? 0 : -1, step > 0 ? size : size - 1);
    long count = Math.ceilDiv(to - from, (long) step);
    if (count < 1) {
      throw in.refused("takes nothing of %d elements from %d to %d".formatted(size, start, end));
    }
    long first = from;
    return IntStream.range(0, (int) count).map(i -> (int) (first + (long) i * step)).toArray();
  }

  /// The parts in order. Their sizes are an attribute before operator set 13 and an operand since;
  /// without them the parts are equal, but for the last.
  static List<TensorNode> split(NodeInputs in) {
    in.node().allowAttributes("axis", "split", "num_outputs");
    TensorNode x = in.operand(0);
    int axis = in.axis(in.node().intAttribute("axis", 0), x.shape().rank());
    int size = x.shape().dim(axis);
    int outputs = in.node().outputs().size();
    int equal = Math.ceilDiv(size, outputs);
    int[] parts =
        in.integers("split", 1)
            .orElseGet(() ->
                IntStream.range(0, outputs).map(i -> Math.min(equal, size - i * equal)).toArray());
    if (parts.length != outputs
        || IntStream.of(parts).anyMatch(part -> part < 1)
        || IntStream.of(parts).asLongStream().sum() != size) {
      throw in.refused(
          "splits %d elements into %s for %d outputs"
              .formatted(size, Arrays.toString(parts), outputs));
    }
    List<TensorNode> results = new ArrayList<>();
    int start = 0;
    for (int part : parts) {
      int[] kept = IntStream.range(start, start + part).toArray();
      String name = in.name() + "." + results.size();
      results.add(Shapes.select(name, x, Selection.along(x.shape(), axis, kept)));
      start += part;
    }
    return results;
  }
}
