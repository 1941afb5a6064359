package io.cloakwork.ckks;

import io.cloakwork.spi.ring.ModulusChain;
import java.util.List;
import java.util.Optional;

/// What a person writes down to choose parameters; [#validate] finds the primes and checks the
/// whole.
///
/// @param logN log2 of the ring degree, in [4, 17]
/// @param qBits bit lengths of q_0 … q_L: the first bounds final values, each later one is a scale
///   that one rescale divides by
/// @param pBits bit lengths of the special primes of key switching
/// @param logScale log2 of the default scale Δ
/// @param digitCount dnum: into how many digits a key switch decomposes at the highest level
/// @param galoisGenerator 5, or 3 for SEAL interchange
/// @param security the claim that the parameters make
public record ParametersLiteral(
    int logN,
    List<Integer> qBits,
    List<Integer> pBits,
    int logScale,
    int digitCount,
    int galoisGenerator,
    SecurityPolicy security) {

  public ParametersLiteral {
    qBits = List.copyOf(qBits);
    pBits = List.copyOf(pBits);
  }

  /// The same with another claim.
  public ParametersLiteral withSecurity(SecurityPolicy policy) {
    return new ParametersLiteral(logN, qBits, pBits, logScale, digitCount, galoisGenerator, policy);
  }

  /// Searches the primes and checks everything that can be checked.
  ///
  /// @throws InvalidParametersException naming the first thing that is wrong
  public Parameters validate() {
    if (qBits.isEmpty() || pBits.isEmpty()) {
      throw new InvalidParametersException(
          "%d chain primes and %d special primes: at least one of each is needed"
              .formatted(qBits.size(), pBits.size()));
    }
    ModulusChain chain;
    try {
      chain = ModulusChain.search(logN, toArray(qBits), toArray(pBits));
    } catch (IllegalArgumentException e) {
      throw new InvalidParametersException(e.getMessage());
    }
    return Parameters.of(chain, logScale, digitCount, galoisGenerator, security);
  }

  /// The parameters, or nothing where [#validate] would refuse: for searches that try many.
  public Optional<Parameters> validated() {
    try {
      return Optional.of(validate());
    } catch (InvalidParametersException e) {
      return Optional.empty();
    }
  }

  private static int[] toArray(List<Integer> bits) {
    return bits.stream().mapToInt(Integer::intValue).toArray();
  }
}
