package io.cloakwork.compiler.program;

import io.cloakwork.ckks.Parameters;
import io.cloakwork.ckks.encoding.SlotVector;
import io.cloakwork.compiler.layer.Layer;
import io.cloakwork.compiler.layer.LayerProgram;
import io.cloakwork.compiler.layer.MonicForm;
import io.cloakwork.compiler.packing.LinearPacking;
import io.cloakwork.compiler.packing.SlotLayout;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.IntToDoubleFunction;

/// Turns packed layers into the CKKS IR. Affine layers land exactly on the default scale, because
/// their weights are encoded at whatever scale makes it so; polynomials keep what multiplication
/// and rescaling give.
///
/// Assumes a packing for every affine layer, each from the layout that the one before leaves, and
/// as many levels as the layers consume: the result is at level 0.
public final class ProgramBuilder {

  private final Parameters parameters;
  private final double outputScale;
  private final List<Segment> segments = new ArrayList<>();
  private int level;
  private double scale;

  private ProgramBuilder(Parameters parameters, double outputScale) {
    this.parameters = parameters;
    this.outputScale = outputScale;
    this.level = parameters.maxLevel();
    this.scale = parameters.defaultScale();
  }

  /// @param packings of the affine layers, in order
  /// @param outputScale scale of the result, small enough that values fit the first prime
  public static SlotProgram build(
      LayerProgram layers,
      List<LinearPacking> packings,
      Parameters parameters,
      double outputScale) {
    ProgramBuilder builder = new ProgramBuilder(parameters, outputScale);
    Iterator<LinearPacking> packing = packings.iterator();
    SlotLayout layout = null;
    for (Layer layer : layers.layers()) {
      switch (layer) {
        case Layer.Affine _ -> {
          LinearPacking next = packing.next();
          builder.affine(next, !packing.hasNext());
          layout = next.out();
        }
        case Layer.Monic monic -> builder.monic(monic, layout);
        case Layer.Polynomial polynomial -> builder.horner(polynomial, layout);
      }
    }
    return new SlotProgram(
        parameters, packings.getFirst().in(), packings.getLast().out(), builder.segments);
  }

  private void finish(SegmentBuilder code, String name, String summary, int result) {
    segments.add(code.build(name, summary, result));
    level = code.level(result);
    scale = code.scale(result);
  }

  private void affine(LinearPacking packing, boolean last) {
    SegmentBuilder code = new SegmentBuilder(parameters, level, scale);
    int x = 0;
    for (List<Integer> steps : packing.poolSums()) {
      x = code.rotateSum(x, steps);
    }
    double target = last ? outputScale : parameters.defaultScale();
    x = code.transform(x, packing.transform(), packing.plan(), target);
    for (int step : packing.folds()) {
      x = code.rotateSum(x, List.of(step));
    }
    x = code.addPlain(x, SlotVector.real(packing.biasSlots()));
    finish(code, packing.layer().name(), packing.kind(), x);
  }

  /// x² + b·x, and for degree 3 times x.
  private void monic(Layer.Monic layer, SlotLayout layout) {
    SegmentBuilder code = new SegmentBuilder(parameters, level, scale);
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
    finish(code, layer.name(), form.toString(), y);
  }

  /// Horner's rule: a level for each degree.
  private void horner(Layer.Polynomial layer, SlotLayout layout) {
    SegmentBuilder code = new SegmentBuilder(parameters, level, scale);
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
    finish(code, layer.name(), layer.polynomial() + " by Horner's rule", y);
  }

  private static SlotVector vector(SlotLayout layout, IntToDoubleFunction element) {
    double[] values = new double[layout.elements()];
    for (int e = 0; e < values.length; e++) {
      values[e] = element.applyAsDouble(e);
    }
    return SlotVector.real(layout.pack(values));
  }
}
