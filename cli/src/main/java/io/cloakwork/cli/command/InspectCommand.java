package io.cloakwork.cli.command;

import io.cloakwork.ckks.wire.WireInspector;
import io.cloakwork.cli.Console;
import io.cloakwork.cli.UsageFailure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Says what a file of this project holds, after checking it from its first byte to its last.
@Command(
    name = "inspect",
    description =
        "Say what a key, ciphertext, plaintext, parameter or request file holds, and check it.")
final class InspectCommand extends ConsoleCommand {

  @Parameters(arity = "0..1", paramLabel = "FILE", description = "The file.")
  private Path file;

  @Option(
      names = "--write-examples",
      paramLabel = "DIR",
      description = "Write one object of every kind into DIR instead, to look at or to damage.")
  private Path examples;

  InspectCommand(Console console) {
    super(console);
  }

  private record Inspected(Path file, WireInspector.Description description) implements Result {

    @Override
    public Map<String, Object> toJson() {
      Map<String, Object> json = new LinkedHashMap<>();
      json.put("file", file.toString());
      json.put("type", description.type().label());
      json.put("version", description.version());
      json.put("parameters", description.parametersId());
      json.put("bytes", description.objectBytes());
      json.put("fields", description.fields());
      json.put("intact", true);
      return json;
    }

    @Override
    public void print(Console console) {
      console.out().print(description.text());
      console.out().printf("%-18s%s%n", "SHA-256", "right");
    }
  }

  private record Written(List<Path> files) implements Result {

    @Override
    public Map<String, Object> toJson() {
      return Map.of("files", files.stream().map(Path::toString).toList());
    }

    @Override
    public void print(Console console) {
      files.forEach(console.out()::println);
    }
  }

  @Override
  Result execute() {
    if ((file == null) == (examples == null)) {
      throw new UsageFailure("inspect takes either a FILE or --write-examples DIR");
    }
    try {
      return examples == null
          ? new Inspected(file, WireInspector.describe(file))
          : new Written(ExampleObjects.write(examples));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
