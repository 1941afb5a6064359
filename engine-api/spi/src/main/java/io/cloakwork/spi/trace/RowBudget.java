package io.cloakwork.spi.trace;

/// The rows that a file may still declare, and those that its commands may still name.
final class RowBudget {

  private final long maxRows;
  private long declared;
  private long named;

  RowBudget(long maxRows) {
    this.maxRows = maxRows;
  }

  /// Counts a shape. Its three numbers are below 2^32 each.
  void takeShape(long batch, long polys, long limbs) {
    declared = plus(declared, times(times(batch, polys), limbs), maxRows);
  }

  /// Counts a view.
  void takeView(long polys, long limbs) {
    named = plus(named, times(polys, limbs), 2 * maxRows);
  }

  private long times(long a, long b) {
    if (a > 2 * maxRows || b > 2 * maxRows || a > 0 && b > 2 * maxRows / a) {
      throw new TraceException("a shape has more than %d rows".formatted(2 * maxRows));
    }
    return a * b;
  }

  private static long plus(long sum, long more, long max) {
    if (more > max - sum) {
      throw new TraceException("the trace has more than %d rows".formatted(max));
    }
    return sum + more;
  }
}
