package io.cloakwork.compiler.throughput;

import io.cloakwork.compiler.CompileException;
import io.cloakwork.compiler.layer.Layer;
import io.cloakwork.compiler.layer.LayerInterpreter;
import io.cloakwork.compiler.layer.LayerProgram;
import io.cloakwork.compiler.layer.MonicForm;
import io.cloakwork.compiler.layer.SparseAffine;
import io.cloakwork.compiler.tensor.ChebyshevPolynomial;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// From layers to a [Sketch]. A sum pool before a linear map stays apart, at no level, where that
/// takes fewer products than the composed matrix. A square that the layers could not complete (its
/// shift is large) is completed here, because constants are free. Every other polynomial becomes
/// one in the Chebyshev basis of the range that it meets.
///
/// Assumes [io.cloakwork.compiler.layer.ActivationNormalisation] has run.
final class Sketching {

  private final LayerProgram program;
  // The largest absolute value of each layer on the samples.
  private final double[] largest;
  private final List<Sketch.Node> nodes = new ArrayList<>();
  // The node of each layer.
  private final Map<Integer, Integer> nodeOf = new HashMap<>();
  // What has to be added to a layer's result where it is read: constants of completed squares.
  private final Map<Integer, double[]> owed = new HashMap<>();

  private Sketching(LayerProgram program, List<double[]> samples) {
    this.program = program;
    this.largest = new double[program.layers().size()];
    for (double[] sample : samples) {
      List<double[]> trace = LayerInterpreter.trace(program, sample);
      for (int i = 0; i < largest.length; i++) {
        double max = Arrays.stream(trace.get(i)).map(Math::abs).max().orElse(0);
        largest[i] = Math.max(largest[i], max);
      }
    }
    nodeOf.put(LayerProgram.INPUT, Sketch.INPUT);
  }

  /// @param samples inputs that show which ranges polynomials meet
  static Sketch of(LayerProgram program, List<double[]> samples) {
    Sketching sketching = new Sketching(program, samples);
    for (int i = 0; i < program.layers().size(); i++) {
      sketching.nodeOf.put(i, sketching.add(i));
    }
    return new Sketch(program.input().size(), sketching.nodes);
  }

  private int add(int index) {
    return switch (program.layers().get(index)) {
      case Layer.Affine affine -> addSum(index, affine);
      case Layer.Monic monic when monic.form().degree() == 2 -> addSquare(index, monic);
      case Layer.Monic monic -> addPowers(monic, cube(monic));
      case Layer.Polynomial polynomial -> addPowers(polynomial, powers(polynomial));
      case Layer.Chebyshev chebyshev -> addChebyshev(chebyshev, chebyshev.polynomial());
    };
  }

  private int push(Sketch.Node node) {
    nodes.add(node);
    return nodes.size() - 1;
  }

  private int addSum(int index, Layer.Affine layer) {
    List<Sketch.Term> terms = new ArrayList<>();
    for (Layer.Term term : layer.terms()) {
      terms.add(term(term));
    }
    int size = layer.shape().size();
    double[] scale = new double[size];
    double[] shift = new double[size];
    Arrays.fill(scale, 1);
    for (int reader : program.readers(index)) {
      adapt(program.layers().get(reader), scale, shift);
    }
    List<Sketch.Term> adapted = new ArrayList<>();
    for (Sketch.Term term : terms) {
      double[] own = adapted.isEmpty() ? shift : new double[size];
      adapted.add(new Sketch.Term(term.operand(), term.map().thenScale(scale, own)));
    }
    return push(new Sketch.Sum(layer.name(), adapted));
  }

  /// What a reader wants its operand to be: scale·x + shift.
  private void adapt(Layer reader, double[] scale, double[] shift) {
    switch (reader) {
      case Layer.Monic monic when monic.form().degree() == 2 ->
          Arrays.setAll(shift, e -> monic.form().linear(e) / 2);
      case Layer.Monic monic -> Arrays.fill(scale, 1 / range(monic.source()));
      case Layer.Polynomial polynomial -> Arrays.fill(scale, 1 / range(polynomial.source()));
      case Layer.Chebyshev _, Layer.Affine _ -> {}
    }
  }

  /// The power of two that bounds a layer's values on the samples.
  private double range(int layer) {
    return Math.scalb(1.0, Math.getExponent(Math.max(largest[layer], Double.MIN_NORMAL)) + 1);
  }

  private Sketch.Term term(Layer.Term term) {
    int operand = nodeOf.get(term.source());
    double[] constant = owed.get(term.source());
    SparseAffine composed = paid(term.composed(), constant);
    if (term.pool().isEmpty()) {
      return new Sketch.Term(operand, composed);
    }
    SparseAffine pool = paid(term.pool().get().matrix(), constant);
    if (composed.nonZeros() <= pool.nonZeros() + term.map().nonZeros()) {
      return new Sketch.Term(operand, composed);
    }
    Sketch.Term sums = new Sketch.Term(operand, pool);
    return new Sketch.Term(push(new Sketch.Sum("sum pool", List.of(sums))), term.map());
  }

  /// `map` of a value that is owed a constant.
  private static SparseAffine paid(SparseAffine map, double[] constant) {
    if (constant == null || Arrays.stream(constant).allMatch(c -> c == 0)) {
      return map;
    }
    double[] shift = map.apply(constant);
    double[] scale = new double[shift.length];
    Arrays.fill(scale, 1);
    Arrays.setAll(shift, row -> shift[row] - map.bias(row));
    return map.thenScale(scale, shift);
  }

  /// x² + b·x = (x + b/2)² − b²/4, the constant owed to the readers.
  private int addSquare(int index, Layer.Monic layer) {
    MonicForm form = layer.form();
    double[] constant = new double[form.elements()];
    Arrays.setAll(constant, e -> -form.linear(e) * form.linear(e) / 4);
    owed.put(index, constant);
    return push(new Sketch.Square(layer.name(), nodeOf.get(layer.source()), form.elements()));
  }

  private int addChebyshev(Layer layer, ChebyshevPolynomial polynomial) {
    int operand = nodeOf.get(layer.sources().getFirst());
    return push(new Sketch.Chebyshev(layer.name(), operand, layer.shape().size(), polynomial));
  }

  /// Σ a_k·x^k for an operand that was divided by its range r: Σ a_k·r^k·u^k.
  private int addPowers(Layer layer, double[] coefficients) {
    double range = range(layer.sources().getFirst());
    double power = 1;
    for (int k = 0; k < coefficients.length; k++, power *= range) {
      coefficients[k] *= power;
    }
    return addChebyshev(layer, new ChebyshevPolynomial(-1, 1, toChebyshev(coefficients)));
  }

  /// Horner's rule in the Chebyshev basis: u·T_0 = T_1 and u·T_k = (T_{k+1} + T_{k−1}) / 2.
  private static double[] toChebyshev(double[] powers) {
    double[] result = new double[powers.length];
    for (int k = powers.length - 1; k >= 0; k--) {
      double[] timesU = new double[powers.length];
      for (int t = 0; t + 1 < powers.length; t++) {
        if (t == 0) {
          timesU[1] += result[0];
        } else {
          timesU[t + 1] += result[t] / 2;
          timesU[t - 1] += result[t] / 2;
        }
      }
      timesU[0] += powers[k];
      result = timesU;
    }
    return result;
  }

  /// 0, c, b, 1: the coefficients of x·(x² + b·x + c).
  private static double[] cube(Layer.Monic layer) {
    MonicForm form = layer.form();
    boolean isUniform = true;
    for (int e = 1; e < form.elements(); e++) {
      isUniform &= form.linear(e) == form.linear(0) && form.constant(e) == form.constant(0);
    }
    requireUniform(layer, isUniform);
    return new double[] {0, form.constant(0), form.linear(0), 1};
  }

  private static double[] powers(Layer.Polynomial layer) {
    requireUniform(layer, layer.polynomial().isUniform());
    double[] coefficients = new double[layer.polynomial().degree() + 1];
    Arrays.setAll(coefficients, k -> layer.polynomial().coefficient(k, 0, 1));
    return coefficients;
  }

  private static void requireUniform(Layer layer, boolean isUniform) {
    if (!isUniform) {
      throw new CompileException(
          "'%s' is of degree 3 or more and has other coefficients for other elements, which the throughput objective does not take; the latency objective does"
              .formatted(layer.name()));
    }
  }
}
