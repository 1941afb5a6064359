package io.cloakwork.compiler.tensor;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// The dimensions of a tensor, row-major, last index fastest. No dimensions: a scalar.
///
/// @param dims each at least 1; their product at most [#MAX_ELEMENTS]
public record Shape(List<Integer> dims) {

  /// The most elements that a tensor may have.
  public static final int MAX_ELEMENTS = 1 << 27;

  public Shape {
    dims = List.copyOf(dims);
    long size = 1;
    for (int dim : dims) {
      if (dim < 1 || (size *= dim) > MAX_ELEMENTS) {
        throw new IllegalArgumentException(
            "shape %s: dimensions must be positive, their product at most %d"
                .formatted(dims, MAX_ELEMENTS));
      }
    }
  }

  public static Shape of(int... dims) {
    return new Shape(Arrays.stream(dims).boxed().toList());
  }

  public int rank() {
    return dims.size();
  }

  /// Elements in all.
  public int size() {
    int size = 1;
    for (int dim : dims) {
      size *= dim;
    }
    return size;
  }

  /// Dimension `axis`; negative counts from the end.
  public int dim(int axis) {
    return dims.get(axis < 0 ? dims.size() + axis : axis);
  }

  /// The number of channels: dimension 1 of a batch, or 1 for a tensor of lower rank.
  public int channels() {
    return dims.size() < 2 ? 1 : dims.get(1);
  }

  /// How far apart, row-major, neighbours along each axis lie.
  public int[] strides() {
    int[] strides = new int[dims.size()];
    int stride = 1;
    for (int axis = strides.length - 1; axis >= 0; axis--) {
      strides[axis] = stride;
      stride *= dims.get(axis);
    }
    return strides;
  }

  /// This shape with dimension `axis` changed to `size`.
  public Shape with(int axis, int size) {
    List<Integer> changed = new ArrayList<>(dims);
    changed.set(axis, size);
    return new Shape(changed);
  }

  /// Whether this is N×C×H×W.
  public boolean isImage() {
    return dims.size() == 4;
  }

  /// The shape of an element-wise operation on this and `other`, after the broadcasting rules of
  /// ONNX; null if they do not fit.
  public Shape broadcast(Shape other) {
    int rank = Math.max(rank(), other.rank());
    Integer[] result = new Integer[rank];
    for (int axis = 1; axis <= rank; axis++) {
      int a = axis <= rank() ? dim(-axis) : 1;
      int b = axis <= other.rank() ? other.dim(-axis) : 1;
      if (a != b && a != 1 && b != 1) {
        return null;
      }
      result[rank - axis] = Math.max(a, b);
    }
    return new Shape(List.of(result));
  }

  @Override
  public String toString() {
    return dims.toString();
  }
}
