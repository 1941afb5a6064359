package io.cloakwork.serve.server.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cloakwork.serve.server.ops.trace.TraceTarget;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TracesTest {

  private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
  private static final String PARENT = "00f067aa0ba902b7";

  @TempDir Path folder;

  @Test
  void aRequestIsASpanWithItsStages() throws Exception {
    Path file = folder.resolve("spans.jsonl");
    long before = System.currentTimeMillis() * 1_000_000;
    try (Operations operations = start(new TraceTarget.JsonFile(file), 0)) {
      RequestTrail trail = operations.begin("req-7", "m2", "00-" + TRACE + "-" + PARENT + "-01");
      Thread.sleep(10);
      trail.arrived();
      Thread.sleep(5);
      trail.decoded();
      Thread.sleep(25);
      trail.ran(Requests.timing(3, 2, 15, 4));
      Thread.sleep(5);
      trail.encoded();
      trail.end(Outcome.FINISHED);
    }
    List<JsonNode> spans = spans(Files.readAllLines(file));
    Map<String, JsonNode> byName =
        spans.stream().collect(Collectors.toMap(span -> span.path("name").asText(), span -> span));
    JsonNode root = byName.get("cloakwork.v1.InferenceService/Infer");
    assertThat(root.path("traceId").asText()).isEqualTo(TRACE);
    assertThat(root.path("parentSpanId").asText()).isEqualTo(PARENT);
    assertThat(root.path("kind").asInt()).isEqualTo(2);
    assertThat(root.path("status").path("code").asInt()).isEqualTo(1);
    assertThat(attribute(root, "cloakwork.request_id")).isEqualTo("req-7");
    assertThat(attribute(root, "cloakwork.model")).isEqualTo("m2");
    assertThat(attribute(root, "cloakwork.batch")).isEqualTo("4");
    assertThat(start(root)).isBetween(before, before + 60_000_000_000L);

    assertThat(spans).hasSize(8);
    long last = start(root);
    for (String stage :
        List.of("receive", "decode", "queue", "keys", "execute", "encode", "send")) {
      JsonNode span = byName.get(stage);
      assertThat(span.path("parentSpanId").asText()).isEqualTo(root.path("spanId").asText());
      assertThat(start(span)).as(stage).isGreaterThanOrEqualTo(last);
      assertThat(end(span)).as(stage).isGreaterThanOrEqualTo(start(span));
      last = end(span);
    }
    assertThat(last).isEqualTo(end(root));
    assertThat(end(byName.get("execute")) - start(byName.get("execute"))).isEqualTo(15_000_000);
  }

  @Test
  void callersDecideWhetherTheyAreTraced() throws Exception {
    Path file = folder.resolve("spans.jsonl");
    try (Operations operations = start(new TraceTarget.JsonFile(file), 1)) {
      operations.begin("a", "m2", "00-" + TRACE + "-" + PARENT + "-00").end(Outcome.REFUSED);
      operations.begin("b", "a name that a client made up", "nonsense").end(Outcome.FAILED);
    }
    String text = Files.readString(file);
    List<JsonNode> spans = spans(List.of(text.strip()));
    assertThat(spans).hasSize(2);
    assertThat(attribute(spans.getFirst(), "cloakwork.request_id")).isEqualTo("b");
    assertThat(spans.getFirst().path("status").path("code").asInt()).isEqualTo(2);
    assertThat(spans.getFirst().path("traceId").asText()).isNotEqualTo(TRACE);
    assertThat(text).doesNotContain("made up");
  }

  @Test
  void aCollectorGetsThem() throws Exception {
    try (Collector collector = new Collector("200 OK")) {
      try (Operations operations = start(address(collector), 1)) {
        operations.begin("a", "m2", "").end(Outcome.CANCELLED);
      }
      assertThat(spans(collector.bodies())).hasSize(2);
    }
  }

  @Test
  void aCollectorThatFailsCostsSpansAndNothingElse() throws Exception {
    try (Collector collector = new Collector("503 Service Unavailable");
        Operations operations = start(address(collector), 1)) {
      operations.begin("a", "m2", "").end(Outcome.REFUSED);
      long deadline = System.nanoTime() + 20_000_000_000L;
      while (Scrape.of(operations).value("cloakwork_spans_dropped_total") == 0) {
        assertThat(System.nanoTime()).isLessThan(deadline);
        Thread.sleep(50);
      }
      assertThat(Scrape.of(operations).value("cloakwork_spans_dropped_total")).isEqualTo(2);
      assertThat(Scrape.of(operations).value("cloakwork_spans_sent_total")).isZero();
    }
  }

  @Test
  void targetsAreRead() {
    assertThat(TraceTarget.parse("http://127.0.0.1:4318/v1/traces"))
        .isEqualTo(new TraceTarget.Collector(URI.create("http://127.0.0.1:4318/v1/traces")));
    assertThat(TraceTarget.parse("/var/log/spans.jsonl"))
        .isEqualTo(new TraceTarget.JsonFile(Path.of("/var/log/spans.jsonl")));
    assertThatThrownBy(() -> TraceTarget.parse("http:///v1/traces"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("http:///v1/traces");
  }

  private static Operations start(TraceTarget target, double ratio) throws IOException {
    Operations operations = Operations.start(OperationsSettings.none().withTraces(target, ratio));
    operations.attach(new ScriptedService());
    return operations;
  }

  private static TraceTarget address(Collector collector) {
    return TraceTarget.parse("http://127.0.0.1:%d/v1/traces".formatted(collector.port()));
  }

  private static List<JsonNode> spans(List<String> requests) throws IOException {
    List<JsonNode> spans = new ArrayList<>();
    for (String request : requests) {
      JsonNode scope =
          new ObjectMapper().readTree(request).path("resourceSpans").path(0).path("scopeSpans");
      scope.path(0).path("spans").forEach(spans::add);
    }
    return spans;
  }

  private static String attribute(JsonNode span, String key) {
    for (JsonNode attribute : span.path("attributes")) {
      if (attribute.path("key").asText().equals(key)) {
        return attribute.path("value").elements().next().asText();
      }
    }
    throw new AssertionError("no attribute " + key);
  }

  private static long start(JsonNode span) {
    return Long.parseLong(span.path("startTimeUnixNano").asText());
  }

  private static long end(JsonNode span) {
    return Long.parseLong(span.path("endTimeUnixNano").asText());
  }
}
