package io.cloakwork.serve.server;

import io.cloakwork.compiler.CompileOptions;
import io.cloakwork.compiler.CompiledNetwork;
import io.cloakwork.compiler.Compiler;
import io.cloakwork.compiler.artifact.ArtifactLimits;
import io.cloakwork.compiler.artifact.NetworkFile;
import io.cloakwork.serve.host.ModelHost;
import io.cloakwork.serve.server.call.ServedModel;
import io.cloakwork.serve.server.log.EventLog;
import java.io.IOException;
import java.nio.file.Files;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;

/// Loads the models of a service, one after the other.
final class ServedModels {

  private ServedModels() {}

  /// @throws IOException if a file cannot be read
  static SequencedMap<String, ServedModel> load(
      ServerSettings settings, ModelHost host, EventLog log) throws IOException {
    SequencedMap<String, ServedModel> models = new LinkedHashMap<>();
    for (ModelSource source : settings.models()) {
      long start = System.nanoTime();
      CompiledNetwork network = network(source, settings);
      long read = System.nanoTime();
      ServedModel model = new ServedModel(host.load(source.name(), network));
      long loaded = System.nanoTime();
      models.put(source.name(), model);
      log.info(
          "model.loaded",
          Map.of(
              "model", source.name(),
              "file", source.file().toString(),
              "keys", network.keys().levels().size(),
              "lanes", model.hosted().lanes(),
              "readSeconds", (read - start) * 1e-9,
              "loadSeconds", (loaded - read) * 1e-9));
    }
    return models;
  }

  private static CompiledNetwork network(ModelSource source, ServerSettings settings)
      throws IOException {
    if (!Files.isRegularFile(source.file())) {
      throw new IOException(
          "model '%s': there is no file %s".formatted(source.name(), source.file()));
    }
    if (NetworkFile.isProgram(source.file())) {
      ArtifactLimits limits =
          ArtifactLimits.defaults().withInsecureParameters(settings.insecureForTesting());
      return NetworkFile.read(source.file(), limits);
    }
    CompileOptions options = settings.compile();
    return Compiler.compile(source.file(), options);
  }
}
