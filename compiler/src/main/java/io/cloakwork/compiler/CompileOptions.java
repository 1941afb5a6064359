package io.cloakwork.compiler;

import io.cloakwork.ckks.SecurityPolicy;
import io.cloakwork.compiler.activation.ActivationOptions;
import java.util.List;

/// What a caller may choose. The objective is latency: one input a request, spread over the slots.
///
/// @param logScale log2 of the scale of values and of the primes that rescaling divides by
/// @param security the claim that the parameters must make
/// @param maxWeightBytes bound on encoded weights on the device; packings beyond it are not chosen
/// @param samples inputs whose values show how large results become; where there are none, fixed
///   pseudo-random inputs in [0, 1) stand in
/// @param headRoom how many times larger than on the samples values may be and still decrypt right
/// @param activations how activations that are not polynomials are fitted
public record CompileOptions(
    int logScale,
    SecurityPolicy security,
    long maxWeightBytes,
    List<double[]> samples,
    double headRoom,
    ActivationOptions activations) {

  public CompileOptions {
    samples = List.copyOf(samples);
    if (logScale < 25 || logScale > 48) {
      throw new CompileException(
          "log scale %d is not in [25, 48], where primes are in the fast lane and noise stays small"
              .formatted(logScale));
    }
    if (maxWeightBytes < 1 || !(headRoom >= 1)) {
      throw new CompileException(
          "a weight limit of %d bytes and a head-room of %s must be at least 1"
              .formatted(maxWeightBytes, headRoom));
    }
  }

  /// Scale 2^40, 128 bits after the 2024 guidelines, 1.5 GB of weights, head-room 16.
  public static CompileOptions defaults() {
    return new CompileOptions(
        40,
        SecurityPolicy.GUIDELINES_2024,
        1_500_000_000,
        List.of(),
        16,
        ActivationOptions.defaults());
  }

  public CompileOptions withLogScale(int bits) {
    return new CompileOptions(bits, security, maxWeightBytes, samples, headRoom, activations);
  }

  public CompileOptions withSecurity(SecurityPolicy policy) {
    return new CompileOptions(logScale, policy, maxWeightBytes, samples, headRoom, activations);
  }

  public CompileOptions withMaxWeightBytes(long bytes) {
    return new CompileOptions(logScale, security, bytes, samples, headRoom, activations);
  }

  public CompileOptions withSamples(List<double[]> inputs) {
    return new CompileOptions(logScale, security, maxWeightBytes, inputs, headRoom, activations);
  }

  public CompileOptions withActivations(ActivationOptions fits) {
    return new CompileOptions(logScale, security, maxWeightBytes, samples, headRoom, fits);
  }
}
