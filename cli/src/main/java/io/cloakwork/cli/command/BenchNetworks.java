package io.cloakwork.cli.command;

import io.cloakwork.bench.nets.Network;
import io.cloakwork.cli.CommandFailure;
import io.cloakwork.cli.UsageFailure;
import io.cloakwork.cli.input.ModelNotes;
import io.cloakwork.cli.input.Samples;
import io.cloakwork.compiler.Compiler;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.Option;

/// Which networks are measured.
final class BenchNetworks {

  private static final String SUFFIX = ".onnx";

  /// Models whose batch is open are the same networks once more.
  private static final String OPEN_BATCH = ".dyn.onnx";

  @Option(
      names = "--model",
      paramLabel = "FILE",
      split = ",",
      arity = "1..*",
      description =
          "The networks, ONNX; of a folder all that it has (default: the demo's network).")
  private List<Path> models = List.of();

  @Option(
      names = "--only",
      paramLabel = "NAME",
      split = ",",
      description = "Of those, only networks whose names begin so, for instance m1,m2.")
  private List<String> only = List.of();

  /// The networks, by the names of their files; inputs are made up.
  ///
  /// @throws CommandFailure if a file is not there, or a folder has no model
  List<Network> networks() {
    return networks(Optional.empty());
  }

  /// The networks, by the names of their files.
  ///
  /// @param samples for those that they fit
  /// @throws CommandFailure if a file is not there, or a folder has no model
  List<Network> networks(Optional<Samples> samples) {
    if (models.isEmpty()) {
      if (!only.isEmpty()) {
        throw new UsageFailure("--only %s: of which --model?".formatted(String.join(",", only)));
      }
      return List.of(with(samples, demo(), ModelNotes.none()));
    }
    List<Network> networks =
        models.stream()
            .flatMap(model -> files(model).stream())
            .filter(this::isWanted)
            .map(file -> with(samples, of(file), ModelNotes.beside(file)))
            .toList();
    if (networks.isEmpty()) {
      throw new CommandFailure("there is no model named %s in %s".formatted(only, models));
    }
    return networks;
  }

  /// The network of the demo.
  static Network demo() {
    return new Network(ModelLoading.DEMO_MODEL, options -> ModelLoading.ofDemo(options).network());
  }

  /// The network in a file, by the file's name.
  static Network of(Path file) {
    return new Network(name(file), options -> Compiler.compile(file, options));
  }

  private static Network with(Optional<Samples> samples, Network network, ModelNotes notes) {
    String name = network.name();
    return new Network(
        name, network.source(), samples.map(given -> BenchSamples.forNetwork(name, notes, given)));
  }

  private boolean isWanted(Path file) {
    return only.isEmpty() || only.stream().anyMatch(name(file)::startsWith);
  }

  private static String name(Path file) {
    String name = file.getFileName().toString();
    return name.endsWith(SUFFIX) ? name.substring(0, name.length() - SUFFIX.length()) : name;
  }

  private static List<Path> files(Path model) {
    if (Files.isRegularFile(model)) {
      return List.of(model);
    }
    if (!Files.isDirectory(model)) {
      throw new CommandFailure("there is no file or folder " + model);
    }
    try (Stream<Path> content = Files.list(model)) {
      List<Path> found = new ArrayList<>();
      content
          .filter(file -> file.toString().endsWith(SUFFIX))
          .filter(file -> !file.toString().endsWith(OPEN_BATCH))
          .sorted()
          .forEach(found::add);
      if (found.isEmpty()) {
        throw new CommandFailure("there is no %s file in %s".formatted(SUFFIX, model));
      }
      return found;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
