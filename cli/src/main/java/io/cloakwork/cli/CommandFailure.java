package io.cloakwork.cli;

import java.io.Serial;

/// What a command could not do, in one sentence for the person who typed it. Exit code 1.
public final class CommandFailure extends RuntimeException {

  @Serial private static final long serialVersionUID = 1L;

  public CommandFailure(String sentence) {
    super(sentence);
  }

  public CommandFailure(String sentence, Throwable cause) {
    super(sentence, cause);
  }
}
