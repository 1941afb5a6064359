package io.cloakwork.cli.command;

import io.cloakwork.cli.Console;
import io.cloakwork.cli.Json;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;

/// A command: it does its work and then writes its result, as one JSON object or for people.
abstract class ConsoleCommand implements Callable<Integer> {

  @Mixin private OutputOptions output;

  private final Console console;

  ConsoleCommand(Console console) {
    this.console = console;
  }

  final Console console() {
    return console;
  }

  final boolean verbose() {
    return output.verbose;
  }

  /// What a command found, in both forms.
  interface Result {

    /// The fields of the JSON object, in order.
    Map<String, Object> toJson();

    /// Writes the result for people.
    void print(Console console);
  }

  /// Does the work. Whatever it throws becomes one sentence and exit code 1.
  abstract Result execute();

  @Override
  public final Integer call() {
    Result result = execute();
    if (output.json) {
      console.out().println(Json.write(result.toJson()));
    } else {
      result.print(console);
    }
    console.out().flush();
    return CommandLine.ExitCode.OK;
  }
}
