package io.cloakwork.cli;

import java.io.Serial;

/// A command line whose words are known but whose values make no sense, in one sentence. Exit code
/// 2.
public final class UsageFailure extends RuntimeException {

  @Serial private static final long serialVersionUID = 1L;

  public UsageFailure(String sentence) {
    super(sentence);
  }
}
