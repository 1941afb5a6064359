package io.cloakwork.cost;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cloakwork.spi.hash.Sha256;
import io.cloakwork.spi.ring.ModulusChain;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// Reads a [MachineProfile] from JSON; every refusal names the field and its value.
final class ProfileJson {

  private static final double MOST = 1e12;
  private static final int MAX_CAVEAT = 1000;

  private final JsonNode root;
  // What was read, by path: the numbers that predictions depend on, in one order.
  private final SortedMap<String, Double> numbers = new TreeMap<>();

  private ProfileJson(JsonNode root) {
    this.root = root;
  }

  static MachineProfile parse(byte[] bytes) {
    try {
      return new ProfileJson(new ObjectMapper().readTree(bytes)).profile();
    } catch (IOException e) {
      throw new ProfileException("the machine profile is not valid JSON: " + firstLine(e), e);
    }
  }

  private static String firstLine(IOException e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
  }

  private MachineProfile profile() {
    String name = root.path("name").asText("");
    if (!name.matches("[a-zA-Z0-9][a-zA-Z0-9._-]{0,63}")) {
      throw new ProfileException(
          "machine profile field 'name' is '%s', not 1 to 64 letters, digits, dots, dashes and underscores"
              .formatted(name.length() > 80 ? name.substring(0, 80) + "…" : name));
    }
    double threads = number("/threads", 1, 1 << 10);
    if (threads != Math.rint(threads)) {
      throw wrong("/threads", "a whole number");
    }
    double efficiency = number("/parallelEfficiency", 0.01, 1);
    TransformTimes forward = transforms("/forwardTransformNanos");
    TransformTimes inverse = transforms("/inverseTransformNanos");
    WordCosts words =
        new WordCosts(
            cost("/nanosPerWord/elementWise"),
            cost("/nanosPerWord/productTerm"),
            cost("/nanosPerWord/conversion"),
            cost("/nanosPerWord/conversionTerm"),
            cost("/nanosPerWord/automorphism"),
            cost("/nanosPerWord/combinationTerm"));
    double wide = number("/wideLaneFactor", 0.1, 100);
    double memory = number("/memoryBytesPerNano", 1e-3, 1e6);
    double link =
        root.has("hostLinkBytesPerNano")
            ? number("/hostLinkBytesPerNano", 1e-3, 1e6)
            : Double.POSITIVE_INFINITY;
    double stage = cost("/stageNanos");
    double run = cost("/runNanos");
    return new MachineProfile(
        name,
        fingerprint(),
        caveat(),
        (int) threads,
        efficiency,
        forward,
        inverse,
        words,
        wide,
        memory,
        link,
        stage,
        run);
  }

  private String caveat() {
    JsonNode node = root.path("caveat");
    if (!node.isMissingNode() && (!node.isTextual() || node.asText().length() > MAX_CAVEAT)) {
      throw wrong("/caveat", "a text of at most %d characters".formatted(MAX_CAVEAT));
    }
    return node.asText("");
  }

  private TransformTimes transforms(String path) {
    JsonNode table = root.at(path);
    if (!table.isObject() || table.isEmpty()) {
      throw wrong(path, "an object from log2 N to nanoseconds");
    }
    SortedMap<Integer, Double> nanos = new TreeMap<>();
    for (Map.Entry<String, JsonNode> entry : table.properties()) {
      String size = entry.getKey();
      int logN = size.matches("[0-9]{1,2}") ? Integer.parseInt(size) : 0;
      if (logN < ModulusChain.MIN_LOG_N || logN > ModulusChain.MAX_LOG_N) {
        throw new ProfileException(
            "machine profile field '%s' has the size '%s', not log2 N in [%d, %d]"
                .formatted(field(path), size, ModulusChain.MIN_LOG_N, ModulusChain.MAX_LOG_N));
      }
      nanos.put(logN, cost(path + "/" + size));
    }
    return new TransformTimes(nanos);
  }

  private double cost(String path) {
    return number(path, 0, MOST);
  }

  private double number(String path, double min, double max) {
    JsonNode node = root.at(path);
    double value = node.doubleValue();
    if (!node.isNumber() || !(value >= min && value <= max)) {
      throw wrong(path, "a number in [%s, %s]".formatted(min, max));
    }
    numbers.put(path, value);
    return value;
  }

  private ProfileException wrong(String path, String expected) {
    JsonNode node = root.at(path);
    if (node.isMissingNode()) {
      return new ProfileException("machine profile field '%s' is missing".formatted(field(path)));
    }
    String shown = node.toString();
    return new ProfileException(
        "machine profile field '%s' is %s, not %s"
            .formatted(
                field(path), shown.length() > 40 ? shown.substring(0, 40) + "…" : shown, expected));
  }

  private static String field(String path) {
    return path.substring(1).replace('/', '.');
  }

  private String fingerprint() {
    StringBuilder text = new StringBuilder();
    numbers.forEach((path, value) -> text.append(path).append('=').append(value).append('\n'));
    return Sha256.hex(text.toString().getBytes(StandardCharsets.UTF_8));
  }
}
