package io.cloakwork.compiler.artifact;

import io.cloakwork.ckks.encoding.SlotVector;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// Writes the fields of a program; the counterpart of [ProgramInput].
final class ProgramOutput {

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(1 << 16);
  private final ByteBuffer word = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);

  byte[] toBytes() {
    return bytes.toByteArray();
  }

  void number(int value) {
    word.clear().putInt(value);
    bytes.write(word.array(), 0, Integer.BYTES);
  }

  void longNumber(long value) {
    word.clear().putLong(value);
    bytes.write(word.array(), 0, Long.BYTES);
  }

  void real(double value) {
    longNumber(Double.doubleToRawLongBits(value));
  }

  void flag(boolean value) {
    number(value ? 1 : 0);
  }

  void text(String value) {
    byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
    number(utf8.length);
    bytes.writeBytes(utf8);
  }

  void numbers(List<Integer> values) {
    number(values.size());
    values.forEach(this::number);
  }

  void reals(double[] values) {
    number(values.length);
    for (double value : values) {
      real(value);
    }
  }

  /// The length, whether it is real, and the parts, each as [#runs].
  void vector(SlotVector vector) {
    number(vector.length());
    flag(vector.isReal());
    runs(vector.re());
    if (!vector.isReal()) {
      runs(vector.im());
    }
  }

  /// The shortest period that divides the length by a power of two, then runs over one period until
  /// it is full: how many zeros, how many values, the values. Diagonals repeat for every copy of
  /// their operand and are zero in most places.
  private void runs(double[] values) {
    int period = period(values);
    number(period);
    int at = 0;
    while (at < period) {
      int start = at;
      while (start < period && isZero(values[start])) {
        start++;
      }
      int end = start;
      while (end < period && !isZero(values[end])) {
        end++;
      }
      number(start - at);
      number(end - start);
      for (int i = start; i < end; i++) {
        real(values[i]);
      }
      at = end;
    }
  }

  /// Positive zero only: every bit of a vector must come back.
  private static boolean isZero(double value) {
    return Double.doubleToRawLongBits(value) == 0;
  }

  private static int period(double[] values) {
    int period = values.length;
    while (period > 1 && period % 2 == 0 && repeats(values, period, period / 2)) {
      period /= 2;
    }
    return period;
  }

  private static boolean repeats(double[] values, int length, int period) {
    for (int i = period; i < length; i++) {
      if (Double.doubleToRawLongBits(values[i]) != Double.doubleToRawLongBits(values[i - period])) {
        return false;
      }
    }
    return true;
  }
}
