package io.cloakwork.cli.command;

import io.cloakwork.cli.CommandFailure;
import io.cloakwork.cli.Console;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// Listed here so that the help names it; the launcher runs it, because it builds the project.
@Command(
    name = "test",
    description = "Build everything and run all tests (--slow: the slow ones too).")
final class TestCommand extends ConsoleCommand {

  @Parameters(arity = "0..*", description = "Passed on to Maven.", paramLabel = "ARGUMENT")
  private List<String> arguments = List.of();

  TestCommand(Console console) {
    super(console);
  }

  @Override
  Result execute() {
    throw new CommandFailure(
        "tests %srun from the project's source folder: ./cloakwork test"
            .formatted(arguments.isEmpty() ? "" : "with " + arguments + " "));
  }
}
