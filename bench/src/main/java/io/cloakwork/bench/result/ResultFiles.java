package io.cloakwork.bench.result;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Reads files of results: one JSON object with the rows of a run, as the benchmarks of this
/// project print it, or neutral rows, one JSON object a line.
///
/// Fields that the format does not have are passed over. Everything else is checked: files of at
/// most [#MAX_BYTES], [#MAX_ROWS] rows, texts of at most 1,000 characters, and every number's type
/// and range.
public final class ResultFiles {

  /// The longest file that is read.
  public static final long MAX_BYTES = 64L << 20;

  /// The most rows that are read from a file.
  public static final int MAX_ROWS = 100_000;

  private static final int MAX_CORES = 1_000_000;

  private static final ObjectMapper MAPPER =
      new ObjectMapper(
          JsonFactory.builder()
              .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
              .streamReadConstraints(
                  StreamReadConstraints.builder()
                      .maxDocumentLength(MAX_BYTES)
                      .maxNestingDepth(20)
                      .maxNameLength(Fields.MAX_TEXT)
                      .maxStringLength(Fields.MAX_ARGUMENT)
                      .maxNumberLength(50)
                      .build())
              .build());

  /// An object of the document and the line that it begins in.
  private record Located(int line, JsonNode node) {}

  private final Path file;
  private final List<Located> rows = new ArrayList<>();

  private ResultFiles(Path file) {
    this.file = file;
  }

  /// Reads a file of either kind.
  ///
  /// @throws ResultFormatException if it does not keep to the format
  public static BenchRun read(Path file) throws IOException {
    long size = Files.size(file);
    if (size > MAX_BYTES) {
      throw new ResultFormatException(
          "%s has %,d bytes, more than %,d".formatted(file, size, MAX_BYTES));
    }
    return new ResultFiles(file).read();
  }

  private BenchRun read() throws IOException {
    List<Located> heads = new ArrayList<>();
    try (JsonParser parser = MAPPER.createParser(file.toFile())) {
      while (parser.nextToken() != null) {
        int line = line(parser);
        heads.add(new Located(line, topLevel(parser, line)));
        requireFewRows(heads.size(), line);
      }
    } catch (JsonProcessingException e) {
      throw new ResultFormatException(
          "%s: %s".formatted(where(lineOf(e)), e.getOriginalMessage()), e);
    }
    if (heads.isEmpty()) {
      throw new ResultFormatException(file + " is empty");
    }
    return isDocument(heads) ? document(heads) : neutral(heads);
  }

  private static int lineOf(JsonProcessingException e) {
    return e.getLocation() == null ? 0 : e.getLocation().getLineNr();
  }

  private static int line(JsonParser parser) {
    return parser.currentTokenLocation().getLineNr();
  }

  private String where(int line) {
    return "%s line %d".formatted(file, line);
  }

  /// Reads an object without its `results`, which go to [#rows], each with its line.
  private JsonNode topLevel(JsonParser parser, int line) throws IOException {
    if (parser.currentToken() != JsonToken.START_OBJECT) {
      throw new ResultFormatException(
          "%s: there is no JSON object, neither results nor a row".formatted(where(line)));
    }
    ObjectNode head = MAPPER.createObjectNode();
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String field = parser.currentName();
      JsonToken token = parser.nextToken();
      if (field.equals("results") && token == JsonToken.START_ARRAY) {
        rows(parser);
        head.putArray(field);
      } else {
        head.set(field, MAPPER.readTree(parser));
      }
    }
    return head;
  }

  private void rows(JsonParser parser) throws IOException {
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      int line = line(parser);
      rows.add(new Located(line, MAPPER.readTree(parser)));
      requireFewRows(rows.size(), line);
    }
  }

  private void requireFewRows(int count, int line) {
    if (count > MAX_ROWS) {
      throw new ResultFormatException(
          "%s: there are more than %,d rows".formatted(where(line), MAX_ROWS));
    }
  }

  private static boolean isDocument(List<Located> heads) {
    return heads.stream()
        .anyMatch(head -> head.node().has("results") || EarlierServing.isIn(head.node()));
  }

  private BenchRun neutral(List<Located> lines) {
    List<BenchRow> all = new ArrayList<>();
    for (Located line : lines) {
      Fields row = Fields.of(where(line.line()), line.node());
      all.add(RowReader.read(row, RowReader.Defaults.NONE));
    }
    return BenchRun.ofRows(all);
  }

  private BenchRun document(List<Located> heads) {
    if (heads.size() > 1) {
      throw new ResultFormatException(
          "%s: there is more than one JSON object in a file with results"
              .formatted(where(heads.get(1).line())));
    }
    Fields head = Fields.of(where(heads.getFirst().line()), heads.getFirst().node());
    requireVersion(head);
    RowReader.Defaults defaults = defaults(head);
    List<BenchRow> all = new ArrayList<>();
    for (Located row : rows) {
      all.add(RowReader.read(Fields.of(where(row.line()), row.node()), defaults));
    }
    if (!head.has("results")) {
      all.addAll(new EarlierServing(head, defaults).rows());
    }
    return new BenchRun(
        head.textOr("library", ""),
        head.textOr("version", ""),
        head.textOr("commit", ""),
        date(head),
        head.arguments("command"),
        head.arguments("flags"),
        head.has("machine") ? Optional.of(machine(head.object("machine"))) : Optional.empty(),
        devices(head),
        all);
  }

  /// Files without a version are of the time before there was one.
  private static void requireVersion(Fields head) {
    String format = head.textOr("format", BenchRunJson.FORMAT);
    if (!format.equals(BenchRunJson.FORMAT)) {
      throw head.complaint("format", "is '%s', not '%s'".formatted(format, BenchRunJson.FORMAT));
    }
    int version = head.optionalInteger("formatVersion", 1, Integer.MAX_VALUE).orElse(1);
    if (version > BenchRunJson.FORMAT_VERSION) {
      throw head.complaint(
          "formatVersion",
          "is %d; this program reads up to %d".formatted(version, BenchRunJson.FORMAT_VERSION));
    }
  }

  /// Before there was a version, backend, device and parameters were in the head alone.
  private static RowReader.Defaults defaults(Fields head) {
    Implementation by =
        new Implementation(
            head.textOr("library", ""),
            head.textOr("version", ""),
            head.textOr("backend", ""),
            head.textOr("device", ""));
    ParameterFacts parameters =
        head.has("parameters")
            ? RowReader.parameters(head.textOr("preset", ""), head.object("parameters"))
            : ParameterFacts.named("");
    return new RowReader.Defaults(by, parameters);
  }

  private static Optional<Instant> date(Fields head) {
    try {
      return head.optionalText("date").map(Instant::parse);
    } catch (DateTimeException e) {
      throw head.complaint(
          "date",
          "is '%s', not a time as in 2026-01-31T12:00:00Z".formatted(head.textOr("date", "")));
    }
  }

  private static Machine machine(Fields machine) {
    return new Machine(
        machine.textOr("processor", ""),
        machine.optionalInteger("cores", 1, MAX_CORES).orElse(0),
        machine.optionalCount("memoryBytes", 0, Long.MAX_VALUE).orElse(0),
        machine.optionalCount("heapBytes", 0, Long.MAX_VALUE).orElse(0),
        machine.optionalInteger("vectorBits", 0, 1 << 20).orElse(0),
        machine.optionalNumber("loadAverage").orElse(-1),
        machine.textOr("system", ""),
        machine.textOr("jdk", ""));
  }

  private static List<MeasuredDevice> devices(Fields head) {
    if (!head.has("devices") && head.has("device")) {
      return List.of(
          new MeasuredDevice(
              head.textOr("backend", ""),
              head.textOr("device", ""),
              0,
              0,
              "",
              head.textMap("deviceFacts")));
    }
    return head.objects("devices").stream().map(ResultFiles::device).toList();
  }

  private static MeasuredDevice device(Fields device) {
    return new MeasuredDevice(
        device.textOr("backend", ""),
        device.text("name"),
        device.optionalInteger("threads", 0, Integer.MAX_VALUE).orElse(0),
        device.optionalCount("memoryBytes", 0, Long.MAX_VALUE).orElse(0),
        device.textOr("driver", ""),
        device.textMap("facts"));
  }
}
