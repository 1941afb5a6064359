package io.cloakwork.kernels.launch;

import io.cloakwork.spi.graph.RnsView;
import io.cloakwork.spi.ring.Modulus;
import io.cloakwork.spi.ring.RnsBasis;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/// The numbers of base conversions: how digits y_i = x_i · (Q/q_i)^−1 are made, and what
/// `conversion.h` reads of each limb of the results. Limbs of the digits and of the results are
/// counted through, from the first digit's to the last's.
final class DigitWords {

  // The high part of a wide digit counts in units of 2^32.
  private static final BigInteger SPLIT = BigInteger.ONE.shiftLeft(32);

  private static final int WORDS_OF_SOURCE = 3;

  private final List<Digit> digits;
  private final List<Modulus> sources = new ArrayList<>();
  private final List<Modulus> targets = new ArrayList<>();
  // By limb: the index of its digit, and its position in that.
  private final List<int[]> sourcePlaces = new ArrayList<>();
  private final List<int[]> targetPlaces = new ArrayList<>();

  /// @param results the limbs that each digit is converted to
  DigitWords(List<Digit> digits, List<RnsBasis> results) {
    this.digits = digits;
    for (int d = 0; d < digits.size(); d++) {
      addPlaces(digits.get(d).in().basis(), d, sources, sourcePlaces);
      addPlaces(results.get(d), d, targets, targetPlaces);
    }
  }

  private static void addPlaces(
      RnsBasis basis, int digit, List<Modulus> moduli, List<int[]> places) {
    for (int i = 0; i < basis.size(); i++) {
      moduli.add(basis.get(i));
      places.add(new int[] {digit, i});
    }
  }

  List<Modulus> sources() {
    return sources;
  }

  List<Modulus> targets() {
    return targets;
  }

  /// The digit that limb `target` is converted from.
  int digitOf(int target) {
    return targetPlaces.get(target)[0];
  }

  /// The first of that digit's limbs.
  int firstSource(int target) {
    int first = 0;
    for (int d = 0; d < digitOf(target); d++) {
      first += digits.get(d).in().limbs();
    }
    return first;
  }

  /// The most limbs of a digit.
  int mostSources() {
    return digits.stream().map(Digit::in).mapToInt(RnsView::limbs).max().orElseThrow();
  }

  /// (Q/q_i)^−1 mod q_i.
  long inverse(Modulus modulus, int source) {
    int[] place = sourcePlaces.get(source);
    RnsBasis own = digits.get(place[0]).in().basis();
    return modulus.invert(modulus.reduce(own.cofactor(place[1])));
  }

  /// What `before` adds to a digit.
  long addend(Modulus modulus, int source) {
    int[] place = sourcePlaces.get(source);
    return digits
        .get(place[0])
        .before()
        .map(x -> modulus.multiply(x.get(place[1]), inverse(modulus, source)))
        .orElse(0L);
  }

  /// The conversion to limb `target`, as long as the longest.
  long[] conversion(Lane lane, Modulus modulus, int target) {
    int[] place = targetPlaces.get(target);
    Digit digit = digits.get(place[0]);
    RnsBasis from = digit.in().basis();
    long[] words = new long[2 + WORDS_OF_SOURCE * mostSources()];
    words[0] = from.size();
    words[1] = digit.after().map(x -> modulus.negate(x.get(place[1]))).orElse(0L);
    for (int s = 0; s < from.size(); s++) {
      BigInteger cofactor = from.cofactor(s);
      int at = 2 + WORDS_OF_SOURCE * s;
      words[at] = from.get(s).isFastLane() ? 0 : 1;
      words[at + 1] = lane.weight(modulus.reduce(cofactor), modulus);
      words[at + 2] = lane.weight(modulus.reduce(cofactor.multiply(SPLIT)), modulus);
    }
    return words;
  }
}
