package io.cloakwork.compiler.layer;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// Gives the leading coefficient, the shift and the constant of every polynomial of degree 2 or 3
/// to the affine layers around it, so that degree 2 costs one level and degree 3 two.
///
/// With u = s·x: a·x² + b·x + d = σ·(u² + β·u) + d for s = √|a|, σ = sign a, β = σ·b/s, and
/// completing the square by u + β/2 removes β too. a·x³ + … = u³ + β₂·u² + β₁·u + d for s = ∛a, and
/// u + β₂/3 removes β₂. The layer before takes s and the shift into its rows, the layer after takes
/// σ into its columns and the constants into its bias.
///
/// Assumes alternating layers. A shift beyond [#MAX_SHIFT] would cancel too many bits and stays as
/// a term of its own; a leading coefficient so small that β exceeds [#MAX_COEFFICIENT], and degrees
/// from 4 on, leave the polynomial to Horner's rule.
public final class ActivationNormalisation {

  private static final double MAX_SHIFT = 8;
  private static final double MAX_COEFFICIENT = 1 << 10;

  private ActivationNormalisation() {}

  public static LayerProgram apply(LayerProgram program) {
    List<Layer> layers = new ArrayList<>(program.layers());
    for (int i = 1; i < layers.size(); i += 2) {
      if (layers.get(i) instanceof Layer.Polynomial polynomial) {
        normalise(layers, i, polynomial);
      }
    }
    return new LayerProgram(program.input(), program.output(), layers);
  }

  /// What the layers around one polynomial take over, one value an element.
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

  private static void normalise(List<Layer> layers, int at, Layer.Polynomial layer) {
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
    Layer.Affine before = (Layer.Affine) layers.get(at - 1);
    Layer.Affine after = (Layer.Affine) layers.get(at + 1);
    layers.set(at - 1, before.withMap(before.map().thenScale(absorbed.scale, absorbed.shift)));
    MonicForm form = new MonicForm(degree, absorbed.linear, absorbed.constant);
    layers.set(at, new Layer.Monic(layer.name(), layer.shape(), form));
    layers.set(at + 1, takeConstants(after, absorbed.sign, absorbed.offset));
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

  /// `layer` of sign·x + offset. A sum pool passes a value on unchanged only if it is the same over
  /// each window, so with other values the pool is composed away first.
  private static Layer.Affine takeConstants(Layer.Affine layer, double[] sign, double[] offset) {
    if (layer.pool().isEmpty()) {
      return layer.withMap(layer.map().compose(SparseAffine.diagonal(sign, offset)));
    }
    SumPool pool = layer.pool().get();
    int channels = pool.in().channels();
    if (isByChannel(sign, channels) && isByChannel(offset, channels)) {
      double[] pooledSign = new double[pool.out().size()];
      double[] pooledOffset = new double[pool.out().size()];
      for (int i = 0; i < pooledSign.length; i++) {
        int from = i / (pooledSign.length / channels) * (sign.length / channels);
        pooledSign[i] = sign[from];
        pooledOffset[i] = pool.taps() * offset[from];
      }
      return layer.withMap(layer.map().compose(SparseAffine.diagonal(pooledSign, pooledOffset)));
    }
    return new Layer.Affine(
        layer.name(),
        layer.in(),
        layer.out(),
        Optional.empty(),
        layer.composed().compose(SparseAffine.diagonal(sign, offset)),
        layer.composedStride());
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
