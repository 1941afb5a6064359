package io.cloakwork.cli.remote;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cloakwork.cli.CommandFailure;
import io.cloakwork.cli.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What the evaluation keys of a folder are; the files' names follow from it.
///
/// @param model that they are for
/// @param parametersId of the parameters that they were made with
/// @param keys that have been written, by ascending code
record KeyIndex(String model, String parametersId, List<Entry> keys) {

  private static final int VERSION = 1;
  private static final long MAX_BYTES = 1 << 24;

  /// A key that has been written.
  record Entry(int code, int level, long bytes, String sha256) {

    String fileName() {
      return "%d-%d.key".formatted(code, level);
    }
  }

  KeyIndex {
    keys = List.copyOf(keys);
  }

  Optional<Entry> find(int code, int level) {
    return keys.stream().filter(key -> key.code() == code && key.level() == level).findFirst();
  }

  byte[] write() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("version", VERSION);
    json.put("model", model);
    json.put("parametersId", parametersId);
    List<Map<String, Object>> entries = new ArrayList<>();
    for (Entry key : keys) {
      Map<String, Object> entry = new LinkedHashMap<>();
      entry.put("code", key.code());
      entry.put("level", key.level());
      entry.put("bytes", key.bytes());
      entry.put("sha256", key.sha256());
      entries.add(entry);
    }
    json.put("keys", entries);
    return (Json.write(json) + '\n').getBytes(StandardCharsets.UTF_8);
  }

  /// @throws CommandFailure if the file is no index
  static KeyIndex read(Path file) throws IOException {
    if (Files.size(file) > MAX_BYTES) {
      throw new CommandFailure(
          "%s has %,d bytes, more than %,d".formatted(file, Files.size(file), MAX_BYTES));
    }
    try {
      JsonNode root = new ObjectMapper().readTree(file.toFile());
      if (root.path("version").asInt() != VERSION) {
        throw new CommandFailure(
            "%s: field 'version' is %s, this build reads %d"
                .formatted(file, root.path("version"), VERSION));
      }
      List<Entry> keys = new ArrayList<>();
      for (JsonNode key : root.path("keys")) {
        keys.add(
            new Entry(
                key.required("code").asInt(),
                key.required("level").asInt(),
                key.required("bytes").asLong(),
                key.required("sha256").asText()));
      }
      return new KeyIndex(
          root.required("model").asText(), root.required("parametersId").asText(), keys);
    } catch (IOException | IllegalArgumentException e) {
      throw new CommandFailure("%s is not an index of keys".formatted(file), e);
    }
  }
}
