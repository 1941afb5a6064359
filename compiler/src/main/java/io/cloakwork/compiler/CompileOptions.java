package io.cloakwork.compiler;

import io.cloakwork.ckks.SecurityPolicy;
import io.cloakwork.compiler.activation.ActivationOptions;
import io.cloakwork.cost.MachineProfile;
import io.cloakwork.cost.MachineProfiles;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Consumer;

/// What a caller may choose.
///
/// @param objective what the network is to be good at
/// @param logScale log2 of the scale of values and of the primes that rescaling divides by; chosen
///   by cost and precision if empty, and always for throughput
/// @param precisionBits where the scale is chosen: log2 of the output's largest absolute value over
///   its predicted error, at least
/// @param security the claim that the parameters must make
/// @param imagesPerCiphertext how many inputs share a ciphertext, a power of two, or
///   [#BEST_PER_IMAGE]
/// @param maxWeightBytes bound on encoded weights on the device; packings beyond it are not chosen
/// @param maxKeyBytes bound on evaluation keys on the device, if any
/// @param samples inputs whose values show how large results become; where there are none, fixed
///   pseudo-random inputs in [0, 1) stand in
/// @param headRoom how many times larger than on the samples values may be and still decrypt right
/// @param activations how activations that are not polynomials are fitted
/// @param profile the machine that times are predicted for
public record CompileOptions(
    Objective objective,
    OptionalInt logScale,
    double precisionBits,
    SecurityPolicy security,
    int imagesPerCiphertext,
    long maxWeightBytes,
    OptionalLong maxKeyBytes,
    List<double[]> samples,
    double headRoom,
    ActivationOptions activations,
    MachineProfile profile) {

  /// As many images in a ciphertext as make the predicted time of one the least.
  public static final int BEST_PER_IMAGE = 0;

  /// Scales below give values too little precision, those above leave the fast lane's primes.
  public static final int MIN_LOG_SCALE = 25;

  public static final int MAX_LOG_SCALE = 48;

  public CompileOptions {
    samples = List.copyOf(samples);
    if (logScale.isPresent()
        && (logScale.getAsInt() < MIN_LOG_SCALE || logScale.getAsInt() > MAX_LOG_SCALE)) {
      throw new CompileException(
          "log scale %d is not in [%d, %d], where primes are in the fast lane and noise stays small"
              .formatted(logScale.getAsInt(), MIN_LOG_SCALE, MAX_LOG_SCALE));
    }
    if (!(precisionBits >= 1 && precisionBits <= 30)) {
      throw new CompileException(
          "a precision of %s bits is not in [1, 30]".formatted(precisionBits));
    }
    if (imagesPerCiphertext != BEST_PER_IMAGE && Integer.bitCount(imagesPerCiphertext) != 1) {
      throw new CompileException(
          "%d images a ciphertext: the number must be a power of two"
              .formatted(imagesPerCiphertext));
    }
    if (maxWeightBytes < 1 || maxKeyBytes.orElse(1) < 1 || !(headRoom >= 1)) {
      throw new CompileException(
          "limits of %d bytes of weights and %d of keys and a head-room of %s must be at least 1"
              .formatted(maxWeightBytes, maxKeyBytes.orElse(1), headRoom));
    }
  }

  /// Latency, scale by cost for 14 bits of precision, 128 bits of security after the 2024
  /// guidelines, one image a ciphertext, 4 GB of weights, head-room 16, times for
  /// [MachineProfiles#ZEN5].
  public static CompileOptions defaults() {
    return new CompileOptions(
        Objective.LATENCY,
        OptionalInt.empty(),
        14,
        SecurityPolicy.GUIDELINES_2024,
        1,
        4_000_000_000L,
        OptionalLong.empty(),
        List.of(),
        16,
        ActivationOptions.defaults(),
        MachineProfiles.named(MachineProfiles.ZEN5));
  }

  public CompileOptions withObjective(Objective newObjective) {
    return with(draft -> draft.objective = newObjective);
  }

  public CompileOptions withLogScale(int bits) {
    return with(draft -> draft.logScale = OptionalInt.of(bits));
  }

  public CompileOptions withPrecisionBits(double bits) {
    return with(draft -> draft.precisionBits = bits);
  }

  public CompileOptions withSecurity(SecurityPolicy policy) {
    return with(draft -> draft.security = policy);
  }

  public CompileOptions withImagesPerCiphertext(int images) {
    return with(draft -> draft.imagesPerCiphertext = images);
  }

  public CompileOptions withMaxWeightBytes(long bytes) {
    return with(draft -> draft.maxWeightBytes = bytes);
  }

  public CompileOptions withMaxKeyBytes(long bytes) {
    return with(draft -> draft.maxKeyBytes = OptionalLong.of(bytes));
  }

  public CompileOptions withSamples(List<double[]> inputs) {
    return with(draft -> draft.samples = inputs);
  }

  public CompileOptions withActivations(ActivationOptions fits) {
    return with(draft -> draft.activations = fits);
  }

  public CompileOptions withProfile(MachineProfile machine) {
    return with(draft -> draft.profile = machine);
  }

  private CompileOptions with(Consumer<Draft> change) {
    Draft draft = new Draft(this);
    change.accept(draft);
    return draft.sealed();
  }

  /// A copy in which one component can be changed, so that no other has to be named.
  private static final class Draft {
    Objective objective;
    OptionalInt logScale;
    double precisionBits;
    SecurityPolicy security;
    int imagesPerCiphertext;
    long maxWeightBytes;
    OptionalLong maxKeyBytes;
    List<double[]> samples;
    double headRoom;
    ActivationOptions activations;
    MachineProfile profile;

    Draft(CompileOptions options) {
      objective = options.objective;
      logScale = options.logScale;
      precisionBits = options.precisionBits;
      security = options.security;
      imagesPerCiphertext = options.imagesPerCiphertext;
      maxWeightBytes = options.maxWeightBytes;
      maxKeyBytes = options.maxKeyBytes;
      samples = options.samples;
      headRoom = options.headRoom;
      activations = options.activations;
      profile = options.profile;
    }

    CompileOptions sealed() {
      return new CompileOptions(
          objective,
          logScale,
          precisionBits,
          security,
          imagesPerCiphertext,
          maxWeightBytes,
          maxKeyBytes,
          samples,
          headRoom,
          activations,
          profile);
    }
  }
}
