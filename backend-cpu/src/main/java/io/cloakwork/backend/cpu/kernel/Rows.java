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

  /// Where the first row of an array should start: array data begin 16 bytes into their object, so
  /// that of a large array, which starts a heap region, meets a cache line here.
  public static final int FIRST_ROW = 6;

  /// Words to leave between rows. Rows a power of two apart share their sets of the first-level
  /// cache: an inner product of eight terms then runs 1.5 times slower.
  public static final int ROW_GAP = 24;

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
