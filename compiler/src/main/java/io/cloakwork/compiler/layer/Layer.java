package io.cloakwork.compiler.layer;

import io.cloakwork.compiler.tensor.ElementwisePolynomial;
import io.cloakwork.compiler.tensor.Shape;
import java.util.Optional;

/// One layer of a network.
public sealed interface Layer {

  /// The ONNX nodes that it came from, joined by '+'.
  String name();

  /// Multiplicative levels that it consumes on a ciphertext.
  int depth();

  /// W·x + b, after an optional sum over windows.
  ///
  /// @param in shape of the operand
  /// @param out shape of the result
  /// @param pool summed before `map` is applied, if present
  /// @param map from the operand, or from the sums, to the result
  /// @param stride how `map` walks over its operand; absent if it does not keep the image
  record Affine(
      String name,
      Shape in,
      Shape out,
      Optional<SumPool> pool,
      SparseAffine map,
      Optional<Stride> stride)
      implements Layer {

    @Override
    public int depth() {
      return 1;
    }

    /// The same layer as one matrix.
    public SparseAffine composed() {
      return pool.map(p -> map.compose(p.matrix())).orElse(map);
    }

    /// The stride of [#composed()].
    public Optional<Stride> composedStride() {
      return stride.map(s ->
          pool.map(p ->
                  new Stride(s.rows() * p.window().strideH(), s.columns() * p.window().strideW()))
              .orElse(s));
    }

    Affine withMap(SparseAffine newMap) {
      return new Affine(name, in, out, pool, newMap, stride);
    }
  }

  /// How far, in rows and columns of the operand, neighbouring results lie apart.
  record Stride(int rows, int columns) {
    static final Stride ONE = new Stride(1, 1);

    Stride times(int moreRows, int moreColumns) {
      return new Stride(rows * moreRows, columns * moreColumns);
    }
  }

  /// A polynomial of each element, as the model has it.
  record Polynomial(String name, Shape shape, ElementwisePolynomial polynomial) implements Layer {

    /// By Horner's rule; cheaper forms are [Monic].
    @Override
    public int depth() {
      return polynomial.degree();
    }
  }

  /// x² + b·x, or x·(x² + b·x + c): what is left of a polynomial of degree 2 or 3 when the layers
  /// around it have taken its leading coefficient, its shift and its constant.
  record Monic(String name, Shape shape, MonicForm form) implements Layer {

    @Override
    public int depth() {
      return form.degree() - 1;
    }
  }
}
