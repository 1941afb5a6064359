package io.cloakwork.cli.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import com.fasterxml.jackson.databind.JsonNode;
import io.cloakwork.spi.device.Backends;
import io.cloakwork.spi.device.Probe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// `trace` and `trace replay`: a network leaves the building and computes the same words elsewhere.
class TraceCommandTest {

  private static final long MAX_BYTES = 50_000_000;
  private static final double MAX_REFERENCE_SECONDS = 300;

  @TempDir private static Path folder;
  private static Path model;
  private static Path seeded;
  private static JsonNode written;

  @BeforeAll
  static void writeTrace() throws IOException {
    model = folder.resolve("tiny.onnx");
    float[][] weights = {{1, 0, 0.5f, 0}, {0, -1, 0, 0}, {0, 0, 1, 2}};
    Files.write(model, TinyOnnx.dense(weights, new float[] {0.5f, 0, 0}));
    seeded = folder.resolve("tiny.trace");
    written = trace(seeded).json();
  }

  private static CommandRun trace(Path output, String... more) {
    List<String> line = new ArrayList<>(List.of("trace", model.toString()));
    line.addAll(List.of("-o", output.toString(), "--json"));
    line.addAll(List.of(more));
    return CommandRun.of(line.toArray(String[]::new));
  }

  private static CommandRun replay(Path file, String... more) {
    List<String> line = new ArrayList<>(List.of("trace", "replay", file.toString(), "--json"));
    line.addAll(List.of(more));
    return CommandRun.of(line.toArray(String[]::new));
  }

  private static void requireAvailable(String backend) {
    if (Backends.named(backend).probe() instanceof Probe.Unavailable absent) {
      System.out.println(backend + " skipped: " + absent.reason());
      abort(absent.reason());
    }
  }

  @Test
  void whatWasWrittenIsReported() throws IOException, NoSuchAlgorithmException {
    byte[] bytes = Files.readAllBytes(seeded);
    assertThat(written.get("bytes").asLong()).isEqualTo(bytes.length);
    assertThat(written.get("sha256").asText())
        .isEqualTo(HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes)));
    assertThat(written.get("format").asText()).isEqualTo("pb");
    assertThat(written.get("data").asText()).isEqualTo("seeded");
    assertThat(written.get("sideFile").isNull()).isTrue();
    assertThat(written.get("model").asText()).isEqualTo("tiny");
    long commands = 0;
    for (JsonNode count : written.get("operations")) {
      commands += count.asLong();
    }
    assertThat(written.get("commands").asLong()).isEqualTo(commands).isPositive();
    assertThat(written.get("buffers").get("input").get("count").asInt()).isEqualTo(1);
    assertThat(written.get("buffers").get("output").get("count").asInt()).isEqualTo(1);
    assertThat(written.get("buffers").get("key").get("bytes").asLong()).isPositive();
  }

  @ParameterizedTest
  @ValueSource(strings = {"reference", "cpu", "opencl"})
  void everyBackendComputesTheSame(String backend) {
    requireAvailable(backend);
    JsonNode json = replay(seeded, "--backend", backend).json();
    assertThat(json.get("matches").asBoolean()).isTrue();
    assertThat(json.get("backend").asText()).isEqualTo(backend);
    assertThat(json.get("runs")).hasSize(written.get("graphs").asInt());
    double sum = 0;
    for (JsonNode run : json.get("runs")) {
      sum += run.get("seconds").asDouble();
      assertThat(run.get("outputs").get(0).get("actual"))
          .isEqualTo(run.get("outputs").get(0).get("expected"));
    }
    assertThat(json.get("executionSeconds").asDouble())
        .isPositive()
        .isCloseTo(sum, org.assertj.core.api.Assertions.within(1e-6))
        .isLessThan(json.get("seconds").asDouble());
  }

  @Test
  void theSameNetworkIsTheSameFileAndAnotherSeedOther() throws IOException {
    Path again = folder.resolve("again.trace");
    trace(again, "--backend", "reference").json();
    assertThat(again).hasSameBinaryContentAs(seeded);
    trace(again, "--seed", "2").json();
    assertThat(Files.readAllBytes(again)).isNotEqualTo(Files.readAllBytes(seeded));
  }

  @Test
  void aProgramOverManyImagesReplaysToo() {
    Path file = folder.resolve("throughput.trace");
    JsonNode json = trace(file, "--objective", "throughput").json();
    assertThat(json.get("operations").get("LinearCombination").asInt()).isPositive();
    JsonNode replayed = replay(file, "--backend", "reference", "--repeat", "2").json();
    assertThat(replayed.get("matches").asBoolean()).isTrue();
    assertThat(replayed.get("repetitions").asInt()).isEqualTo(2);
  }

  @Test
  void jsonSaysTheSameAndPeopleCanReadIt() throws IOException {
    Path json = folder.resolve("tiny.json");
    assertThat(trace(json).json().get("format").asText()).isEqualTo("json");
    JsonNode content = new com.fasterxml.jackson.databind.ObjectMapper().readTree(json.toFile());
    assertThat(content.get("format").asText()).isEqualTo("cloakwork-trace");
    assertThat(content.findValuesAsText("op")).contains("NTT", "INNER_PRODUCT");
    JsonNode replayed = replay(json).json();
    assertThat(replayed.get("matches").asBoolean()).isTrue();
    assertThat(replayed.get("runs").findValuesAsText("actual"))
        .isEqualTo(replay(seeded).json().get("runs").findValuesAsText("actual"));
  }

  @Test
  void aSideFileHasTheNetworksOwnWords() throws IOException {
    Path file = folder.resolve("own.trace");
    JsonNode json = trace(file, "--data", "side").json();
    Path side = folder.resolve(json.get("sideFile").get("name").asText());
    assertThat(Files.size(side)).isEqualTo(json.get("sideFile").get("bytes").asLong());
    assertThat(replay(file, "--backend", "reference").json().get("matches").asBoolean()).isTrue();
    Path moved = Files.move(side, folder.resolve("elsewhere"));
    ProgramFileCommandsTest.assertFails(replay(file), 1, "there is no file");
    assertThat(replay(file, "--side", moved.toString()).json().get("matches").asBoolean()).isTrue();
    byte[] words = Files.readAllBytes(moved);
    words[words.length / 2] ^= 1;
    Files.write(moved, words);
    ProgramFileCommandsTest.assertFails(
        replay(file, "--side", moved.toString()), 1, "the trace says");
  }

  @Test
  void aDifferenceIsAFailureThatNamesTheRun() throws IOException {
    Path json = folder.resolve("changed.json");
    trace(json).json();
    String content = Files.readString(json);
    int hash = content.lastIndexOf("\"sha256\": \"") + 11;
    char other = content.charAt(hash) == '0' ? '1' : '0';
    Files.writeString(json, content.substring(0, hash) + other + content.substring(hash + 1));
    CommandRun run = replay(json);
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.out()).contains("\"matches\" : false");
    assertThat(run.err()).contains("1 of ").contains("runs differ from the trace");
    assertThat(run.err().strip().lines()).hasSize(1);
  }

  @Test
  void whatMakesNoSenseIsRefused() throws IOException {
    Path file = folder.resolve("never");
    assertRefused(2, "takes a MODEL", "trace");
    assertRefused(2, "takes a MODEL", "trace", model.toString());
    assertRefused(2, "'csv'", "trace", model.toString(), "-o", file.toString(), "--format", "csv");
    assertRefused(2, "'all'", "trace", model.toString(), "-o", file.toString(), "--data", "all");
    assertRefused(1, "replace the input", "trace", model.toString(), "-o", model.toString());
    assertRefused(2, "--repeat", "trace", "replay", seeded.toString(), "--repeat", "0");
    assertRefused(1, "there is no file", "trace", "replay", file.toString());
    assertRefused(1, "no trace", "trace", "replay", model.toString());
    assertRefused(1, "no side file", "trace", "replay", seeded.toString(), "--side", "x");
    assertThat(file).doesNotExist();
  }

  private static void assertRefused(int exitCode, String because, String... line) {
    ProgramFileCommandsTest.assertFails(CommandRun.of(line), exitCode, because);
  }

  @Test
  @Tag("slow")
  void aConvolutionalNetworkReplaysEverywhere() throws IOException {
    Path lenet =
        Path.of(System.getProperty("cloakwork.shared", "../shared"), "models/m3_lenet5_poly.onnx");
    if (!Files.exists(lenet)) {
      System.out.println("skipped: " + lenet.normalize() + " is not there");
      abort(lenet + " is not there");
    }
    Path file = folder.resolve("m3.trace");
    CommandRun run = CommandRun.of("trace", lenet.toString(), "-o", file.toString(), "--json");
    assertThat(run.json().get("bytes").asLong()).isLessThan(MAX_BYTES);
    for (String backend : List.of("reference", "cpu", "opencl")) {
      if (Backends.named(backend).probe() instanceof Probe.Unavailable absent) {
        System.out.println(backend + " skipped: " + absent.reason());
        continue;
      }
      JsonNode json = replay(file, "--backend", backend).json();
      assertThat(json.get("matches").asBoolean()).as(backend).isTrue();
      double seconds = json.get("seconds").asDouble();
      System.out.printf("m3 on %s: %.1f s%n", backend, seconds);
      if (backend.equals("reference")) {
        assertThat(seconds).isLessThan(MAX_REFERENCE_SECONDS);
      }
    }
  }
}
