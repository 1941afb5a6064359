package io.cloakwork.spi.ring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashSet;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Group identities, and both index maps against the substitution X → X^g.
class GaloisElementTest {

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 7, 10})
  void theInverseUndoesEveryElement(int logN) {
    int mask = (2 << logN) - 1;
    for (int g = 1; g <= mask; g += 2) {
      int inverse = new GaloisElement(logN, g).inverse().value();
      assertThat(g * inverse & mask).as("%d · %d mod %d", g, inverse, mask + 1).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {3, 5})
  void rotationsFormACyclicGroupOfHalfTheDegree(int generator) {
    int logN = 6;
    int half = 1 << (logN - 1);
    Set<GaloisElement> group = new HashSet<>();
    for (int steps = 0; steps < half; steps++) {
      group.add(GaloisElement.rotation(logN, generator, steps));
    }
    assertThat(group).hasSize(half).doesNotContain(GaloisElement.conjugation(logN));
    GaloisElement three = GaloisElement.rotation(logN, generator, 3);
    assertThat(GaloisElement.rotation(logN, generator, 3 - half)).isEqualTo(three);
    assertThat(GaloisElement.rotation(logN, generator, -3)).isEqualTo(three.inverse());
    assertThat(GaloisElement.rotation(logN, generator, 0).value()).isEqualTo(1);
  }

  @Test
  void conjugationIsItsOwnInverse() {
    GaloisElement conjugation = GaloisElement.conjugation(5);
    assertThat(conjugation.value()).isEqualTo(63);
    assertThat(conjugation.inverse()).isEqualTo(conjugation);
  }

  /// a(X^g) at ψ^e is a at ψ^(g·e): by evaluating polynomials, coefficients moved by coeffTarget.
  @Test
  void valuesMoveAsTheCoefficientsSay() {
    int logN = 4;
    Modulus q = Modulus.of(97);
    long root = NttTables.of(logN, q).root();
    long[] a = IntStream.range(0, 16).mapToLong(i -> (7L * i * i + 3) % 97).toArray();
    for (int g = 1; g < 32; g += 2) {
      GaloisElement element = new GaloisElement(logN, g);
      long[] image = new long[16];
      for (int i = 0; i < 16; i++) {
        int target = element.coeffTarget(i);
        image[target & 15] = target < 16 ? a[i] : q.negate(a[i]);
      }
      for (int i = 0; i < 16; i++) {
        assertThat(valueAt(q, root, image, i))
            .as("%s at position %d", element, i)
            .isEqualTo(valueAt(q, root, a, element.evalSource(i)));
      }
    }
  }

  /// The value at a position in the contract's order.
  private static long valueAt(Modulus q, long root, long[] a, int position) {
    long point = q.power(root, 2L * BitReversal.of(position, 4) + 1);
    long value = 0;
    for (int i = a.length - 1; i >= 0; i--) {
      value = q.add(q.multiply(value, point), a[i]);
    }
    return value;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 5, 131071, 262143})
  void bothMapsArePermutationsAtTheLargestDegree(int g) {
    GaloisElement element = new GaloisElement(17, g);
    int n = 1 << 17;
    assertThat(IntStream.range(0, n).map(element::evalSource).distinct().count()).isEqualTo(n);
    assertThat(IntStream.range(0, n).map(i -> element.coeffTarget(i) % n).distinct().count())
        .isEqualTo(n);
  }

  @Test
  void evenAndOutOfRangeElementsAreRefused() {
    assertThatThrownBy(() -> new GaloisElement(4, 2))
        .hasMessage("Galois element 2 is not an odd number in [1, 2^5)");
    assertThatThrownBy(() -> new GaloisElement(4, 33)).hasMessageContaining("33");
    assertThatThrownBy(() -> new GaloisElement(4, -1)).hasMessageContaining("-1");
    assertThatThrownBy(() -> new GaloisElement(29, 1)).hasMessage("logN 29 is not in [1, 28]");
  }
}
