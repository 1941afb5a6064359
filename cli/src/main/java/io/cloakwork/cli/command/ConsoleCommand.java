package io.cloakwork.cli.command;

import io.cloakwork.cli.Console;
import io.cloakwork.cli.Json;
import io.cloakwork.cli.UsageFailure;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// A command: it does its work and then writes its result, as one JSON object or for people.
abstract class ConsoleCommand implements Callable<Integer> {

  @Mixin private OutputOptions output;
  @Spec private CommandSpec spec;

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

    /// Why the command is not content with what it found, which is told on standard error and by
    /// exit code 1; or empty if it is.
    default Optional<String> failure() {
      return Optional.empty();
    }
  }

  /// Does the work. Whatever it throws becomes one sentence and exit code 1, or 2 if it is a
  /// [UsageFailure].
  abstract Result execute();

  @Override
  public final Integer call() {
    Result result = understood();
    if (output.json) {
      console.out().println(Json.write(result.toJson()));
    } else {
      result.print(console);
    }
    console.out().flush();
    Optional<String> failure = result.failure();
    failure.ifPresent(sentence -> console.err().println("cloakwork: " + sentence));
    return failure.isPresent() ? CommandLine.ExitCode.SOFTWARE : CommandLine.ExitCode.OK;
  }

  private Result understood() {
    try {
      return execute();
    } catch (UsageFailure e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
  }
}
