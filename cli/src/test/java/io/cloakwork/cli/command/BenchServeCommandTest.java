package io.cloakwork.cli.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A network of one dense layer through the whole benchmark: that its figures are there and agree
/// with each other, not how large they are.
class BenchServeCommandTest {

  @TempDir private Path folder;
  private Path model;

  @BeforeEach
  void write() throws IOException {
    float[][] weights = {{1, 0, 0, 0.5f}, {0, 1, 0, 0}, {0, 0, 1, -0.5f}};
    model = folder.resolve("tiny.onnx");
    Files.write(model, TinyOnnx.dense(weights, new float[] {0.25f, 0, 0}));
  }

  private CommandRun bench(String... more) {
    List<String> line = new ArrayList<>(List.of("bench", "serve", "--model", model.toString()));
    line.addAll(List.of("--seconds", "0.2", "--rounds", "2", "--naive-requests", "2"));
    line.addAll(List.of(more));
    return CommandRun.of(line.toArray(String[]::new));
  }

  @Test
  void theReportHasTheFieldsOfTheContract() {
    JsonNode json = bench("--requests", "20", "--clients", "3", "--lanes", "2", "--json").json();
    assertThat(json.get("steadyStateKeyBytes").asLong()).isZero();
    assertThat(json.get("setupShare").asDouble()).isBetween(0.0, 1.0);
    assertThat(json.get("overheadMillisMedian").asDouble()).isPositive();
    assertThat(json.get("keys").get("count").asInt()).isPositive();
    assertThat(json.get("keys").get("bytes").asLong()).isPositive();
    assertThat(json.get("machine").get("cores").asInt()).isPositive();
    assertThat(json.get("parameters").get("securityBits").asInt()).isGreaterThanOrEqualTo(128);
    assertThat(json.get("coalescing").get("meanBatch").asDouble()).isBetween(1.0, 2.0);
    assertThat(json.get("coalescing").get("ratio").asDouble()).isPositive();
    assertThat(json.get("clients").get("fairnessIndex").asDouble()).isBetween(1 / 3.0, 1.0);
    assertThat(json.get("clients").get("ratio").asDouble()).isPositive();
  }

  @Test
  void theFiguresAgreeWithEachOther() {
    JsonNode json = bench("--requests", "20", "--clients", "1", "--lanes", "1", "--json").json();
    assertThat(json.has("clients")).isFalse();
    assertThat(json.has("coalescing")).isFalse();
    double setup = 0;
    for (JsonNode part : json.get("setup")) {
      assertThat(part.asDouble()).isPositive();
      setup += part.asDouble();
    }
    assertThat(json.get("setupSeconds").asDouble()).isCloseTo(setup, within(1e-3 * setup));
    double fromProgram =
        setup
            - json.get("setup").get("compile").asDouble()
            + json.get("readProgramSeconds").asDouble();
    assertThat(json.get("setupSecondsFromProgram").asDouble())
        .isCloseTo(fromProgram, within(1e-3 * setup));
    JsonNode steady = json.get("steadyState");
    double wall = steady.get("wallSeconds").asDouble();
    assertThat(json.get("setupShare").asDouble()).isCloseTo(setup / (setup + wall), within(1e-3));
    double request = json.get("secondsPerRequest").asDouble();
    assertThat(request * 20).isLessThan(wall);
    assertThat(json.get("firstPredictionSeconds").asDouble()).isGreaterThan(setup);
    double naive = json.get("naive").get("secondsPerRequest").asDouble();
    assertThat(json.get("speedupOverNaive").asDouble())
        .isCloseTo(naive / request, within(1e-2 * naive / request));
    JsonNode roundTrip = steady.get("roundTripMillis");
    assertThat(roundTrip.get("p50").asDouble())
        .isGreaterThanOrEqualTo(json.get("overheadMillisMedian").asDouble())
        .isLessThanOrEqualTo(roundTrip.get("p99").asDouble());
    assertThat(steady.get("largestRelativeError").asDouble()).isBetween(0.0, 0.05);
  }

  @Test
  void aReportCanBeDrawn() throws Exception {
    CommandRun run = bench("--requests", "5", "--clients", "1", "--lanes", "1", "--json");
    Path report = folder.resolve("report.json");
    Files.writeString(report, run.out());
    Path figure = folder.resolve("figure.svg");
    CommandRun drawn =
        CommandRun.of("bench", "figure", "--from", report.toString(), "--out", figure.toString());
    assertThat(drawn.exitCode()).as(drawn.err()).isZero();
    assertThat(Files.readString(figure))
        .startsWith("<svg ")
        .endsWith("</svg>\n")
        .contains("steady state: ")
        .doesNotContain("NaN");
    Files.writeString(report, "{}");
    assertThat(
            CommandRun.of(
                    "bench", "figure", "--from", report.toString(), "--out", figure.toString())
                .err())
        .contains("is not what 'bench serve --json' prints");
  }

  @Test
  void reportsAndComparisonsKnowWhatWasMeasured() throws Exception {
    Path results = folder.resolve("s.json");
    CommandRun run =
        bench(
            "--requests",
            "5",
            "--clients",
            "2",
            "--lanes",
            "1",
            "--json",
            "-o",
            results.toString());
    JsonNode json = run.json();
    assertThat(new ObjectMapper().readTree(results.toFile())).isEqualTo(json);
    assertThat(json.get("format").asText()).isEqualTo("cloakwork-bench");
    assertThat(json.get("devices").get(0).get("backend").asText()).isEqualTo("cpu");
    assertThat(json.get("results").findValuesAsText("op"))
        .contains("upload", "round_trip", "execute", "overhead", "with_own_keys", "clients");
    Path page = folder.resolve("report.html");
    Path csv = folder.resolve("report.csv");
    CommandRun report =
        CommandRun.of(
            "bench", "report", results.toString(), "-o", page.toString(), "--csv", csv.toString());
    assertThat(report.exitCode()).as(report.err()).isZero();
    assertThat(Files.readString(page)).contains("id=\"setup\"", "id=\"served\"");
    assertThat(Files.readString(csv)).contains("serve,cloakwork,", ",tiny,round_trip,N");
    CommandRun same = CommandRun.of("bench", "compare", results.toString(), results.toString());
    assertThat(same.exitCode()).as(same.err()).isZero();
    assertThat(same.out()).contains("tiny round_trip N", " 0 slower by more than 5 %");
  }

  @Test
  void theServiceMayComputeOnASimulatedBoard() {
    CommandRun run =
        bench(
            "--backend",
            "sim",
            "--device",
            "alveo-u280",
            "--property",
            "exact=cpu",
            "--requests",
            "2",
            "--clients",
            "1",
            "--lanes",
            "1",
            "--json");
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.json().get("devices").get(0).get("name").asText()).isEqualTo("AMD Alveo U280");
  }

  @Test
  void whatCannotBeMeasuredIsRefused() {
    assertThat(bench("--requests", "0").err()).contains("requests: 0 is not from 1");
    assertThat(bench("--clients", "65").exitCode()).isEqualTo(2);
    assertThat(bench("--seconds", "0").err()).contains("--seconds");
  }
}
