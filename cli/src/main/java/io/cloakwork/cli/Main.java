package io.cloakwork.cli;

import io.cloakwork.cli.command.CloakworkCommand;
import io.cloakwork.cli.terminal.Posix;

/// The program behind `./cloakwork`.
public final class Main {

  /// The file descriptor at which the launcher hands over the real standard error; see the
  /// launcher.
  private static final String STANDARD_ERROR_PROPERTY = "cloakwork.stderr.fd";

  private Main() {}

  public static void main(String[] arguments) {
    Integer standardError = Integer.getInteger(STANDARD_ERROR_PROPERTY);
    if (standardError != null) {
      Posix.replaceDescriptor(standardError, 2);
    }
    System.exit(CloakworkCommand.run(Console.ofProcess(), arguments));
  }
}
