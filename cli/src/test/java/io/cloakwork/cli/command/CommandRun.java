package io.cloakwork.cli.command;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cloakwork.cli.Console;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;

/// What a command line wrote and returned, run in this process as if in a pipe.
public record CommandRun(int exitCode, String out, String err) {

  public static CommandRun of(String... arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Console console =
        Console.piped(new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8));
    int exitCode = CloakworkCommand.run(console, arguments);
    return new CommandRun(exitCode, out.toString(UTF_8), err.toString(UTF_8));
  }

  /// Standard output as the one JSON object that it must be.
  public JsonNode json() {
    try (JsonParser parser = new ObjectMapper().createParser(out)) {
      JsonNode object = parser.readValueAsTree();
      if (exitCode != 0 || !object.isObject() || parser.nextToken() != null) {
        throw new AssertionError("not exactly one JSON object: " + this);
      }
      return object;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
