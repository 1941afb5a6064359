package io.cloakwork.backend.cpu.kernel;

/// The storage of one buffer. A row is N consecutive words, named by (Rows, offset of its first
/// word) and kept in the array of its modulus's lane:
///
/// - fast lane (q < 2^50): integers held as doubles, balanced, |x| ≤ 5q/8 at operation boundaries;
/// - wide lane (q < 2^61): canonical words in [0, q).
///
/// Rows of digits between the two halves of a base conversion are the exception: canonical in [0,
/// q) in both lanes.
public final class Rows {

  private static final double[] NO_FAST = {};
  private static final long[] NO_WIDE = {};

  private final double[] fast;
  private final long[] wide;

  private Rows(double[] fast, long[] wide) {
    this.fast = fast;
    this.wide = wide;
  }

  /// Storage for so many words of each lane, all zero.
  public static Rows allocate(int fastWords, int wideWords) {
    return new Rows(
        fastWords == 0 ? NO_FAST : new double[fastWords],
        wideWords == 0 ? NO_WIDE : new long[wideWords]);
  }

  /// The words of fast-lane rows; the array itself, not a copy.
  public double[] fast() {
    return fast;
  }

  /// The words of wide-lane rows; the array itself, not a copy.
  public long[] wide() {
    return wide;
  }

  /// The bytes that this storage takes.
  public long bytes() {
    return (long) Double.BYTES * fast.length + (long) Long.BYTES * wide.length;
  }
}
