package io.cloakwork.bench.result;

import java.io.Serial;

/// A file of results that does not keep to the format, in one sentence that names the line and the
/// field.
public final class ResultFormatException extends RuntimeException {

  @Serial private static final long serialVersionUID = 1L;

  public ResultFormatException(String sentence) {
    super(sentence);
  }

  public ResultFormatException(String sentence, Throwable cause) {
    super(sentence, cause);
  }
}
