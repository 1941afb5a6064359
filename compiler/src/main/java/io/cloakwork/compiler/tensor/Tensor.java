package io.cloakwork.compiler.tensor;

import java.util.Arrays;

/// An immutable tensor of doubles.
public final class Tensor {

  private final Shape shape;
  private final double[] values;

  /// @param values row-major; kept, so the caller must not change it afterwards
  public Tensor(Shape shape, double... values) {
    if (values.length != shape.size()) {
      throw new IllegalArgumentException(
          "shape %s has %d elements, not %d".formatted(shape, shape.size(), values.length));
    }
    this.shape = shape;
    this.values = values;
  }

  public Shape shape() {
    return shape;
  }

  public int size() {
    return values.length;
  }

  /// The element at a row-major index.
  public double at(int index) {
    return values[index];
  }

  /// A copy of the elements.
  public double[] toArray() {
    return values.clone();
  }

  /// The same elements under another shape of the same size.
  public Tensor reshaped(Shape newShape) {
    return new Tensor(newShape, values);
  }

  /// This tensor repeated to `target` by the broadcasting rules.
  public Tensor broadcastTo(Shape target) {
    if (target.equals(shape)) {
      return this;
    }
    double[] result = new double[target.size()];
    int[] strides = broadcastStrides(target);
    int[] index = new int[target.rank()];
    int source = 0;
    for (int i = 0; i < result.length; i++) {
      result[i] = values[source];
      for (int axis = target.rank() - 1; axis >= 0; axis--) {
        source += strides[axis];
        if (++index[axis] < target.dim(axis)) {
          break;
        }
        source -= strides[axis] * target.dim(axis);
        index[axis] = 0;
      }
    }
    return new Tensor(target, result);
  }

  private int[] broadcastStrides(Shape target) {
    int[] strides = new int[target.rank()];
    int stride = 1;
    for (int axis = 1; axis <= shape.rank(); axis++) {
      int dim = shape.dim(-axis);
      strides[target.rank() - axis] = dim == 1 ? 0 : stride;
      stride *= dim;
    }
    return strides;
  }

  /// The largest absolute value; 0 for no elements.
  public double maxAbs() {
    return Arrays.stream(values).map(Math::abs).max().orElse(0);
  }

  @Override
  public String toString() {
    return "Tensor" + shape;
  }
}
