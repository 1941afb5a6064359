package io.cloakwork.serve.server.ops.trace;

import java.util.Map;
import java.util.Optional;

/// A stretch of time in a trace.
///
/// @param traceId 32 hexadecimal digits
/// @param spanId 16 hexadecimal digits
/// @param parentId of the span that it is part of
/// @param name of what was done
/// @param server whether it stands for a request from outside, else for a part of one
/// @param startNanos since 1970
/// @param endNanos since 1970
/// @param attributes texts, whole numbers and truths
/// @param failed whether it ended with an error
public record Span(
    String traceId,
    String spanId,
    Optional<String> parentId,
    String name,
    boolean server,
    long startNanos,
    long endNanos,
    Map<String, Object> attributes,
    boolean failed) {

  public Span {
    attributes = Map.copyOf(attributes);
  }
}
