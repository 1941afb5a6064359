package io.cloakwork.ckks.wire;

import io.cloakwork.ckks.Parameters;
import io.cloakwork.ckks.Scales;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;

/// Says what a file holds, without a context or a device: header, the leading fields of the body,
/// and whether the SHA-256 is right. Residues are hashed, not interpreted.
public final class WireInspector {

  private static final int MAX_LEVEL = 255;

  /// What was found in an object whose SHA-256 is right.
  ///
  /// @param type what it is
  /// @param version of the format
  /// @param parametersId the parameters it belongs to
  /// @param objectBytes header, body and trailer
  /// @param sha256 the trailer: what the object is addressed by
  /// @param fields names and values of the leading fields, in order
  public record Description(
      WireType type,
      int version,
      String parametersId,
      long objectBytes,
      String sha256,
      Map<String, String> fields) {

    /// One line a fact.
    public String text() {
      StringBuilder text = new StringBuilder();
      line(text, "type", type.label());
      line(text, "version", Integer.toString(version));
      line(text, "parameters", parametersId);
      line(text, "bytes", "%,d".formatted(objectBytes));
      line(text, "sha256", sha256);
      fields.forEach((name, value) -> line(text, name, value));
      return text.toString();
    }

    private static void line(StringBuilder text, String name, String value) {
      text.append("%-18s%s%n".formatted(name, value));
    }
  }

  private WireInspector() {}

  /// Reads the object in `file` to its end.
  ///
  /// @throws WireException if it is not an object of this format, or damaged
  public static Description describe(Path file) throws IOException {
    try (WireSource source = WireSource.of(file)) {
      WireLimits limits =
          new WireLimits(Long.MAX_VALUE, Integer.MAX_VALUE, true); // nothing is allocated
      WireInput in = new WireInput(source, limits);
      WireHeader header = in.header();
      Map<String, String> fields = new LinkedHashMap<>();
      switch (header.type()) {
        case PARAMETERS -> describe(ParametersFormat.read(in, limits), fields);
        case PLAINTEXT -> polynomials(in, fields, "extended");
        case CIPHERTEXT -> polynomials(in, fields, "polynomials");
        case SEEDED_CIPHERTEXT -> polynomials(in, fields, null);
        case KEY_SWITCH_KEY -> key(in, fields);
        case EVALUATION_KEYS, KEY_REQUEST -> count(in, fields);
        case PUBLIC_KEY -> {}
      }
      in.skipBody();
      String sha256 = HexFormat.of().formatHex(in.finish());
      return new Description(
          header.type(),
          WireHeader.VERSION,
          header.parametersId(),
          header.objectBytes(),
          sha256,
          fields);
    }
  }

  private static void describe(Parameters parameters, Map<String, String> fields) {
    fields.put("ring degree", "2^%d".formatted(parameters.logN()));
    fields.put("levels", Integer.toString(parameters.maxLevel()));
    fields.put("log2 QP", "%.1f".formatted(parameters.logQP()));
    fields.put("digits", Integer.toString(parameters.digitCount()));
    fields.put("scale", "2^%d".formatted(parameters.logScale()));
    fields.put("security", parameters.security().toString());
  }

  private static void polynomials(WireInput in, Map<String, String> fields, String second)
      throws IOException {
    fields.put("level", Integer.toString(in.number("level", 0, MAX_LEVEL)));
    if (second != null) {
      fields.put(second, Integer.toString(in.number(second, 0, 3)));
    }
    fields.put("batch", Integer.toString(in.number("batch", 1, Integer.MAX_VALUE)));
    fields.put("scale", Scales.format(in.scale("scale")));
  }

  private static void key(WireInput in, Map<String, String> fields) throws IOException {
    int code = in.number("key", 0, Integer.MAX_VALUE);
    fields.put("key", code == 0 ? "relin" : "galois:" + code);
    fields.put("level", Integer.toString(in.number("level", 0, MAX_LEVEL)));
  }

  private static void count(WireInput in, Map<String, String> fields) throws IOException {
    fields.put("keys", Integer.toString(in.number("number of keys", 0, Integer.MAX_VALUE)));
  }
}
