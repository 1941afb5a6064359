package io.cloakwork.cli.input;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/// Reads the samples of an array whose header has been read: the first dimension counts samples,
/// the others are a sample's shape.
final class ArrayReader {

  private ArrayReader() {}

  /// @param shape the whole array's shape, at least one dimension
  static Samples read(
      DataFile file, List<Integer> shape, NumberType type, ByteOrder order, Selection selection) {
    int inFile = shape.getFirst();
    List<Integer> sampleShape = shape.subList(1, shape.size());
    int sampleValues = Limits.sampleValues(file.name(), sampleShape);
    if (selection.offset() >= inFile) {
      throw new InputException(
          "%s has %,d samples, none after offset %,d"
              .formatted(file.name(), inFile, selection.offset()));
    }
    int count = Math.min(selection.count(), inFile - selection.offset());
    Limits.requireTotal(file.name(), count, sampleValues);
    int sampleBytes = Math.multiplyExact(sampleValues, type.bytes());
    file.skip((long) selection.offset() * sampleBytes, "the samples before the offset");
    ByteBuffer buffer = ByteBuffer.allocate(sampleBytes).order(order);
    List<double[]> values = new ArrayList<>();
    for (int sample = 0; sample < count; sample++) {
      file.readFully(buffer.array(), "sample " + (selection.offset() + sample));
      values.add(decode(file, buffer, type, sampleValues));
    }
    requireWhole(file, (long) (inFile - selection.offset() - count) * sampleBytes);
    boolean bytes = type == NumberType.UNSIGNED_BYTE;
    return new Samples(sampleShape, bytes, values, List.of());
  }

  /// Reads on to the end of the file, which must be where its header says. That also makes gzip
  /// compare its checksum, without which a damaged file could pass for other pictures.
  private static void requireWhole(DataFile file, long rest) {
    if (rest > Limits.CHECKED_BYTES) {
      return;
    }
    long found = file.drain(rest + 1);
    if (found != rest) {
      throw new InputException(
          "%s is damaged: it %s the end that its header announces"
              .formatted(file.name(), found < rest ? "ends before" : "goes on after"));
    }
  }

  private static double[] decode(
      DataFile file, ByteBuffer buffer, NumberType type, int sampleValues) {
    double[] values = new double[sampleValues];
    for (int i = 0; i < sampleValues; i++) {
      values[i] = type.read(buffer, i);
      if (!Double.isFinite(values[i])) {
        throw new InputException(file.name() + " holds " + values[i] + ", which is not a number");
      }
    }
    return values;
  }
}
