package io.cloakwork.compiler;

import io.cloakwork.ckks.Parameters;
import io.cloakwork.ckks.polynomial.Basis;
import io.cloakwork.ckks.polynomial.Parity;
import io.cloakwork.ckks.polynomial.PolynomialPlan;
import io.cloakwork.ckks.polynomial.PolynomialShape;
import io.cloakwork.compiler.layer.Layer;
import io.cloakwork.compiler.layer.LayerProgram;
import io.cloakwork.compiler.packing.RotationCost;

/// What the polynomials of a network cost, in the unit of [RotationCost]: a relinearisation is as
/// dear as a rotation.
final class PolynomialCost {

  private PolynomialCost() {}

  static double of(LayerProgram layers, Parameters parameters) {
    int[] below = layers.levelsBelow();
    double total = 0;
    for (int i = 0; i < below.length; i++) {
      Layer layer = layers.layers().get(i);
      int level = below[i] + layer.depth();
      RotationCost cost =
          new RotationCost(
              parameters.logN(),
              level + 1,
              parameters.chain().specialP().size(),
              parameters.digits(level).size());
      total += relinearizations(layer) * cost.rotation();
    }
    return total;
  }

  private static int relinearizations(Layer layer) {
    return switch (layer) {
      case Layer.Affine _ -> 0;
      case Layer.Monic monic -> monic.form().degree() - 1;
      case Layer.Polynomial p -> relinearizations(Basis.POWER, p.polynomial().degree());
      case Layer.Chebyshev c -> relinearizations(Basis.CHEBYSHEV, c.polynomial().degree());
    };
  }

  private static int relinearizations(Basis basis, int degree) {
    PolynomialShape shape = new PolynomialShape(degree, Parity.GENERAL);
    return PolynomialPlan.of(basis, shape).relinearizations();
  }
}
