package io.cloakwork.compiler.layer;

import io.cloakwork.compiler.tensor.ChebyshevPolynomial;
import io.cloakwork.compiler.tensor.ElementwisePolynomial;
import io.cloakwork.compiler.tensor.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// One layer of a network. Its operands are indices of earlier layers, or [LayerProgram#INPUT].
public sealed interface Layer {

  /// The ONNX nodes that it came from, joined by '+'.
  String name();

  /// Shape of the result.
  Shape shape();

  /// The operands.
  List<Integer> sources();

  /// Whether large operands outside the layout's elements would ruin the result: high powers of
  /// them leave the modulus.
  default boolean needsCleanSlots() {
    return switch (this) {
      case Affine _, Monic _ -> false;
      case Polynomial p -> p.polynomial().degree() > 3;
      case Chebyshev _ -> true;
    };
  }

  /// Multiplicative levels that it consumes on a ciphertext.
  int depth();

  /// Σ W_i·x_i + b, each operand after an optional sum over windows.
  ///
  /// @param terms one for each operand, each of another source
  record Affine(String name, Shape shape, List<Term> terms) implements Layer {

    public Affine {
      terms = List.copyOf(terms);
      if (terms.isEmpty() || terms.stream().map(Term::source).distinct().count() < terms.size()) {
        throw new IllegalArgumentException(
            "layer '%s' reads %s".formatted(name, terms.stream().map(Term::source).toList()));
      }
    }

    @Override
    public List<Integer> sources() {
      return terms.stream().map(Term::source).toList();
    }

    @Override
    public int depth() {
      return 1;
    }

    /// b of one row: the sum of what the terms add.
    public double bias(int row) {
      return terms.stream().mapToDouble(term -> term.map().bias(row)).sum();
    }

    /// Row i of the whole layer multiplied by scale_i, then shift_i added.
    Affine thenScale(double[] scale, double[] shift) {
      List<Term> scaled = new ArrayList<>();
      for (Term term : terms) {
        double[] own = scaled.isEmpty() ? shift : new double[shift.length];
        scaled.add(term.withMap(term.map().thenScale(scale, own)));
      }
      return new Affine(name, shape, scaled);
    }

    Affine withTerm(int index, Term term) {
      List<Term> replaced = new ArrayList<>(terms);
      replaced.set(index, term);
      return new Affine(name, shape, replaced);
    }
  }

  /// W·x + b for one operand of an affine layer. The biases of a layer's terms add.
  ///
  /// @param source the operand
  /// @param in shape of the operand
  /// @param out shape of the result
  /// @param pool summed before `map` is applied, if present
  /// @param map from the operand, or from the sums, to the result
  /// @param stride how `map` walks over its operand; absent if it does not keep the image
  record Term(
      int source,
      Shape in,
      Shape out,
      Optional<SumPool> pool,
      SparseAffine map,
      Optional<Stride> stride) {

    /// The same term as one matrix.
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

    /// W·pool(x) + b.
    public double[] apply(double[] x) {
      return map.apply(pool.map(p -> p.matrix().apply(x)).orElse(x));
    }

    Term withMap(SparseAffine newMap) {
      return new Term(source, in, out, pool, newMap, stride);
    }
  }

  /// How far, in rows and columns of the operand, neighbouring results lie apart.
  record Stride(int rows, int columns) {
    static final Stride ONE = new Stride(1, 1);

    Stride times(int moreRows, int moreColumns) {
      return new Stride(rows * moreRows, columns * moreColumns);
    }
  }

  /// A polynomial of each element in powers of x, as the model has it.
  ///
  /// @param source an affine layer of the same shape
  record Polynomial(String name, Shape shape, int source, ElementwisePolynomial polynomial)
      implements Layer {

    @Override
    public List<Integer> sources() {
      return List.of(source);
    }

    @Override
    public int depth() {
      return depthOf(polynomial.degree());
    }
  }

  /// The same polynomial of every element, in the Chebyshev basis. Evaluation needs the interval
  /// [−1, 1], to which [ActivationNormalisation] brings every operand.
  ///
  /// @param source an affine layer of the same shape
  record Chebyshev(String name, Shape shape, int source, ChebyshevPolynomial polynomial)
      implements Layer {

    @Override
    public List<Integer> sources() {
      return List.of(source);
    }

    @Override
    public int depth() {
      return depthOf(polynomial.degree());
    }
  }

  /// x² + b·x, or x·(x² + b·x + c): what is left of a polynomial of degree 2 or 3 when the layers
  /// around it have taken its leading coefficient, its shift and its constant.
  ///
  /// @param source an affine layer of the same shape
  record Monic(String name, Shape shape, int source, MonicForm form) implements Layer {

    @Override
    public List<Integer> sources() {
      return List.of(source);
    }

    @Override
    public int depth() {
      return form.degree() - 1;
    }
  }

  /// ⌈log2(degree + 1)⌉: levels of a polynomial by Paterson and Stockmeyer's method.
  private static int depthOf(int degree) {
    return Integer.SIZE - Integer.numberOfLeadingZeros(degree);
  }
}
