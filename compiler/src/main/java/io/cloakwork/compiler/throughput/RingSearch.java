package io.cloakwork.compiler.throughput;

import io.cloakwork.ckks.ParametersLiteral;
import io.cloakwork.ckks.SecurityPolicy;
import io.cloakwork.ckks.SecurityTable;
import io.cloakwork.spi.ring.Modulus;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// Parameters for a chain of primes: for each ring degree every digit count, with the fewest
/// special primes that its digits allow, if that is secure.
final class RingSearch {

  private static final int MIN_LOG_N = 12;
  private static final int MAX_LOG_N = 16;
  private static final int GENERATOR = 5;

  private RingSearch() {}

  /// All that are valid.
  ///
  /// @param chain bit lengths of q_0 … q_L
  static List<ParametersLiteral> candidates(
      List<Integer> chain, int logScale, SecurityPolicy security) {
    List<ParametersLiteral> found = new ArrayList<>();
    for (int logN = MIN_LOG_N; logN <= MAX_LOG_N; logN++) {
      OptionalInt limit = SecurityTable.maxLogQP(security, logN);
      int chainBits = sum(chain);
      for (int digits = 1; digits <= chain.size(); digits++) {
        int size = Math.ceilDiv(chain.size(), digits);
        if (Math.ceilDiv(chain.size(), size) == digits) {
          literal(
                  logN,
                  chain,
                  digits,
                  logScale,
                  limit.orElse(Integer.MAX_VALUE) - chainBits,
                  security)
              .ifPresent(found::add);
        }
      }
    }
    return found;
  }

  private static Optional<ParametersLiteral> literal(
      int logN,
      List<Integer> chain,
      int digits,
      int logScale,
      int roomForSpecial,
      SecurityPolicy security) {
    int size = Math.ceilDiv(chain.size(), digits);
    int largest = 0;
    for (int from = 0; from < chain.size(); from += size) {
      largest = Math.max(largest, sum(chain.subList(from, Math.min(from + size, chain.size()))));
    }
    int count = Math.ceilDiv(largest, Modulus.FAST_LANE_BITS);
    // A bit more than the digit, because its primes may lie above their powers of two.
    int least = Math.min(Modulus.FAST_LANE_BITS, Math.ceilDiv(largest + 1, count));
    for (int bits = least; bits <= Modulus.FAST_LANE_BITS; bits++) {
      if (count * bits <= roomForSpecial) {
        ParametersLiteral literal =
            new ParametersLiteral(
                logN,
                chain,
                Collections.nCopies(count, bits),
                logScale,
                digits,
                GENERATOR,
                security);
        if (literal.validated().isPresent()) {
          return Optional.of(literal);
        }
      }
    }
    return Optional.empty();
  }

  private static int sum(List<Integer> bits) {
    return bits.stream().mapToInt(b -> b).sum();
  }
}
