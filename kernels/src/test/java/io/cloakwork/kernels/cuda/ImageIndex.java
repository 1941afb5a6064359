package io.cloakwork.kernels.cuda;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// What `cuda/index.json` says of the images.
///
/// @param nvcc the compiler's version
/// @param flags how it was called
/// @param images by their path
record ImageIndex(String nvcc, List<String> flags, Map<String, Image> images) {

  static final String PATH = "cuda/index.json";

  private static final ObjectMapper JSON = new ObjectMapper();

  /// @param program its name, for people
  /// @param defines what tells programs of that name apart
  /// @param source hash of the source
  /// @param image hash of the fat binary
  /// @param bytes its length as it is kept, packed
  /// @param kernels by name and architecture what a kernel takes
  record Image(
      String program,
      Map<String, Integer> defines,
      String source,
      String image,
      int bytes,
      Map<String, Map<String, Usage>> kernels) {}

  /// What a kernel takes of a multiprocessor.
  ///
  /// @param registers of an item
  /// @param spilled bytes of an item that did not fit into them
  /// @param shared bytes of a group
  record Usage(int registers, int spilled, int shared) {}

  static ImageIndex parse(byte[] json) throws IOException {
    JsonNode root = JSON.readTree(json);
    Map<String, Image> images = new TreeMap<>();
    for (var entry : root.get("images").properties()) {
      images.put(entry.getKey(), image(entry.getValue()));
    }
    List<String> flags = JSON.convertValue(root.get("flags"), new TypeReference<>() {});
    return new ImageIndex(root.get("nvcc").asText(), flags, images);
  }

  private static Image image(JsonNode node) {
    Map<String, Map<String, Usage>> kernels = new TreeMap<>();
    for (var kernel : node.get("kernels").properties()) {
      Map<String, Usage> byArchitecture = new TreeMap<>();
      for (var usage : kernel.getValue().properties()) {
        JsonNode numbers = usage.getValue();
        byArchitecture.put(
            usage.getKey(),
            new Usage(numbers.get(0).asInt(), numbers.get(1).asInt(), numbers.get(2).asInt()));
      }
      kernels.put(kernel.getKey(), byArchitecture);
    }
    return new Image(
        node.get("program").asText(),
        JSON.convertValue(node.get("defines"), new TypeReference<TreeMap<String, Integer>>() {}),
        node.get("source").asText(),
        node.get("image").asText(),
        node.get("bytes").asInt(),
        kernels);
  }

  /// Writes the index; it appears whole or not at all.
  void write(Path file) throws IOException {
    ObjectNode root = JSON.createObjectNode();
    root.put("nvcc", nvcc);
    root.set("flags", JSON.valueToTree(flags));
    root.put("kernels", "by architecture: registers, bytes spilled, bytes of shared memory");
    ObjectNode all = root.putObject("images");
    new TreeMap<>(images).forEach((path, image) -> all.set(path, json(image)));
    DefaultPrettyPrinter printer =
        new DefaultPrettyPrinter().withObjectIndenter(new DefaultIndenter("  ", "\n"));
    Path part = Files.createTempFile(file.getParent(), "index", ".part");
    Files.writeString(part, JSON.writer(printer).writeValueAsString(root) + "\n");
    Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
  }

  private static ObjectNode json(Image image) {
    ObjectNode node = JSON.createObjectNode();
    node.put("program", image.program());
    node.set("defines", JSON.valueToTree(new TreeMap<>(image.defines())));
    node.put("source", image.source());
    node.put("image", image.image());
    node.put("bytes", image.bytes());
    ObjectNode kernels = node.putObject("kernels");
    new TreeMap<>(image.kernels())
        .forEach((name, byArchitecture) -> {
          ObjectNode usages = kernels.putObject(name);
          byArchitecture.forEach((architecture, usage) -> {
            ArrayNode numbers = usages.putArray(architecture);
            numbers.add(usage.registers()).add(usage.spilled()).add(usage.shared());
          });
        });
    return node;
  }
}
