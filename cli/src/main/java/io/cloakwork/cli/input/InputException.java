package io.cloakwork.cli.input;

import java.io.Serial;

/// A data file is not what it should be; one sentence that names the file and the values.
public final class InputException extends RuntimeException {

  @Serial private static final long serialVersionUID = 1L;

  public InputException(String sentence) {
    super(sentence);
  }

  public InputException(String sentence, Throwable cause) {
    super(sentence, cause);
  }
}
