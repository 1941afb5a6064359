package io.cloakwork.compiler.layer;

import io.cloakwork.compiler.tensor.ChebyshevPolynomial;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// Gives what polynomials can spare to the affine layers around them, so that degree 2 costs one
/// level and degree 3 two, and a fitted activation none for its interval.
///
/// A polynomial on [low, high] in the Chebyshev basis gives u = (2x − low − high) / (high − low) to
/// the layer before it, and its constant to those after it. Degrees 2 and 3 in powers of x give
/// their leading coefficient, shift and constant:
///
/// With u = s·x: a·x² + b·x + d = σ·(u² + β·u) + d for s = √|a|, σ = sign a, β = σ·b/s, and
/// completing the square by u + β/2 removes β too. a·x³ + … = u³ + β₂·u² + β₁·u + d for s = ∛a, and
/// u + β₂/3 removes β₂. The layer before takes s and the shift into its rows, the layers after take
/// σ into their columns and the constants into their biases.
///
/// A shift beyond [#MAX_SHIFT] would cancel too many bits and stays as a term of its own; where a
/// leading coefficient is so small that β exceeds [#MAX_COEFFICIENT], and for degrees from 4 on,
/// the polynomial stays as it is.
public final class ActivationNormalisation {

  private static final double MAX_SHIFT = 8;
  private static final double MAX_COEFFICIENT = 1 << 10;

  private final List<Layer> layers;
  private final LayerProgram program;

  private ActivationNormalisation(LayerProgram program) {
    this.program = program;
    this.layers = new ArrayList<>(program.layers());
  }

  public static LayerProgram apply(LayerProgram program) {
    ActivationNormalisation pass = new ActivationNormalisation(program);
    for (int i = 0; i < pass.layers.size(); i++) {
      switch (pass.layers.get(i)) {
        case Layer.Polynomial polynomial -> pass.normalise(i, polynomial);
        case Layer.Chebyshev chebyshev -> pass.normalise(i, chebyshev);
        case Layer.Affine _, Layer.Monic _ -> {}
      }
    }
    return new LayerProgram(program.input(), program.output(), pass.layers);
  }

  /// What the layers around a polynomial take over, one value an element: scale and shift of the
  /// operand, sign and offset of the result.
  private void give(int at, double[] scale, double[] shift, double[] sign, double[] offset) {
    int source = layers.get(at).sources().getFirst();
    Layer.Affine before = (Layer.Affine) layers.get(source);
    layers.set(source, before.thenScale(scale, shift));
    for (int reader : program.readers(at)) {
      Layer.Affine after = (Layer.Affine) layers.get(reader);
      int term = after.sources().indexOf(at);
      Layer.Term taken = takeConstants(after.terms().get(term), sign, offset);
      layers.set(reader, after.withTerm(term, taken));
    }
  }

  private void normalise(int at, Layer.Chebyshev layer) {
    ChebyshevPolynomial p = layer.polynomial();
    int size = layer.shape().size();
    double[] coefficients = p.coefficients();
    double constant = coefficients[0];
    coefficients[0] = 0;
    ChebyshevPolynomial normal = new ChebyshevPolynomial(-1, 1, coefficients);
    layers.set(at, new Layer.Chebyshev(layer.name(), layer.shape(), layer.source(), normal));
    double scale = 2 / (p.high() - p.low());
    give(
        at,
        filled(size, scale),
        filled(size, p.normalised(0)),
        filled(size, 1),
        filled(size, constant));
  }

  private static double[] filled(int size, double value) {
    double[] values = new double[size];
    Arrays.fill(values, value);
    return values;
  }

  /// The parts of one polynomial, one value an element.
  private static final class Absorbed {
    final double[] scale;
    final double[] shift;
    final double[] sign;
    final double[] offset;
    final double[] linear;
    final double[] constant;

    Absorbed(int size) {
      scale = new double[size];
      shift = new double[size];
      sign = new double[size];
      offset = new double[size];
      linear = new double[size];
      constant = new double[size];
      Arrays.fill(sign, 1);
    }
  }

  private void normalise(int at, Layer.Polynomial layer) {
    int size = layer.shape().size();
    int degree = layer.polynomial().degree();
    if (degree > 3) {
      return;
    }
    Absorbed absorbed = new Absorbed(size);
    for (int e = 0; e < size; e++) {
      if (degree == 2) {
        square(layer, e, size, absorbed);
      } else {
        cube(layer, e, size, absorbed);
      }
      if (!(Math.abs(absorbed.linear[e]) <= MAX_COEFFICIENT)
          || !(Math.abs(absorbed.constant[e]) <= MAX_COEFFICIENT)) {
        return;
      }
    }
    MonicForm form = new MonicForm(degree, absorbed.linear, absorbed.constant);
    layers.set(at, new Layer.Monic(layer.name(), layer.shape(), layer.source(), form));
    give(at, absorbed.scale, absorbed.shift, absorbed.sign, absorbed.offset);
  }

  private static void square(Layer.Polynomial layer, int e, int size, Absorbed to) {
    double a = layer.polynomial().coefficient(2, e, size);
    double sign = Math.signum(a);
    double scale = Math.sqrt(Math.abs(a));
    double beta = sign * layer.polynomial().coefficient(1, e, size) / scale;
    double shift = Math.abs(beta / 2) <= MAX_SHIFT ? beta / 2 : 0;
    to.scale[e] = scale;
    to.shift[e] = shift;
    to.sign[e] = sign;
    to.linear[e] = shift == 0 ? beta : 0;
    to.offset[e] = layer.polynomial().coefficient(0, e, size) - sign * shift * shift;
  }

  private static void cube(Layer.Polynomial layer, int e, int size, Absorbed to) {
    double scale = Math.cbrt(layer.polynomial().coefficient(3, e, size));
    double beta2 = layer.polynomial().coefficient(2, e, size) / (scale * scale);
    double beta1 = layer.polynomial().coefficient(1, e, size) / scale;
    double shift = Math.abs(beta2 / 3) <= MAX_SHIFT ? beta2 / 3 : 0;
    boolean depressed = shift != 0;
    to.scale[e] = scale;
    to.shift[e] = shift;
    to.linear[e] = depressed ? 0 : beta2;
    to.constant[e] = depressed ? beta1 - beta2 * shift : beta1;
    to.offset[e] =
        layer.polynomial().coefficient(0, e, size)
            + (depressed ? 2 * shift * shift * shift - shift * beta1 : 0);
  }

  /// `term` of sign·x + offset. A sum pool passes a value on unchanged only if it is the same over
  /// each window, so with other values the pool is composed away first.
  private static Layer.Term takeConstants(Layer.Term term, double[] sign, double[] offset) {
    if (term.pool().isEmpty()) {
      return term.withMap(term.map().compose(SparseAffine.diagonal(sign, offset)));
    }
    SumPool pool = term.pool().get();
    int channels = pool.in().channels();
    if (isByChannel(sign, channels) && isByChannel(offset, channels)) {
      double[] pooledSign = new double[pool.out().size()];
      double[] pooledOffset = new double[pool.out().size()];
      for (int i = 0; i < pooledSign.length; i++) {
        int from = i / (pooledSign.length / channels) * (sign.length / channels);
        pooledSign[i] = sign[from];
        pooledOffset[i] = pool.taps() * offset[from];
      }
      return term.withMap(term.map().compose(SparseAffine.diagonal(pooledSign, pooledOffset)));
    }
    return new Layer.Term(
        term.source(),
        term.in(),
        term.out(),
        Optional.empty(),
        term.composed().compose(SparseAffine.diagonal(sign, offset)),
        term.composedStride());
  }

  private static boolean isByChannel(double[] values, int channels) {
    int run = values.length / channels;
    for (int i = 0; i < values.length; i++) {
      if (values[i] != values[i / run * run]) {
        return false;
      }
    }
    return true;
  }
}
