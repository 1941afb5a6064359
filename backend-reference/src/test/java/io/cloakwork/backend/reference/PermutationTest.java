package io.cloakwork.backend.reference;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloakwork.spi.graph.Domain;
import io.cloakwork.spi.ring.GaloisElement;
import io.cloakwork.spi.ring.Modulus;
import io.cloakwork.spi.ring.Primes;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// The automorphism in both domains against each other and against substitution.
class PermutationTest {

  private static final int LOG_N = 5;
  private static final Modulus Q = Primes.largestBelow(50, LOG_N, 1, Set.of()).getFirst();

  @Test
  void valuesAndCoefficientsAgreeForEveryElement() {
    Transform transform = new Transform(LOG_N, Q);
    long[] a = new Random(5).longs(1 << LOG_N, 0, Q.value()).toArray();
    long[] aValues = a.clone();
    transform.forward(aValues);
    for (int g = 1; g < 2 << LOG_N; g += 2) {
      GaloisElement element = new GaloisElement(LOG_N, g);
      long[] coefficients = new long[a.length];
      Permutation.apply(Domain.COEFF, element, Q, a, coefficients);
      long[] values = new long[a.length];
      Permutation.apply(Domain.EVAL, element, Q, aValues, values);

      transform.forward(coefficients);
      assertThat(values).as("%s", element).isEqualTo(coefficients);
    }
  }

  @Test
  void monomialsMoveWithTheSignOfTheirPower() {
    // X → X^3 takes X^11 to X^33 = −X^1 in degree 32.
    long[] monomial = new long[1 << LOG_N];
    monomial[11] = 1;
    long[] image = new long[1 << LOG_N];
    Permutation.apply(Domain.COEFF, new GaloisElement(LOG_N, 3), Q, monomial, image);

    long[] expected = new long[1 << LOG_N];
    expected[1] = Q.value() - 1;
    assertThat(image).isEqualTo(expected);
  }
}
