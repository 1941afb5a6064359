package io.cloakwork.compiler.artifact;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cloakwork.ckks.InvalidParametersException;
import io.cloakwork.ckks.KeyId;
import io.cloakwork.ckks.KeyRequest;
import io.cloakwork.ckks.Parameters;
import io.cloakwork.ckks.ParametersLiteral;
import io.cloakwork.ckks.SecurityPolicy;
import io.cloakwork.compiler.CipherForm;
import io.cloakwork.compiler.InputPacking;
import io.cloakwork.compiler.Objective;
import io.cloakwork.compiler.OutputPacking;
import io.cloakwork.compiler.PredictedError;
import io.cloakwork.compiler.packing.ValueLayout;
import io.cloakwork.compiler.tensor.Shape;
import io.cloakwork.cost.TimePrediction;
import io.cloakwork.spi.ring.GaloisElement;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;

/// A [Manifest] as JSON. Fields are written in one order and numbers in one way, so that the same
/// manifest is the same bytes.
final class ManifestJson {

  private static final ObjectMapper JSON = new ObjectMapper();

  private ManifestJson() {}

  static byte[] write(Manifest manifest) {
    ClientManifest client = manifest.client();
    ObjectNode root = JSON.createObjectNode();
    root.put("network", client.network());
    root.put("objective", client.objective().name());
    root.set("parameters", parameters(client));
    root.set("input", value(client.input().shape(), client.input().form()));
    ((ObjectNode) root.get("input")).set("layout", LayoutJson.write(client.input().layout()));
    ((ObjectNode) root.get("input")).put("lanes", client.input().lanes());
    root.set("output", value(client.output().shape(), client.output().form()));
    ((ObjectNode) root.get("output")).set("layout", LayoutJson.write(client.output().layout()));
    root.set("keys", keys(client.keys()));
    ObjectNode report = root.putObject("report");
    ArrayNode bits = report.putArray("layerBits");
    manifest.report().layerBits().forEach(bits::add);
    error(report.putObject("outputError"), manifest.report().error());
    time(report, manifest.report().time());
    ArrayNode notes = report.putArray("notes");
    manifest.report().notes().forEach(notes::add);
    try {
      return JSON.writeValueAsString(root).getBytes(StandardCharsets.UTF_8);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree of JSON can be written", e);
    }
  }

  private static void error(ObjectNode node, PredictedError error) {
    node.put("largestOutput", error.largestOutput());
    node.put("encryption", error.encryption());
    error.fit().ifPresent(fit -> node.put("fit", fit));
  }

  private static PredictedError error(JsonFields fields) throws ArtifactException {
    return new PredictedError(
        fields.magnitude("largestOutput"),
        fields.magnitude("encryption"),
        fields.has("fit") ? OptionalDouble.of(fields.magnitude("fit")) : OptionalDouble.empty());
  }

  /// The profile that the program was compiled for, by its name and its numbers, and what it
  /// predicts.
  private static void time(ObjectNode report, TimePrediction time) {
    ObjectNode profile = report.putObject("profile");
    profile.put("name", time.profile());
    profile.put("fingerprint", time.fingerprint());
    profile.put("threads", time.threads());
    time.stepSeconds().forEach(report.putArray("layerSeconds")::add);
  }

  private static TimePrediction time(JsonFields report) throws ArtifactException {
    JsonFields profile = report.object("profile");
    String fingerprint = profile.text("fingerprint");
    if (!fingerprint.matches("[0-9a-f]{64}")) {
      throw new ArtifactException(
          "manifest field 'report.profile.fingerprint' is not 64 hexadecimal digits");
    }
    return new TimePrediction(
        profile.text("name"),
        fingerprint,
        profile.number("threads", 1, 1 << 10),
        report.reals("layerSeconds"));
  }

  private static ObjectNode parameters(ClientManifest client) {
    ParametersLiteral literal = client.literal();
    ObjectNode node = JSON.createObjectNode();
    node.put("logN", literal.logN());
    literal.qBits().forEach(node.putArray("qBits")::add);
    literal.pBits().forEach(node.putArray("pBits")::add);
    node.put("logScale", literal.logScale());
    node.put("digitCount", literal.digitCount());
    node.put("galoisGenerator", literal.galoisGenerator());
    node.put("security", literal.security().name());
    node.put("id", client.parameters().id());
    return node;
  }

  private static ObjectNode value(Shape shape, CipherForm form) {
    ObjectNode node = JSON.createObjectNode();
    shape.dims().forEach(node.putArray("shape")::add);
    node.put("ciphertexts", form.ciphertexts());
    node.put("level", form.level());
    node.put("scale", form.scale());
    return node;
  }

  /// One pair a key: code and level.
  private static ArrayNode keys(KeyRequest request) {
    ArrayNode keys = JSON.createArrayNode();
    for (Map.Entry<KeyId, Integer> key : request.levels().entrySet()) {
      keys.addArray().add(key.getKey().code()).add(key.getValue());
    }
    return keys;
  }

  static Manifest parse(byte[] bytes, ArtifactLimits limits) throws ArtifactException {
    JsonFields root = new JsonFields("manifest", tree(bytes));
    ParametersLiteral literal = literal(root.object("parameters"), limits);
    Parameters parameters = validated(literal);
    String id = root.object("parameters").text("id");
    if (!parameters.id().equals(id)) {
      throw new ArtifactException(
          "manifest field 'parameters.id' is %s, its parameters have %s"
              .formatted(id, parameters.id()));
    }
    JsonFields input = root.object("input");
    JsonFields output = root.object("output");
    ClientManifest client =
        new ClientManifest(
            root.text("network"),
            root.constant("objective", Objective.class),
            literal,
            parameters,
            inputPacking(input, parameters),
            new OutputPacking(
                shape(output),
                LayoutJson.parse(output.object("layout"), parameters),
                form(output, parameters)),
            keys(root, parameters));
    requireConsistent(
        "input", client.input().shape(), client.input().form(), client.input().layout());
    requireConsistent(
        "output", client.output().shape(), client.output().form(), client.output().layout());
    JsonFields report = root.object("report");
    return new Manifest(
        client,
        new ReportNotes(
            report.reals("layerBits"),
            error(report.object("outputError")),
            time(report),
            report.texts("notes")));
  }

  private static InputPacking inputPacking(JsonFields input, Parameters parameters)
      throws ArtifactException {
    ValueLayout layout = LayoutJson.parse(input.object("layout"), parameters);
    int lanes = input.number("lanes", 1, layout.inputs());
    return new InputPacking(shape(input), layout, form(input, parameters), lanes);
  }

  private static JsonNode tree(byte[] bytes) throws ArtifactException {
    try {
      return JSON.readTree(bytes);
    } catch (JsonProcessingException e) {
      throw new ArtifactException(
          "the manifest is not valid JSON near %s".formatted(e.getLocation().offsetDescription()),
          e);
    } catch (IOException e) {
      throw new ArtifactException("the manifest cannot be read: " + e.getMessage(), e);
    }
  }

  private static ParametersLiteral literal(JsonFields fields, ArtifactLimits limits)
      throws ArtifactException {
    SecurityPolicy security = fields.constant("security", SecurityPolicy.class);
    if (security == SecurityPolicy.INSECURE_FOR_TESTING && !limits.insecureParameters()) {
      throw new ArtifactException(
          "manifest field 'parameters.security' is %s, which this reader does not accept"
              .formatted(security));
    }
    return new ParametersLiteral(
        fields.number("logN", 4, 17),
        fields.numbers("qBits", 2, 61),
        fields.numbers("pBits", 2, 61),
        fields.number("logScale", 1, 61),
        fields.number("digitCount", 1, 1 << 10),
        fields.number("galoisGenerator", 3, 5),
        security);
  }

  private static Parameters validated(ParametersLiteral literal) throws ArtifactException {
    try {
      return literal.validate();
    } catch (InvalidParametersException e) {
      throw new ArtifactException("manifest field 'parameters': " + e.getMessage(), e);
    }
  }

  private static Shape shape(JsonFields fields) throws ArtifactException {
    List<Integer> dims = fields.numbers("shape", 1, Shape.MAX_ELEMENTS);
    try {
      return new Shape(dims);
    } catch (IllegalArgumentException e) {
      throw new ArtifactException("manifest field 'shape': " + e.getMessage(), e);
    }
  }

  private static CipherForm form(JsonFields fields, Parameters parameters)
      throws ArtifactException {
    return new CipherForm(
        fields.number("ciphertexts", 1, 1 << 20),
        fields.number("level", 0, parameters.maxLevel()),
        fields.scale("scale"));
  }

  private static void requireConsistent(
      String field, Shape shape, CipherForm form, ValueLayout layout) throws ArtifactException {
    if (layout.elements() != shape.size() || layout.ciphertexts() != form.ciphertexts()) {
      throw new ArtifactException(
          "manifest field '%s' packs %d elements into %d ciphertexts, but is of %d elements in %d"
              .formatted(
                  field,
                  layout.elements(),
                  layout.ciphertexts(),
                  shape.size(),
                  form.ciphertexts()));
    }
  }

  private static KeyRequest keys(JsonFields root, Parameters parameters) throws ArtifactException {
    SortedMap<KeyId, Integer> levels = new TreeMap<>();
    for (JsonFields pair : root.items("keys")) {
      int code = pair.at(0, 0, 2 * parameters.degree() - 1);
      if (code != 0 && code % 2 == 0) {
        throw new ArtifactException(
            "manifest field 'keys' has the code %d, which is no Galois element".formatted(code));
      }
      KeyId id =
          code == 0
              ? KeyId.relinearization()
              : KeyId.galois(new GaloisElement(parameters.logN(), code));
      levels.put(id, pair.at(1, 0, parameters.maxLevel()));
    }
    return new KeyRequest(parameters.id(), levels);
  }
}
