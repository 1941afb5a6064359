package io.cloakwork.spi.ring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.util.Set;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/// Chains and bases.
class ModulusChainTest {

  private static final ModulusChain CHAIN =
      ModulusChain.search(13, new int[] {50, 40, 40}, new int[] {50, 50});

  @Test
  void searchTakesLargestOutsideAndNearestInside() {
    assertThat(CHAIN.specialP().moduli()).isEqualTo(Primes.largestBelow(50, 13, 2, Set.of()));
    assertThat(CHAIN.chainQ().get(0)).isEqualTo(Primes.largestBelow(50, 13, 3, Set.of()).getLast());
    assertThat(CHAIN.chainQ().range(1, 3).moduli())
        .isEqualTo(Primes.nearestTo(40, 13, 2, Set.of()));
  }

  @Test
  void theSameChainIsFoundTwice() {
    assertThat(ModulusChain.search(13, new int[] {50, 40, 40}, new int[] {50, 50}))
        .isEqualTo(CHAIN);
  }

  @Test
  void levelsCountLimbsDownwards() {
    assertThat(CHAIN.maxLevel()).isEqualTo(2);
    assertThat(CHAIN.atLevel(0).moduli()).containsExactly(CHAIN.chainQ().get(0));
    assertThat(CHAIN.extendedAtLevel(1).size()).isEqualTo(4);
    assertThat(CHAIN.degree()).isEqualTo(8192);
    assertThat(CHAIN.logQP()).isCloseTo(230, Offset.offset(1e-3));
    assertThatThrownBy(() -> CHAIN.atLevel(3)).hasMessage("level 3 is not in [0, 2]");
    assertThatThrownBy(() -> CHAIN.atLevel(-1)).hasMessage("level -1 is not in [0, 2]");
  }

  @Test
  void chainsThatCannotBeAreRefused() {
    RnsBasis q = RnsBasis.of(Modulus.of(97));
    RnsBasis p = RnsBasis.of(Modulus.of(193));
    assertThatThrownBy(() -> new ModulusChain(3, q, p)).hasMessage("logN 3 is not in [4, 17]");
    assertThatThrownBy(() -> new ModulusChain(5, q, p))
        .hasMessage("prime 97 of the chain is not 1 mod 2^6");
    assertThatThrownBy(() -> new ModulusChain(4, q, q))
        .hasMessage("a basis repeats a modulus: [97, 97]");
  }

  @Test
  void basesSelectAndMultiply() {
    RnsBasis basis = RnsBasis.of(Modulus.of(97), Modulus.of(193), Modulus.of(257));
    assertThat(basis.product()).isEqualTo(BigInteger.valueOf(97L * 193 * 257));
    assertThat(basis.cofactor(1)).isEqualTo(BigInteger.valueOf(97L * 257));
    assertThat(basis.select(2, 0).moduli()).containsExactly(Modulus.of(257), Modulus.of(97));
    assertThat(basis.residues(BigInteger.valueOf(-1))).containsExactly(96, 192, 256);
    assertThat(basis.indexOf(Modulus.of(257))).isEqualTo(2);
    assertThat(basis.indexOf(Modulus.of(7681))).isEqualTo(-1);
    assertThatThrownBy(() -> basis.range(1, 1)).hasMessage("a basis has at least one modulus");
  }
}
