package io.cloakwork.cli.command;

import io.cloakwork.cli.CommandFailure;
import io.cloakwork.cli.Console;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// Listed here so that the help names it; the launcher starts it, on a class path without anything
/// that knows a secret key.
@Command(
    name = "serve",
    description = "Serve models to clients that keep their secret keys ('client' is their side).")
final class ServeCommand extends ConsoleCommand {

  @Parameters(arity = "0..*", description = "See 'serve --help'.", paramLabel = "ARGUMENT")
  private List<String> arguments = List.of();

  ServeCommand(Console console) {
    super(console);
  }

  @Override
  Result execute() {
    throw new CommandFailure(
        "the service %sis started by the launcher: ./cloakwork serve"
            .formatted(arguments.isEmpty() ? "" : "with " + arguments + " "));
  }
}
