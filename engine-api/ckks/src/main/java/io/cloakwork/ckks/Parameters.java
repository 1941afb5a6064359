package io.cloakwork.ckks;

import io.cloakwork.spi.hash.Sha256;
import io.cloakwork.spi.ring.GaloisElement;
import io.cloakwork.spi.ring.Modulus;
import io.cloakwork.spi.ring.ModulusChain;
import io.cloakwork.spi.ring.RnsBasis;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/// A checked parameter set: primes, default scale, digits of key switching, rotation generator.
/// Immutable; equal when everything in it is equal.
public final class Parameters {

  /// The layout of [#encoding].
  private static final int ENCODING_VERSION = 1;

  private static final int SEAL_GENERATOR = 3;

  /// Consecutive limbs [from, to) of the chain that key switching converts together.
  ///
  /// @param index d, counted from 0
  /// @param from the first limb
  /// @param to one past the last limb
  public record Digit(int index, int from, int to) {
    public int limbs() {
      return to - from;
    }
  }

  private final ModulusChain chain;
  private final int logScale;
  private final int digitCount;
  private final int digitSize;
  private final int galoisGenerator;
  private final SecurityPolicy security;
  private final double[] logQ;
  private final String id;

  private Parameters(
      ModulusChain chain,
      int logScale,
      int digitCount,
      int galoisGenerator,
      SecurityPolicy security) {
    this.chain = chain;
    this.logScale = logScale;
    this.digitCount = digitCount;
    this.digitSize = Math.ceilDiv(chain.maxLevel() + 1, digitCount);
    this.galoisGenerator = galoisGenerator;
    this.security = security;
    this.logQ = new double[chain.maxLevel() + 1];
    for (int level = 0; level < logQ.length; level++) {
      double below = level == 0 ? 0 : logQ[level - 1];
      logQ[level] = below + Scales.log2(chain.chainQ().get(level).value());
    }
    this.id = Sha256.hex(encoding());
  }

  /// Parameters over given primes.
  ///
  /// @param logScale log2 of the default scale
  /// @param digitCount dnum, in [1, L + 1]; must be what digits of ⌈(L+1)/dnum⌉ primes give
  /// @param galoisGenerator 3 or 5
  /// @throws InvalidParametersException naming the first thing that is wrong
  public static Parameters of(
      ModulusChain chain,
      int logScale,
      int digitCount,
      int galoisGenerator,
      SecurityPolicy security) {
    int limbs = chain.maxLevel() + 1;
    if (digitCount < 1 || digitCount > limbs) {
      throw new InvalidParametersException(
          "%d digits of %d chain primes: the number must be in [1, %d]"
              .formatted(digitCount, limbs, limbs));
    }
    int size = Math.ceilDiv(limbs, digitCount);
    int digits = Math.ceilDiv(limbs, size);
    if (digits != digitCount) {
      throw new InvalidParametersException(
          "%d digits of %d chain primes: digits of %d primes are %d, so say %d"
              .formatted(digitCount, limbs, size, digits, digits));
    }
    if (galoisGenerator != SEAL_GENERATOR && galoisGenerator != 5) {
      throw new InvalidParametersException(
          "Galois generator %d is neither 5 nor 3".formatted(galoisGenerator));
    }
    if (logScale < 1 || logScale >= chain.chainQ().log2()) {
      throw new InvalidParametersException(
          "log scale %d is not in [1, log Q = %.2f)".formatted(logScale, chain.chainQ().log2()));
    }
    SecurityTable.require(security, chain.logN(), chain.logQP());
    Parameters parameters = new Parameters(chain, logScale, digitCount, galoisGenerator, security);
    parameters.requireSpecialPrimes();
    return parameters;
  }

  /// The noise of a key switch is a digit's product over P times the keys' noise, so P must not be
  /// smaller than any digit (Han and Ki, ePrint 2019/688, §3).
  private void requireSpecialPrimes() {
    for (Digit digit : digits(maxLevel())) {
      RnsBasis primes = chain.chainQ().range(digit.from(), digit.to());
      if (primes.product().compareTo(chain.specialP().product()) > 0) {
        throw new InvalidParametersException(
            "the special primes have %.2f bits in all, digit %d of %d primes has %.2f: P must not be smaller"
                .formatted(chain.specialP().log2(), digit.index(), digit.limbs(), primes.log2()));
      }
    }
  }

  public ModulusChain chain() {
    return chain;
  }

  /// log2 of the ring degree.
  public int logN() {
    return chain.logN();
  }

  /// N.
  public int degree() {
    return chain.degree();
  }

  /// N/2, the number of complex values in a plaintext.
  public int slots() {
    return chain.degree() / 2;
  }

  /// L, the level of fresh ciphertexts.
  public int maxLevel() {
    return chain.maxLevel();
  }

  public int logScale() {
    return logScale;
  }

  /// Δ = 2^logScale.
  public double defaultScale() {
    return Math.scalb(1.0, logScale);
  }

  /// dnum, the number of digits at the highest level.
  public int digitCount() {
    return digitCount;
  }

  /// α, the primes of a digit: ⌈(L+1)/dnum⌉.
  public int digitSize() {
    return digitSize;
  }

  /// The digits at `level`: digit d covers limbs [dα, min((d+1)α, level+1)).
  public List<Digit> digits(int level) {
    requireLevel(level);
    List<Digit> digits = new ArrayList<>();
    for (int from = 0; from <= level; from += digitSize) {
      digits.add(new Digit(digits.size(), from, Math.min(from + digitSize, level + 1)));
    }
    return List.copyOf(digits);
  }

  public int galoisGenerator() {
    return galoisGenerator;
  }

  /// Whether key switching keeps to SEAL's words at some cost in precision: with generator 3, which
  /// is there for interchange with SEAL.
  public boolean keepsSealWords() {
    return galoisGenerator == SEAL_GENERATOR;
  }

  /// The automorphism that rotates slots left by `steps` (negative: right).
  public GaloisElement rotation(int steps) {
    return GaloisElement.rotation(logN(), galoisGenerator, steps);
  }

  /// The automorphism that conjugates every slot.
  public GaloisElement conjugation() {
    return GaloisElement.conjugation(logN());
  }

  public SecurityPolicy security() {
    return security;
  }

  /// log2 of Q·P.
  public double logQP() {
    return chain.logQP();
  }

  /// Classical security in bits after the policy's table; 0 where no claim is made.
  public int securityBits() {
    return security == SecurityPolicy.INSECURE_FOR_TESTING ? 0 : SecurityTable.SECURITY_BITS;
  }

  /// log2 of q_0 … q_level, the room at that level.
  public double logQ(int level) {
    requireLevel(level);
    return logQ[level];
  }

  /// Checks that values at `scale` have room at `level`.
  ///
  /// @throws LevelMismatchException if the scale is not below the product of the level's primes
  public void requireScaleFits(String operation, int level, double scale) {
    if (Scales.log2(scale) >= logQ(level)) {
      throw new LevelMismatchException(
          "%s: a scale of %s does not fit the 2^%.2f of level %d"
              .formatted(operation, Scales.format(scale), logQ(level), level));
    }
  }

  /// Checks that `level` exists.
  ///
  /// @throws LevelMismatchException if it is not in [0, L]
  public void requireLevel(int level) {
    if (level < 0 || level > maxLevel()) {
      throw new LevelMismatchException("level %d is not in [0, %d]".formatted(level, maxLevel()));
    }
  }

  /// Checks that `other` are these parameters; `what` names their owner in the message.
  ///
  /// @throws OperandMismatchException if not
  public void requireSame(Parameters other, String what) {
    if (!equals(other)) {
      throw new OperandMismatchException(
          "the %s has parameters %s, expected are %s".formatted(what, other, this));
    }
  }

  /// The canonical encoding: big-endian words of a version, log N, chain primes, special primes,
  /// log scale, digit count, generator and security policy.
  public byte[] encoding() {
    List<Modulus> q = chain.chainQ().moduli();
    List<Modulus> p = chain.specialP().moduli();
    ByteBuffer bytes = ByteBuffer.allocate(8 * Integer.BYTES + (q.size() + p.size()) * Long.BYTES);
    bytes.putInt(ENCODING_VERSION).putInt(logN()).putInt(q.size());
    q.forEach(modulus -> bytes.putLong(modulus.value()));
    bytes.putInt(p.size());
    p.forEach(modulus -> bytes.putLong(modulus.value()));
    bytes.putInt(logScale).putInt(digitCount).putInt(galoisGenerator).putInt(policyCode());
    return bytes.array();
  }

  private int policyCode() {
    return switch (security) {
      case GUIDELINES_2024 -> 1;
      case STANDARD_2018 -> 2;
      case INSECURE_FOR_TESTING -> 3;
    };
  }

  /// SHA-256 of [#encoding], in hexadecimal: what objects on the wire are tied to.
  public String id() {
    return id;
  }

  /// The 32 bytes of [#id].
  public byte[] idBytes() {
    return HexFormat.of().parseHex(id);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Parameters that && id.equals(that.id);
  }

  @Override
  public int hashCode() {
    return id.hashCode();
  }

  @Override
  public String toString() {
    return "CKKS[N=2^%d, log QP=%.1f, levels=%d, dnum=%d, scale=2^%d, %s…]"
        .formatted(logN(), logQP(), maxLevel(), digitCount, logScale, id.substring(0, 8));
  }
}
