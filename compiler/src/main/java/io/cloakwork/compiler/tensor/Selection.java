package io.cloakwork.compiler.tensor;

import java.util.function.IntUnaryOperator;

/// Which element of an operand each element of a result is: what transposing, slicing, gathering,
/// repeating and placing side by side have in common. On ciphertexts it is a linear map.
public final class Selection {

  /// The source of a result element that is zero.
  public static final int ZERO = -1;

  private final Shape operand;
  private final Shape result;
  private final int[] sources;

  private Selection(Shape operand, Shape result, int[] sources) {
    this.operand = operand;
    this.result = result;
    this.sources = sources;
  }

  /// @param source the row-major index in the operand of a row-major index in the result, or
  ///   [#ZERO]
  public static Selection of(Shape operand, Shape result, IntUnaryOperator source) {
    int[] sources = new int[result.size()];
    for (int i = 0; i < sources.length; i++) {
      sources[i] = source.applyAsInt(i);
      if (sources[i] < ZERO || sources[i] >= operand.size()) {
        throw new IllegalArgumentException(
            "element %d of %s cannot be element %d of %s"
                .formatted(i, result, sources[i], operand));
      }
    }
    return new Selection(operand, result, sources);
  }

  /// Dimension i of the result is dimension `axes[i]` of the operand.
  ///
  /// @param axes a permutation of 0, 1, …, rank − 1
  public static Selection transposition(Shape operand, int... axes) {
    int rank = operand.rank();
    int[] dims = new int[rank];
    int[] strides = new int[rank];
    int[] operandStrides = operand.strides();
    for (int i = 0; i < rank; i++) {
      dims[i] = operand.dim(axes[i]);
      strides[i] = operandStrides[axes[i]];
    }
    return strided(operand, Shape.of(dims), 0, strides);
  }

  /// Element (i₀, i₁, …) of the result is element `offset` + Σ iₖ·`strides[k]` of the operand.
  public static Selection strided(Shape operand, Shape result, int offset, int... strides) {
    int[] index = new int[result.rank()];
    int[] next = {offset};
    return of(
        operand,
        result,
        _ -> {
          int source = next[0];
          for (int axis = index.length - 1; axis >= 0; axis--) {
            next[0] += strides[axis];
            if (++index[axis] < result.dim(axis)) {
              break;
            }
            next[0] -= strides[axis] * index[axis];
            index[axis] = 0;
          }
          return source;
        });
  }

  /// Elements `indices` along `axis`, in this order; [#ZERO] for zeros.
  public static Selection along(Shape operand, int axis, int... indices) {
    int inner = operand.strides()[axis];
    int run = operand.dim(axis);
    return of(
        operand,
        operand.with(axis, indices.length),
        i -> {
          int index = indices[i / inner % indices.length];
          int outer = i / inner / indices.length;
          return index == ZERO ? ZERO : (outer * run + index) * inner + i % inner;
        });
  }

  public Shape operand() {
    return operand;
  }

  public Shape result() {
    return result;
  }

  /// The operand element that is element `index` of the result, or [#ZERO].
  public int source(int index) {
    return sources[index];
  }

  @Override
  public String toString() {
    return operand + " to " + result;
  }
}
