package io.cloakwork.bench.tune;

import java.io.Serial;

/// A device cannot be tuned; one sentence.
public final class TuneException extends RuntimeException {

  @Serial private static final long serialVersionUID = 1L;

  TuneException(String sentence) {
    super(sentence);
  }
}
