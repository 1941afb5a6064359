package io.cloakwork.compiler;

import io.cloakwork.ckks.InvalidParametersException;
import io.cloakwork.ckks.ParametersLiteral;
import io.cloakwork.ckks.SecurityPolicy;
import io.cloakwork.ckks.SecurityTable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// Chooses parameters for a number of levels: a chain of one 50-bit prime, which bounds the final
/// values, and one prime of the scale's size for each level; special primes of 50 or 49 bits; and
/// the digit count that makes key switching cheapest within the security table. All primes are in
/// the fast lane.
final class ParameterSelection {

  private static final int FIRST_PRIME_BITS = 50;
  private static final int[] SPECIAL_PRIME_BITS = {50, 49};
  private static final int MIN_LOG_N = 12;
  private static final int MAX_LOG_N = 16;
  private static final int GENERATOR = 5;

  private ParameterSelection() {}

  /// One choice for each ring degree that is secure and has at least `minSlots` slots, smallest
  /// first.
  static List<ParametersLiteral> candidates(
      int depth, int logScale, int minSlots, SecurityPolicy security) {
    List<ParametersLiteral> result = new ArrayList<>();
    for (int logN = MIN_LOG_N; logN <= MAX_LOG_N; logN++) {
      if (1 << (logN - 1) >= minSlots) {
        cheapest(logN, depth, logScale, security).ifPresent(result::add);
      }
    }
    return result;
  }

  private static Optional<ParametersLiteral> cheapest(
      int logN, int depth, int logScale, SecurityPolicy security) {
    ParametersLiteral best = null;
    long bestCost = Long.MAX_VALUE;
    int limbs = depth + 1;
    for (int digits = 1; digits <= limbs; digits++) {
      int size = Math.ceilDiv(limbs, digits);
      if (Math.ceilDiv(limbs, size) != digits) {
        continue;
      }
      Optional<ParametersLiteral> literal =
          smallestSpecial(logN, depth, logScale, digits, security);
      if (literal.isPresent()) {
        long cost = transforms(limbs, size, literal.get().pBits().size());
        if (cost < bestCost) {
          bestCost = cost;
          best = literal.get();
        }
      }
    }
    return Optional.ofNullable(best);
  }

  /// The fewest special primes that are not smaller than a digit, if they are secure.
  private static Optional<ParametersLiteral> smallestSpecial(
      int logN, int depth, int logScale, int digits, SecurityPolicy security) {
    List<Integer> chain = new ArrayList<>(Collections.nCopies(depth, logScale));
    chain.addFirst(FIRST_PRIME_BITS);
    int size = Math.ceilDiv(depth + 1, digits);
    int digitBits = FIRST_PRIME_BITS + (size - 1) * logScale;
    int chainBits = FIRST_PRIME_BITS + depth * logScale;
    OptionalInt limit = SecurityTable.maxLogQP(security, logN);
    for (int bits : SPECIAL_PRIME_BITS) {
      // One more than fits nominally, because the digit's primes may lie above their powers of two.
      int fewest = Math.ceilDiv(digitBits, bits);
      for (int count = fewest; count <= fewest + 1; count++) {
        if (limit.isPresent() && chainBits + count * bits > limit.getAsInt()) {
          continue;
        }
        ParametersLiteral literal =
            new ParametersLiteral(
                logN,
                chain,
                Collections.nCopies(count, bits),
                logScale,
                digits,
                GENERATOR,
                security);
        if (isValid(literal)) {
          return Optional.of(literal);
        }
      }
    }
    return Optional.empty();
  }

  private static boolean isValid(ParametersLiteral literal) {
    try {
      literal.validate();
      return true;
    } catch (InvalidParametersException e) {
      return false;
    }
  }

  /// Transforms of one rotation at each level, summed: ModUp and ModDown (Han and Ki, ePrint
  /// 2019/688).
  private static long transforms(int limbs, int digitSize, int special) {
    long total = 0;
    for (int kept = 2; kept <= limbs; kept++) {
      int digits = Math.ceilDiv(kept, digitSize);
      total += kept + (long) digits * (kept + special) - kept + 2L * (special + kept);
    }
    return total;
  }
}
