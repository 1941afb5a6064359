package io.cloakwork.cli.command;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.cloakwork.bench.serve.ServingFigure;
import io.cloakwork.cli.CommandFailure;
import io.cloakwork.cli.Console;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Draws the figure of a report that `bench serve --json` wrote.
@Command(name = "figure", description = "Draw what 'bench serve --json' has measured, as SVG.")
final class BenchFigureCommand extends ConsoleCommand {

  @Option(
      names = "--from",
      paramLabel = "FILE",
      required = true,
      description = "What 'bench serve --json' printed.")
  private Path from;

  @Option(names = "--out", paramLabel = "FILE", required = true, description = "The figure, SVG.")
  private Path out;

  BenchFigureCommand(Console console) {
    super(console);
  }

  private record Drawn(Path file) implements Result {

    @Override
    public Map<String, Object> toJson() {
      return Map.of("file", file.toString());
    }

    @Override
    public void print(Console console) {
      console.out().println("drew " + file);
    }
  }

  @Override
  Result execute() {
    OutputFile file = OutputFile.requireWritable(out);
    file.requireOtherThan(from);
    try {
      String svg = ServingFigure.draw(new ObjectMapper().readTree(from.toFile()));
      file.write(svg.getBytes(StandardCharsets.UTF_8));
      return new Drawn(out);
    } catch (IllegalArgumentException | com.fasterxml.jackson.core.JsonProcessingException e) {
      throw new CommandFailure("%s is not what 'bench serve --json' prints".formatted(from), e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
