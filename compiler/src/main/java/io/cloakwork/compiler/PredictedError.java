package io.cloakwork.compiler;

import io.cloakwork.ckks.Scales;
import java.util.OptionalDouble;

/// How far the decrypted outputs are predicted to be from those of the network as it was exported.
/// Two parts add up: computing on ciphertexts adds noise to the outputs of the *fitted* network, in
/// which polynomials stand for activations; and that network is not the exported one.
///
/// @param largestOutput the largest absolute value of an output on the samples
/// @param encryption [#DEVIATIONS] standard deviations of the outputs' noise on those samples on
///   which it weighs most: about the largest among hundreds of outputs
/// @param fit the largest difference between the outputs of the fitted and the exported network on
///   the samples; empty where nothing was fitted, or nothing is known of it
public record PredictedError(double largestOutput, double encryption, OptionalDouble fit) {

  /// The largest of 300 Gaussian values is expected here, of 100,000 at 4.4.
  public static final double DEVIATIONS = 3;

  public PredictedError {
    if (!(largestOutput >= 0 && encryption >= 0 && fit.orElse(0) >= 0)) {
      throw new IllegalArgumentException(
          "outputs of %s with errors of %s and %s must not be negative"
              .formatted(largestOutput, encryption, fit));
    }
  }

  /// log2 of the largest output over the error of encryption.
  public double encryptionBits() {
    return bits(encryption);
  }

  /// log2 of the largest output over the error of the fit.
  public OptionalDouble fitBits() {
    return fit.isPresent() ? OptionalDouble.of(bits(fit.getAsDouble())) : OptionalDouble.empty();
  }

  /// The largest difference to expect from the exported network's outputs.
  public double total() {
    return encryption + fit.orElse(0);
  }

  private double bits(double error) {
    return Scales.log2(
        Math.max(largestOutput, Double.MIN_NORMAL) / Math.max(error, Double.MIN_NORMAL));
  }
}
