package io.cloakwork.spi.trace;

import io.cloakwork.spi.graph.RnsShape;

/// Words that runs take or leave.
///
/// @param name unique in the trace
/// @param role what it is in the network
/// @param shape of the words
/// @param content where they come from: from a run exactly for intermediates and outputs
public record TraceBuffer(String name, Role role, RnsShape shape, BufferContent content) {

  /// What a buffer is in the network.
  public enum Role {
    /// The encrypted input.
    INPUT,
    /// An evaluation key.
    KEY,
    /// Encoded weights.
    CONSTANT,
    /// Written by one run and read by later ones.
    INTERMEDIATE,
    /// Written by one run: a result.
    OUTPUT;

    /// Whether runs write it.
    public boolean isWritten() {
      return switch (this) {
        case INPUT, KEY, CONSTANT -> false;
        case INTERMEDIATE, OUTPUT -> true;
      };
    }
  }

  public TraceBuffer {
    Texts.requireShort("buffer name", name);
    if (role.isWritten() != content instanceof BufferContent.Written) {
      throw new TraceException(
          "buffer '%s' is %s and has the content %s"
              .formatted(Texts.shortened(name), role, content));
    }
  }
}
