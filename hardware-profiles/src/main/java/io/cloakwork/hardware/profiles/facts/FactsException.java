package io.cloakwork.hardware.profiles.facts;

import java.io.Serial;

/// A file of facts is wrong, or something was asked that it does not say; one sentence.
public final class FactsException extends RuntimeException {

  @Serial private static final long serialVersionUID = 1L;

  FactsException(String sentence) {
    super(sentence);
  }

  FactsException(String sentence, Throwable cause) {
    super(sentence, cause);
  }
}
