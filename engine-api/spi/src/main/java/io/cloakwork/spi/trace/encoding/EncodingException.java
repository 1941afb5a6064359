package io.cloakwork.spi.trace.encoding;

import java.io.Serial;

/// Bytes that are no message of the schema; the sentence names the field.
public final class EncodingException extends RuntimeException {

  @Serial private static final long serialVersionUID = 1L;

  public EncodingException(String message) {
    super(message);
  }
}
