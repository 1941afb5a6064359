package io.cloakwork.spi.graph;

import java.io.Serial;

/// A shape, domain, lifetime or aliasing error in a command graph; the message carries the values.
public final class GraphException extends IllegalArgumentException {

  @Serial private static final long serialVersionUID = 1L;

  public GraphException(String message) {
    super(message);
  }
}
