package io.cloakwork.compiler.program;

import io.cloakwork.ckks.Parameters;
import io.cloakwork.ckks.encoding.SlotVector;
import io.cloakwork.ckks.linear.BsgsPlan;
import io.cloakwork.ckks.linear.LinearTransform;
import io.cloakwork.ckks.polynomial.Basis;
import io.cloakwork.ckks.polynomial.SlotPolynomial;
import io.cloakwork.compiler.layer.Layer;
import io.cloakwork.compiler.layer.LayerProgram;
import io.cloakwork.compiler.layer.MonicForm;
import io.cloakwork.compiler.packing.AffinePacking;
import io.cloakwork.compiler.packing.Interleaving;
import io.cloakwork.compiler.packing.LinearPacking;
import io.cloakwork.compiler.packing.SharedLayout;
import io.cloakwork.compiler.packing.SlotLayout;
import io.cloakwork.compiler.tensor.ChebyshevPolynomial;
import io.cloakwork.compiler.tensor.ElementwisePolynomial;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.function.IntToDoubleFunction;

/// Turns packed layers into the CKKS IR, a segment each. Affine layers land exactly on the default
/// scale, because their weights are encoded at whatever scale makes it so, for each term its own;
/// so do polynomials but the monic ones, which keep what multiplication and rescaling give.
///
/// Every result lies at the lowest level that leaves enough for what follows; operands that come
/// from higher are dropped to where they are needed. Assumes a packing for every affine layer, each
/// from the layouts that the ones before leave, and at least as many levels as the layers consume:
/// the result is at level 0.
public final class ProgramBuilder {

  private final LayerProgram layers;
  private final Parameters parameters;
  private final Interleaving images;
  private final double outputScale;
  private final List<Segment> segments = new ArrayList<>();
  private final List<SlotLayout> layouts = new ArrayList<>();

  private ProgramBuilder(
      LayerProgram layers, Parameters parameters, Interleaving images, double outputScale) {
    this.layers = layers;
    this.parameters = parameters;
    this.images = images;
    this.outputScale = outputScale;
  }

  /// @param packings of the affine layers, in order; each for slots ÷ images slots
  /// @param images how many inputs share a ciphertext
  /// @param outputScale scale of the result, small enough that values fit the first prime
  public static SlotProgram build(
      LayerProgram layers,
      List<AffinePacking> packings,
      Parameters parameters,
      int images,
      double outputScale) {
    Interleaving interleaving = new Interleaving(images);
    ProgramBuilder builder = new ProgramBuilder(layers, parameters, interleaving, outputScale);
    Iterator<AffinePacking> packing = packings.iterator();
    int[] below = layers.levelsBelow();
    for (int i = 0; i < below.length; i++) {
      switch (layers.layers().get(i)) {
        case Layer.Affine _ -> builder.affine(packing.next(), below[i] + 1);
        case Layer.Monic monic -> builder.monic(monic);
        case Layer.Polynomial polynomial -> builder.power(polynomial);
        case Layer.Chebyshev chebyshev -> builder.chebyshev(chebyshev);
      }
    }
    SlotLayout input = packings.getFirst().terms().getFirst().in();
    return new SlotProgram(
        parameters,
        new SharedLayout(interleaving, input),
        new SharedLayout(interleaving, packings.getLast().out()),
        images,
        builder.segments);
  }

  private SlotNode result(int layer) {
    return layer == LayerProgram.INPUT
        ? new SlotNode(new SlotOp.Input(0), parameters.maxLevel(), parameters.defaultScale())
        : segments.get(layer).output();
  }

  /// Code for the next layer.
  private SegmentBuilder begin() {
    List<Integer> sources = layers.layers().get(segments.size()).sources();
    return new SegmentBuilder(parameters, sources, sources.stream().map(this::result).toList());
  }

  private void finish(
      SegmentBuilder code, String name, String summary, int result, SlotLayout layout) {
    segments.add(code.build(name, summary, result));
    layouts.add(layout);
  }

  private void affine(AffinePacking packing, int level) {
    SegmentBuilder code = begin();
    boolean last = segments.size() == layers.layers().size() - 1;
    double target = last ? outputScale : parameters.defaultScale();
    List<LinearPacking> terms = packing.terms();
    boolean sameFolds = terms.stream().map(LinearPacking::folds).distinct().count() == 1;
    int sum = -1;
    for (int i = 0; i < terms.size(); i++) {
      int x = code.dropLevel(i, level);
      for (List<Integer> steps : terms.get(i).poolSums()) {
        x = code.rotateSum(x, images.steps(steps));
      }
      LinearTransform map = map(terms.get(i));
      BsgsPlan plan = images.plan(terms.get(i).plan());
      x =
          terms.get(i).chained()
              ? code.chainedTransform(x, map, plan, target)
              : code.transform(x, map, plan, target);
      x = sameFolds ? x : fold(code, x, terms.get(i));
      sum = sum < 0 ? x : code.add(sum, x);
    }
    sum = sameFolds ? fold(code, sum, terms.getFirst()) : sum;
    sum = code.addPlain(sum, SlotVector.real(images.repeat(packing.biasSlots())));
    finish(code, packing.layer().name(), packing.kind(), sum, packing.out());
  }

  private LinearTransform map(LinearPacking packing) {
    return images.transform(packing.diagonals(), packing.in().slots());
  }

  private int fold(SegmentBuilder code, int x, LinearPacking packing) {
    int folded = x;
    for (int step : packing.folds()) {
      folded = code.rotateSum(folded, images.steps(List.of(step)));
    }
    return folded;
  }

  /// x² + b·x, and for degree 3 times x.
  private void monic(Layer.Monic layer) {
    SegmentBuilder code = begin();
    SlotLayout layout = layouts.get(layer.source());
    MonicForm form = layer.form();
    int y;
    if (form.hasLinear()) {
      int square = code.multiply(0, 0, false);
      SlotVector b = vector(layout, form::linear);
      y = code.rescale(code.add(square, code.multiplyPlain(0, b, code.scale(0))));
    } else {
      y = code.multiply(0, 0, true);
    }
    if (form.degree() == 3) {
      y = code.addPlain(y, vector(layout, form::constant));
      y = code.multiply(y, code.dropLevel(0, code.level(y)), true);
    }
    finish(code, layer.name(), form.toString(), y, layout);
  }

  private void power(Layer.Polynomial layer) {
    SlotLayout layout = layouts.get(layer.source());
    int size = layer.shape().size();
    List<SlotVector> coefficients = new ArrayList<>();
    for (int k = 0; k <= layer.polynomial().degree(); k++) {
      int power = k;
      coefficients.add(vector(layout, e -> layer.polynomial().coefficient(power, e, size)));
    }
    boolean uniform = layer.polynomial().isUniform();
    polynomial(
        layer,
        uniform
            ? SlotPolynomial.uniform(Basis.POWER, leading(layer.polynomial()))
            : SlotPolynomial.perSlot(Basis.POWER, coefficients),
        layer.polynomial().toString());
  }

  private static double[] leading(ElementwisePolynomial polynomial) {
    double[] coefficients = new double[polynomial.degree() + 1];
    Arrays.setAll(coefficients, k -> polynomial.coefficient(k, 0, 1));
    return coefficients;
  }

  private void chebyshev(Layer.Chebyshev layer) {
    ChebyshevPolynomial p = layer.polynomial();
    if (p.low() != -1 || p.high() != 1) {
      throw new IllegalArgumentException(
          "the operand of '%s' has not been brought to [-1, 1]".formatted(layer.name()));
    }
    polynomial(layer, SlotPolynomial.uniform(Basis.CHEBYSHEV, p.coefficients()), p.toString());
  }

  private void polynomial(Layer layer, SlotPolynomial polynomial, String summary) {
    SegmentBuilder code = begin();
    int y = code.polynomial(0, polynomial, parameters.defaultScale());
    finish(code, layer.name(), summary, y, layouts.get(layer.sources().getFirst()));
  }

  private SlotVector vector(SlotLayout layout, IntToDoubleFunction element) {
    double[] values = new double[layout.elements()];
    for (int e = 0; e < values.length; e++) {
      values[e] = element.applyAsDouble(e);
    }
    return SlotVector.real(images.repeat(layout.pack(values)));
  }
}
