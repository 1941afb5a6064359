package io.cloakwork.cli.input;

import java.util.List;

/// How much is read at most. A file that declares more is refused before memory is taken for it.
final class Limits {

  /// Values of one sample: more than a picture of 2,048 × 2,048 pixels in four colours.
  static final int SAMPLE_VALUES = 1 << 24;

  /// Values read in all: half a gigabyte as doubles.
  static final long TOTAL_VALUES = 1L << 26;

  /// Bytes behind the wanted samples that are read only to see whether the file is whole.
  static final long CHECKED_BYTES = 1L << 30;

  /// Dimensions of an array.
  static final int DIMENSIONS = 8;

  private Limits() {}

  /// The number of values of one sample of that shape.
  static int sampleValues(String file, List<Integer> shape) {
    long product = 1;
    for (int extent : shape) {
      product *= extent;
      if (product < 1 || product > SAMPLE_VALUES) {
        throw new InputException(
            "%s: a sample of shape %s has none or more than %,d values"
                .formatted(file, shape, SAMPLE_VALUES));
      }
    }
    return (int) product;
  }

  /// Checks that that many samples of that size may be read.
  static void requireTotal(String file, long samples, int sampleValues) {
    if (samples * sampleValues > TOTAL_VALUES) {
      throw new InputException(
          "%s: %,d samples of %,d values are more than %,d values; ask for fewer with --count"
              .formatted(file, samples, sampleValues, TOTAL_VALUES));
    }
  }
}
