package io.cloakwork.serve.server.ops.trace;

import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Which trace a request belongs to, as W3C Trace Context says (level 1, the header `traceparent`).
///
/// @param traceId 32 lower-case hexadecimal digits, not all zero
/// @param parentId 16 of them, not all zero; empty if the trace begins here
/// @param sampled whether it is to be recorded
public record TraceContext(String traceId, Optional<String> parentId, boolean sampled) {

  // Versions to come may append to it; ff is none.
  private static final Pattern HEADER =
      Pattern.compile("(?!ff)([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(-.*)?");
  private static final int LONGEST = 512;
  private static final String NO_TRACE = "0".repeat(32);
  private static final String NO_SPAN = "0".repeat(16);
  private static final int HEXADECIMAL = 16;

  /// Reads a header; anything that is not one is as if there were none.
  public static Optional<TraceContext> parse(String header) {
    Matcher parts = HEADER.matcher(header);
    if (header.length() > LONGEST || !parts.matches()) {
      return Optional.empty();
    }
    boolean extended = parts.group(5) != null;
    String trace = parts.group(2);
    String parent = parts.group(3);
    if (trace.equals(NO_TRACE)
        || parent.equals(NO_SPAN)
        || (extended && parts.group(1).equals("00"))) {
      return Optional.empty();
    }
    boolean sampled = (Integer.parseInt(parts.group(4), HEXADECIMAL) & 1) == 1;
    return Optional.of(new TraceContext(trace, Optional.of(parent), sampled));
  }

  /// A trace that begins here.
  ///
  /// @param ratio with which probability it is recorded
  public static TraceContext begin(double ratio) {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    String trace = "%016x%016x".formatted(nonZero(), random.nextLong());
    return new TraceContext(trace, Optional.empty(), random.nextDouble() < ratio);
  }

  /// A name for a span. Names need to differ, not to be unguessable.
  static String newSpanId() {
    return "%016x".formatted(nonZero());
  }

  private static long nonZero() {
    long value;
    do {
      value = ThreadLocalRandom.current().nextLong();
    } while (value == 0);
    return value;
  }
}
