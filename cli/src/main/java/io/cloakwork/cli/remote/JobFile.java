package io.cloakwork.cli.remote;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cloakwork.ckks.wire.AtomicFile;
import io.cloakwork.cli.CommandFailure;
import io.cloakwork.cli.Json;
import io.cloakwork.compiler.artifact.ArtifactException;
import io.cloakwork.compiler.artifact.ArtifactLimits;
import io.cloakwork.compiler.artifact.ClientManifest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/// What must be known to decrypt a job's results later, in another process, even if the service has
/// another version of the model by then. For its owner only: it has the labels.
///
/// @param name of the job on the service
/// @param inputs of each item
/// @param labels one an input, or empty
/// @param manifest that the items were encrypted with, JSON
public record JobFile(
    String name, String model, List<Integer> inputs, List<Double> labels, String manifest) {

  private static final int VERSION = 1;
  private static final long MAX_BYTES = 1L << 28;
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,64}");

  public JobFile {
    inputs = List.copyOf(inputs);
    labels = List.copyOf(labels);
  }

  /// @throws CommandFailure unless a job can be called that
  public static String requireName(String name) {
    if (!NAME.matcher(name).matches()) {
      throw new CommandFailure("a job's name has 1 to 64 letters, digits, '-' and '_'");
    }
    return name;
  }

  private static Path path(Path folder, String name) {
    return folder.resolve(requireName(name) + ".json");
  }

  /// Writes it into a folder, which is made if it is not there.
  public void write(Path folder) throws IOException {
    Files.createDirectories(
        folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("version", VERSION);
    json.put("name", name);
    json.put("model", model);
    json.put("inputs", inputs);
    json.put("labels", labels);
    json.put("manifest", manifest);
    byte[] bytes = (Json.write(json) + '\n').getBytes(StandardCharsets.UTF_8);
    AtomicFile.write(path(folder, name), stream -> stream.write(bytes));
  }

  /// Whether a job of that name is remembered.
  public static boolean exists(Path folder, String name) {
    return Files.isRegularFile(path(folder, name));
  }

  /// Forgets it.
  public static void delete(Path folder, String name) throws IOException {
    Files.deleteIfExists(path(folder, name));
  }

  /// @throws CommandFailure if there is no such job, or its file is none
  public static JobFile read(Path folder, String name) throws IOException {
    Path file = path(folder, name);
    if (!Files.isRegularFile(file)) {
      throw new CommandFailure(
          "there is no job '%s' in %s: 'client submit' writes it".formatted(name, folder));
    }
    if (Files.size(file) > MAX_BYTES) {
      throw new CommandFailure(
          "%s has %,d bytes, more than %,d".formatted(file, Files.size(file), MAX_BYTES));
    }
    try {
      JsonNode root = new ObjectMapper().readTree(file.toFile());
      List<Integer> inputs = new ArrayList<>();
      root.required("inputs").forEach(node -> inputs.add(node.asInt()));
      List<Double> labels = new ArrayList<>();
      root.required("labels").forEach(node -> labels.add(node.asDouble()));
      return new JobFile(
          root.required("name").asText(),
          root.required("model").asText(),
          inputs,
          labels,
          root.required("manifest").asText());
    } catch (IOException | IllegalArgumentException e) {
      throw new CommandFailure("%s is not the file of a job".formatted(file), e);
    }
  }

  /// The manifest that the items were encrypted with.
  public ClientManifest client(ArtifactLimits limits) throws ArtifactException {
    return ClientManifest.parse(manifest.getBytes(StandardCharsets.UTF_8), limits);
  }
}
