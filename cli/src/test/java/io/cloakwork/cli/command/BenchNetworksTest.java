package io.cloakwork.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A network of one dense layer through `bench nets`, `bench setup` and `bench all`.
class BenchNetworksTest {

  @TempDir private Path folder;

  @BeforeEach
  void write() throws IOException {
    float[][] weights = {{1, 0, 0, 0.5f}, {0, 1, 0, 0}, {0, 0, 1, -0.5f}};
    byte[] model = TinyOnnx.dense(weights, new float[] {0.25f, 0, 0});
    Files.write(folder.resolve("tiny.onnx"), model);
    Files.write(folder.resolve("tiny.dyn.onnx"), model);
    Files.write(folder.resolve("other.onnx"), model);
  }

  private CommandRun bench(String... line) {
    List<String> all = new ArrayList<>(List.of("bench"));
    all.addAll(List.of(line));
    all.addAll(List.of("--model", folder.toString(), "--only", "tiny"));
    all.addAll(List.of("--backend", "reference", "--json"));
    return CommandRun.of(all.toArray(String[]::new));
  }

  @Test
  void aNetworkHasItsPrecisionItsSetUpAndItsLayersBesideItsTime() {
    JsonNode json = bench("nets", "--quick", "--layers", "--batch", "1,2").json();
    List<JsonNode> rows = new ArrayList<>();
    json.get("results").forEach(rows::add);
    assertThat(rows)
        .extracting(row -> row.get("kind").asText() + " " + row.get("batch").asInt())
        .containsExactly("net 1", "layer 1", "net 2", "layer 2");
    JsonNode request = rows.getFirst();
    assertThat(request.get("workload").asText()).isEqualTo("tiny");
    assertThat(request.get("op").asText()).isEqualTo("infer");
    assertThat(request.get("precision_bits").asDouble()).isBetween(8.0, 40.0);
    assertThat(request.get("setup_us").asDouble()).isPositive();
    assertThat(request.get("runs").asInt()).isBetween(3, 9);
    JsonNode layer = rows.get(1);
    assertThat(layer.get("op").asText()).startsWith("01 ");
    assertThat(layer.get("modular_operations").asLong())
        .isPositive()
        .isEqualTo(request.get("modular_operations").asLong());
    assertThat(layer.get("median_us").asDouble())
        .isLessThanOrEqualTo(request.get("median_us").asDouble());
    assertThat(layer.get("level").asInt()).isPositive();
  }

  /// Values of 10^12 are beyond what the network's ciphertexts hold, unless they are normalised:
  /// the precision tells whether these samples were asked, and as the notes say.
  @Test
  void samplesAreAskedAsTheNotesBesideTheModelNormaliseThem() throws IOException {
    Path samples = folder.resolve("samples.csv");
    Files.writeString(samples, "1e12,-1e12,5e11,1e12\n-1e12,1e12,1e12,0\n");
    String[] line = {"nets", "--quick", "--input", samples.toString()};
    CommandRun raw = bench(line);
    assertThat(raw.exitCode()).isEqualTo(1);
    assertThat(raw.err()).contains("coefficients up to 2^").contains("do not fit");
    Files.writeString(
        folder.resolve("tiny.json"), "{\"preprocess\": {\"formula\": \"x/1000000000000\"}}");
    assertThat(precision(bench(line))).isBetween(8.0, 40.0);
  }

  private static double precision(CommandRun run) {
    return run.json().get("results").get(0).get("precision_bits").asDouble();
  }

  @Test
  void samplesOfAnotherSizeAreNotAsked() throws IOException {
    Path samples = folder.resolve("samples.csv");
    Files.writeString(samples, "1,2,3\n");
    CommandRun run = bench("nets", "--quick", "--input", samples.toString());
    assertThat(run.err()).contains("tiny on reference").contains("it takes 4 values");
    assertThat(precision(run)).isBetween(8.0, 40.0);
  }

  @Test
  void setUpIsMeasuredStageByStage() {
    JsonNode json = bench("setup", "--rounds", "2").json();
    List<String> stages = new ArrayList<>();
    for (JsonNode row : json.get("results")) {
      assertThat(row.get("kind").asText()).isEqualTo("setup");
      assertThat(row.get("runs").asInt()).isEqualTo(2);
      assertThat(row.get("median_us").asDouble()).isPositive();
      stages.add(row.get("op").asText());
    }
    assertThat(stages)
        .containsExactly(
            "compile", "weight_encoding", "key_generation", "serialising", "upload", "loading");
  }

  @Test
  @Tag("slow")
  void allIsAllOfThem() {
    JsonNode json = bench("all", "--quick", "--preset", "F12").json();
    List<String> kinds = new ArrayList<>();
    json.get("results").forEach(row -> kinds.add(row.get("kind").asText()));
    assertThat(kinds).contains("op", "net", "layer", "setup", "serve");
  }

  @Test
  void modelsThatAreNotThereAreNamed() {
    CommandRun run =
        CommandRun.of("bench", "nets", "--model", folder.resolve("no.onnx").toString());
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).contains("there is no file or folder").contains("no.onnx");
    assertThat(CommandRun.of("bench", "nets", "--only", "m1").exitCode()).isEqualTo(2);
  }
}
