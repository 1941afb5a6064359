package io.cloakwork.generator.cpu;

import java.util.ArrayList;
import java.util.List;

/// The ends of linear combinations over wide primes: from words to three balanced digits, and from
/// sums of digits to words. The constants are those of `WordDigits`.
///
/// Words and doubles meet by the bits of 2^52 and 1.5·2^52: conversion instructions for 64-bit
/// lanes are missing or slow before AVX-512.
final class WordDigitKernels {

  private final Source source;
  private final BalancedCode doubles;
  private final WordCode words;

  WordDigitKernels(Source source, BalancedCode doubles, WordCode words) {
    this.source = source;
    this.doubles = doubles;
    this.words = words;
  }

  void all() {
    split();
    join("joinFirst3", true);
    join("joinNext3", false);
  }

  private void split() {
    source.method(
        "splitWordRow", "long[] in", "int io", "int count", "double[] scratch", "int digits");
    source.line("LongVector digitMask = LongVector.broadcast(LONGS, WordDigits.MASK);");
    source.line("LongVector bias = LongVector.broadcast(LONGS, WordDigits.BIAS);");
    source.line("DoubleVector unit = DoubleVector.broadcast(S, 0x1p52);");
    source.line("LongVector unitBits = unit.reinterpretAsLongs();");
    source.line("DoubleVector half = unit.add(WordDigits.HALF);");
    source.line("DoubleVector topHalf = unit.add(WordDigits.TOP_HALF);");
    loop(() -> {
      String word = words.add(words.load("in", "io + i"), "bias");
      String low = source.let("%s.and(digitMask)", word);
      String middle =
          source.let("%s.lanewise(VectorOperators.LSHR, WordDigits.BITS).and(digitMask)", word);
      String top = source.let("%s.lanewise(VectorOperators.LSHR, WordDigits.TOP_SHIFT)", word);
      doubles.store(digit(low, "half"), "scratch", "digits + i");
      doubles.store(digit(middle, "half"), "scratch", "digits + count + i");
      doubles.store(digit(top, "topHalf"), "scratch", "digits + 2 * count + i");
    });
    source.close();
  }

  /// A number below 2^52, less what is above 2^52 in `zero`, as a double.
  private String digit(String bits, String zero) {
    return source.let("%s.or(unitBits).reinterpretAsDoubles().sub(%s)", bits, zero);
  }

  /// As `ScalarDigitOps.joined`, but that what is carried is rounded, not cut, and that products
  /// are in \[0, 4q).
  private void join(String name, boolean first) {
    List<String> parameters = new ArrayList<>(List.of("double[] scratch", "int sums", "int count"));
    if (!first) {
      parameters.addAll(List.of("long factor", "long quotient"));
    }
    parameters.addAll(
        List.of("long offset", "long[] out", "int oo", "long modulus", "long lift", "long radix"));
    parameters.add("long radixQuotient");
    source.method(name, parameters.toArray(String[]::new));
    constants();
    String offset = words.broadcast("offset");
    LaneCode.Factor radix = words.factor("radix", "radixQuotient");
    LaneCode.Factor factor = first ? null : words.factor("factor", "quotient");
    loop(() -> {
      String low = doubles.load("scratch", "sums + i");
      String lowCarry = multiples(low);
      String middle = carried(lowCarry, "sums + count + i");
      String middleCarry = multiples(middle);
      String top = carried(middleCarry, "sums + 2 * count + i");
      String sum = words.product(word(top, "liftedRound"), radix);
      if (!first) {
        // Two products: below 8q, and below 4q again.
        sum = words.add(sum, words.product(words.load("out", "oo + i"), factor));
        sum = words.once(sum, "q4");
      }
      String rest =
          source.let("%s.sub(%s).fma(up, %s.sub(%s))", middle, middleCarry, low, lowCarry);
      // Within q ± 2^42, so that with the offset all is below 7q.
      sum = words.add(words.add(sum, word(rest, "roundPlusQ")), offset);
      words.store(words.finish(sum), "out", "oo + i");
    });
    source.close();
  }

  private void constants() {
    words.modulus();
    source.line("DoubleVector round = DoubleVector.broadcast(S, BalancedMath.ROUND);");
    source.line("LongVector roundBits = round.reinterpretAsLongs();");
    source.line("LongVector liftedRound = roundBits.sub(lift);");
    source.line("LongVector roundPlusQ = roundBits.sub(q);");
    source.line("DoubleVector grid = DoubleVector.broadcast(S, WordDigits.GRID);");
    source.line("DoubleVector up = DoubleVector.broadcast(S, 1L << WordDigits.BITS);");
    source.line("DoubleVector down = DoubleVector.broadcast(S, 1.0 / (1L << WordDigits.BITS));");
  }

  private void loop(Runnable body) {
    source.open("for (int i = 0; i < count; i += %d)", words.lanes);
    body.run();
    source.close();
  }

  /// The nearest multiples of 2^21.
  private String multiples(String a) {
    return source.let("%s.add(grid).sub(grid)", a);
  }

  private String carried(String carry, String sums) {
    return doubles.fma(carry, "down", doubles.load("scratch", sums));
  }

  /// An integer within ±2^51, less what `zero` differs from the bits of 1.5·2^52, as a word.
  private String word(String a, String zero) {
    return source.let("%s.add(round).reinterpretAsLongs().sub(%s)", a, zero);
  }
}
