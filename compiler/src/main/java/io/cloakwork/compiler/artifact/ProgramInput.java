package io.cloakwork.compiler.artifact;

import io.cloakwork.ckks.encoding.SlotVector;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// Reads the fields of a program in order. Nothing is allocated before its length is known to be in
/// the bytes that are left, or counted against the limit where it expands. Every failure names the
/// field.
final class ProgramInput {

  private static final int MAX_TEXT_BYTES = 1 << 20;

  private final ByteBuffer bytes;
  private long valuesLeft;

  ProgramInput(byte[] program, ArtifactLimits limits) {
    this.bytes = ByteBuffer.wrap(program).order(ByteOrder.LITTLE_ENDIAN);
    this.valuesLeft = limits.maxValues();
  }

  /// A 32-bit number in [min, max].
  int number(String field, int min, int max) throws ArtifactException {
    require(field, Integer.BYTES);
    int value = bytes.getInt();
    if (value < min || value > max) {
      throw new ArtifactException(
          "field '%s' of the program is %d, not in [%d, %d]".formatted(field, value, min, max));
    }
    return value;
  }

  /// A 64-bit number in [min, max].
  long longNumber(String field, long min, long max) throws ArtifactException {
    require(field, Long.BYTES);
    long value = bytes.getLong();
    if (value < min || value > max) {
      throw new ArtifactException(
          "field '%s' of the program is %d, not in [%d, %d]".formatted(field, value, min, max));
    }
    return value;
  }

  boolean flag(String field) throws ArtifactException {
    return number(field, 0, 1) == 1;
  }

  /// A finite number.
  double real(String field) throws ArtifactException {
    require(field, Double.BYTES);
    double value = bytes.getDouble();
    if (!Double.isFinite(value)) {
      throw new ArtifactException(
          "field '%s' of the program is %s, not finite".formatted(field, value));
    }
    return value;
  }

  /// A finite number above zero.
  double scale(String field) throws ArtifactException {
    double value = real(field);
    if (!(value > 0)) {
      throw new ArtifactException(
          "field '%s' of the program is %s, not a positive number".formatted(field, value));
    }
    return value;
  }

  String text(String field) throws ArtifactException {
    int length = number(field + " length", 0, MAX_TEXT_BYTES);
    require(field, length);
    byte[] utf8 = new byte[length];
    bytes.get(utf8);
    return new String(utf8, StandardCharsets.UTF_8);
  }

  /// How many items follow, each of at least `itemBytes`.
  int count(String field, int min, int max, int itemBytes) throws ArtifactException {
    int count = number("number of " + field, min, max);
    require(field, (long) count * itemBytes);
    return count;
  }

  List<Integer> numbers(String field, int min, int max) throws ArtifactException {
    int count = count(field, 0, Integer.MAX_VALUE, Integer.BYTES);
    List<Integer> values = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      values.add(number(field, min, max));
    }
    return values;
  }

  double[] reals(String field) throws ArtifactException {
    int count = count(field, 0, Integer.MAX_VALUE, Double.BYTES);
    double[] values = new double[count];
    for (int i = 0; i < count; i++) {
      values[i] = real(field);
    }
    return values;
  }

  /// A vector for `slots` slots.
  SlotVector vector(String field, int slots) throws ArtifactException {
    number(field + " slots", slots, slots);
    boolean isReal = flag(field + " is real");
    double[] re = runs(field, slots);
    return isReal ? SlotVector.real(re) : SlotVector.complex(re, runs(field, slots));
  }

  private double[] runs(String field, int slots) throws ArtifactException {
    int period = number(field + " period", 1, slots);
    if (slots % period != 0) {
      throw new ArtifactException(
          "field '%s period' of the program is %d, which does not divide %d slots"
              .formatted(field, period, slots));
    }
    expand(field, slots);
    double[] values = new double[slots];
    int at = 0;
    while (at < period) {
      at += number(field + " zeros", 0, period - at);
      int run = count(field, 0, period - at, Double.BYTES);
      if (run == 0 && at < period) {
        throw new ArtifactException(
            "field '%s' of the program has an empty run at %d of %d".formatted(field, at, period));
      }
      for (int end = at + run; at < end; at++) {
        values[at] = real(field);
      }
    }
    for (int from = period; from < slots; from += period) {
      System.arraycopy(values, 0, values, from, period);
    }
    return values;
  }

  /// Counts values that are about to be allocated.
  void expand(String field, long values) throws ArtifactException {
    valuesLeft -= values;
    if (valuesLeft < 0) {
      throw new ArtifactException(
          "field '%s' of the program makes it expand to more values than the limit allows"
              .formatted(field));
    }
  }

  /// Checks that nothing is left.
  void finish() throws ArtifactException {
    if (bytes.hasRemaining()) {
      throw new ArtifactException(
          "%d bytes follow the last field of the program".formatted(bytes.remaining()));
    }
  }

  private void require(String field, long count) throws ArtifactException {
    if (bytes.remaining() < count) {
      throw new ArtifactException(
          "the program ends inside field '%s': %d of %d bytes are left"
              .formatted(field, bytes.remaining(), count));
    }
  }
}
