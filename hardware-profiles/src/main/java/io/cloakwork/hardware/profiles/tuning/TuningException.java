package io.cloakwork.hardware.profiles.tuning;

import java.io.Serial;

/// A tuning file cannot be used; one sentence that names the file, the field and its value.
public final class TuningException extends IllegalArgumentException {

  @Serial private static final long serialVersionUID = 1L;

  TuningException(String sentence) {
    super(sentence);
  }

  TuningException(String sentence, Throwable cause) {
    super(sentence, cause);
  }
}
