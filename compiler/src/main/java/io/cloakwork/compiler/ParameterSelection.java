package io.cloakwork.compiler;

import io.cloakwork.ckks.Parameters;
import io.cloakwork.ckks.ParametersLiteral;
import io.cloakwork.ckks.SecurityPolicy;
import io.cloakwork.ckks.SecurityTable;
import io.cloakwork.compiler.packing.RotationCost;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// Chooses parameters for a number of levels in one ring: the scale, which is the size of the
/// primes that rescaling divides by; a first prime [#HEAD_BITS] bits larger, which bounds the final
/// values; the digits of key switching; and special primes, as few as the digits allow and as large
/// as the security table does, because the noise of key switching falls with them. All primes are
/// in the fast lane.
///
/// A smaller scale leaves more room for special primes, so for fewer digits and faster rotations,
/// at a bit of precision each; a bit beyond those asked for is taken to be worth [#BIT_VALUE] of
/// the time, and a quarter of it where images share a ciphertext, which is done for their number a
/// second.
final class ParameterSelection {

  static final int MIN_LOG_N = 12;
  static final int MAX_LOG_N = 16;

  /// The scale that shallow networks get.
  static final int WIDEST_SCALE = 40;

  private static final int FAST_LANE_BITS = 50;
  private static final int HEAD_BITS = 10;
  private static final int MIN_SPECIAL_BITS = 30;
  private static final double BIT_VALUE = 0.02;
  private static final double SHARED_BIT_VALUE = BIT_VALUE / 4;
  private static final int GENERATOR = 5;

  /// A parameter set that the table allows.
  private record Candidate(ParametersLiteral literal, double price) {

    /// None if there are not enough primes of its sizes.
    Optional<Selection> validated() {
      return literal.validated().map(parameters -> new Selection(literal, parameters, price));
    }
  }

  /// The set that was chosen, its primes found.
  ///
  /// @param price of a rotation at each level, summed, in element-wise products of one limb;
  ///   smaller scales are charged for the precision that they lose
  record Selection(ParametersLiteral literal, Parameters parameters, double price) {}

  private final int logN;
  private final int depth;
  private final SecurityPolicy security;
  private final double bitValue;

  private ParameterSelection(int logN, int depth, SecurityPolicy security, boolean shared) {
    this.logN = logN;
    this.depth = depth;
    this.security = security;
    this.bitValue = shared ? SHARED_BIT_VALUE : BIT_VALUE;
  }

  /// The parameters of least price in the ring of degree 2^logN with a scale in [`minScale`,
  /// `maxScale`]; none if no such set is secure.
  ///
  /// @param shared whether several images share a ciphertext
  static Optional<Selection> best(
      int logN, int depth, int minScale, int maxScale, SecurityPolicy security, boolean shared) {
    ParameterSelection selection = new ParameterSelection(logN, depth, security, shared);
    List<Candidate> candidates = new ArrayList<>();
    for (int scale = minScale; scale <= maxScale; scale++) {
      selection.addCandidates(scale, candidates);
    }
    candidates.sort(Comparator.comparingDouble(Candidate::price));
    return candidates.stream().flatMap(candidate -> candidate.validated().stream()).findFirst();
  }

  private void addCandidates(int scale, List<Candidate> to) {
    int limbs = depth + 1;
    for (int digits = 1; digits <= limbs; digits++) {
      int size = Math.ceilDiv(limbs, digits);
      if (Math.ceilDiv(limbs, size) != digits) {
        continue;
      }
      int firstBits = Math.min(FAST_LANE_BITS, scale + HEAD_BITS);
      int digitBits = firstBits + (size - 1) * scale;
      int fewest = Math.ceilDiv(digitBits, FAST_LANE_BITS);
      // One more than fits nominally, because the digit's primes may lie above their powers of two.
      for (int count = fewest; count <= fewest + 1; count++) {
        addCandidate(scale, firstBits, digits, digitBits, count, to);
      }
    }
  }

  private void addCandidate(
      int scale, int firstBits, int digits, int digitBits, int count, List<Candidate> to) {
    List<Integer> chain = new ArrayList<>(Collections.nCopies(depth, scale));
    chain.addFirst(firstBits);
    OptionalInt limit = SecurityTable.maxLogQP(security, logN);
    int bits = FAST_LANE_BITS;
    if (limit.isPresent()) {
      bits = Math.min(bits, (limit.getAsInt() - firstBits - depth * scale) / count);
    }
    if (bits < MIN_SPECIAL_BITS || bits * count < digitBits) {
      return;
    }
    ParametersLiteral literal =
        new ParametersLiteral(
            logN, chain, Collections.nCopies(count, bits), scale, digits, GENERATOR, security);
    double price = rotations(digits, count) * (1 + bitValue * (WIDEST_SCALE - scale));
    to.add(new Candidate(literal, price));
  }

  /// A rotation at each level, summed.
  private double rotations(int digits, int special) {
    int size = Math.ceilDiv(depth + 1, digits);
    double total = 0;
    for (int kept = 2; kept <= depth + 1; kept++) {
      total += new RotationCost(logN, kept, special, Math.ceilDiv(kept, size)).rotation();
    }
    return total;
  }
}
