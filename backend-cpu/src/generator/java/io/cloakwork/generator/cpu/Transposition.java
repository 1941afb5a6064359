package io.cloakwork.generator.cpu;

import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// The L×L transposition of L vectors in registers: for distances L/2 … 1, vectors that far apart
/// exchange half their lanes. With 8 lanes one instruction picks from two vectors; with 4 lanes a
/// shuffle and a blend are cheaper.
final class Transposition {

  private Transposition() {}

  /// Transposes the vectors in place.
  static void emit(LaneCode code, String[] rows) {
    for (int distance = rows.length / 2; distance >= 1; distance /= 2) {
      for (int i = 0; i < rows.length; i++) {
        if ((i & distance) == 0) {
          String a = rows[i];
          String b = rows[i + distance];
          rows[i] = code.interleave(a, b, distance, false);
          rows[i + distance] = code.interleave(a, b, distance, true);
        }
      }
    }
  }

  static String name(int distance, boolean high) {
    return "%s_%d".formatted(high ? "HIGH" : "LOW", distance);
  }

  /// Half the lanes of each: a stays below, b moves up by the distance; or a moves down, b stays.
  static String blend(String a, String b, int distance, boolean high) {
    return high
        ? "%s.rearrange(HIGH_%d).blend(%s, UPPER_%d)".formatted(a, distance, b, distance)
        : "%s.blend(%s.rearrange(LOW_%d), UPPER_%d)".formatted(a, b, distance, distance);
  }

  static void constants(Source source, int lanes, String box) {
    for (int distance = lanes / 2; distance >= 1; distance /= 2) {
      if (lanes == 8) {
        picks(source, lanes, distance);
      } else {
        shuffles(source, lanes, distance, box);
      }
    }
  }

  private static void picks(Source source, int lanes, int distance) {
    for (boolean high : new boolean[] {false, true}) {
      source.line(
          "private static final LongVector %s = LongVector.fromArray(LONGS, new long[] {%s}, 0);",
          name(distance, high),
          list(
              lanes,
              l ->
                  (l & distance) == 0
                      ? l + (high ? distance : 0)
                      : l + lanes - (high ? 0 : distance)));
    }
  }

  private static void shuffles(Source source, int lanes, int distance, String box) {
    for (boolean high : new boolean[] {false, true}) {
      source.line(
          "private static final VectorShuffle<%s> %s = VectorShuffle.fromValues(S, %s);",
          box, name(distance, high), list(lanes, l -> l ^ distance));
    }
    long mask = IntStream.range(0, lanes).filter(l -> (l & distance) != 0).map(l -> 1 << l).sum();
    source.line(
        "private static final VectorMask<%s> UPPER_%d = VectorMask.fromLong(S, %d);",
        box, distance, mask);
  }

  private static String list(int lanes, java.util.function.IntUnaryOperator lane) {
    return IntStream.range(0, lanes)
        .map(lane)
        .mapToObj(Integer::toString)
        .collect(Collectors.joining(", "));
  }
}
