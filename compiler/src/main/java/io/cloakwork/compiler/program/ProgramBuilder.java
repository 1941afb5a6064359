package io.cloakwork.compiler.program;

import io.cloakwork.ckks.Parameters;
import io.cloakwork.ckks.encoding.SlotVector;
import io.cloakwork.compiler.CompileException;
import io.cloakwork.compiler.layer.Layer;
import io.cloakwork.compiler.layer.LayerProgram;
import io.cloakwork.compiler.layer.MonicForm;
import io.cloakwork.compiler.packing.AffinePacking;
import io.cloakwork.compiler.packing.LinearPacking;
import io.cloakwork.compiler.packing.SlotLayout;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.IntToDoubleFunction;

/// Turns packed layers into the CKKS IR, a segment each. Affine layers land exactly on the default
/// scale, because their weights are encoded at whatever scale makes it so, for each term its own;
/// polynomials keep what multiplication and rescaling give.
///
/// Every result lies at the lowest level that leaves enough for what follows; operands that come
/// from higher are dropped to where they are needed. Assumes a packing for every affine layer, each
/// from the layouts that the ones before leave, and at least as many levels as the layers consume:
/// the result is at level 0.
public final class ProgramBuilder {

  private final LayerProgram layers;
  private final Parameters parameters;
  private final double outputScale;
  private final List<Segment> segments = new ArrayList<>();
  private final List<SlotLayout> layouts = new ArrayList<>();

  private ProgramBuilder(LayerProgram layers, Parameters parameters, double outputScale) {
    this.layers = layers;
    this.parameters = parameters;
    this.outputScale = outputScale;
  }

  /// @param packings of the affine layers, in order
  /// @param outputScale scale of the result, small enough that values fit the first prime
  public static SlotProgram build(
      LayerProgram layers,
      List<AffinePacking> packings,
      Parameters parameters,
      double outputScale) {
    ProgramBuilder builder = new ProgramBuilder(layers, parameters, outputScale);
    Iterator<AffinePacking> packing = packings.iterator();
    int[] below = layers.levelsBelow();
    for (int i = 0; i < below.length; i++) {
      switch (layers.layers().get(i)) {
        case Layer.Affine _ -> builder.affine(packing.next(), below[i] + 1);
        case Layer.Monic monic -> builder.monic(monic);
        case Layer.Polynomial polynomial -> builder.horner(polynomial);
        case Layer.Chebyshev c ->
            throw new CompileException("'%s' has no lowering yet".formatted(c.name()));
      }
    }
    SlotLayout input = packings.getFirst().terms().getFirst().in();
    return new SlotProgram(parameters, input, packings.getLast().out(), builder.segments);
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
        x = code.rotateSum(x, steps);
      }
      x = code.transform(x, terms.get(i).transform(), terms.get(i).plan(), target);
      x = sameFolds ? x : fold(code, x, terms.get(i));
      sum = sum < 0 ? x : code.add(sum, x);
    }
    sum = sameFolds ? fold(code, sum, terms.getFirst()) : sum;
    sum = code.addPlain(sum, SlotVector.real(packing.biasSlots()));
    finish(code, packing.layer().name(), packing.kind(), sum, packing.out());
  }

  private static int fold(SegmentBuilder code, int x, LinearPacking packing) {
    int folded = x;
    for (int step : packing.folds()) {
      folded = code.rotateSum(folded, List.of(step));
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

  /// Horner's rule: a level for each degree.
  private void horner(Layer.Polynomial layer) {
    SegmentBuilder code = begin();
    SlotLayout layout = layouts.get(layer.source());
    int size = layer.shape().size();
    int degree = layer.polynomial().degree();
    SlotVector leading = vector(layout, e -> layer.polynomial().coefficient(degree, e, size));
    int y = code.rescale(code.multiplyPlain(0, leading, code.lastPrime(0)));
    for (int k = degree - 1; k >= 0; k--) {
      int power = k;
      y = code.addPlain(y, vector(layout, e -> layer.polynomial().coefficient(power, e, size)));
      if (k > 0) {
        y = code.multiply(y, code.dropLevel(0, code.level(y)), true);
      }
    }
    finish(code, layer.name(), layer.polynomial() + " by Horner's rule", y, layout);
  }

  private static SlotVector vector(SlotLayout layout, IntToDoubleFunction element) {
    double[] values = new double[layout.elements()];
    for (int e = 0; e < values.length; e++) {
      values[e] = element.applyAsDouble(e);
    }
    return SlotVector.real(layout.pack(values));
  }
}
