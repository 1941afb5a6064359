package io.cloakwork.compiler;

import io.cloakwork.compiler.packing.PackingChoice;
import java.util.Optional;

/// A parameter set for a network and the packing of its layers: all that the cost of running it
/// depends on.
///
/// @param images that share a ciphertext
/// @param cost of one image, in products of words, with its share of the keys
record RingPlan(
    RingPlanner planner,
    ParameterSelection.Candidate parameters,
    PackingChoice packing,
    int images,
    double cost) {

  int logN() {
    return parameters.literal().logN();
  }

  /// See [ParameterSelection.Candidate].
  double price() {
    return parameters.price();
  }

  /// The scale to try next where `missing` bits of precision are lacking.
  int logScaleFor(double missing) {
    return parameters.literal().logScale() + Math.max(1, (int) Math.ceil(missing));
  }

  /// The whole program; none if its keys are too large however it is packed.
  ///
  /// @throws CompileException if values outgrow the modulus
  Optional<Lowered> lower() {
    return planner.lower(this);
  }
}
