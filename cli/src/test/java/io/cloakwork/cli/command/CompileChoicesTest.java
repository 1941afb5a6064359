package io.cloakwork.cli.command;

import static io.cloakwork.cli.command.ProgramFileCommandsTest.assertFails;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine.TypeConversionException;

/// The compiler's choices as options of `compile` and `infer`.
class CompileChoicesTest {

  /// A second to hand a graph to it.
  private static final String SLOW_MACHINE =
      """
      {
        "name": "mine",
        "threads": 2,
        "parallelEfficiency": 0.85,
        "forwardTransformNanos": {"13": 16000},
        "inverseTransformNanos": {"13": 16600},
        "nanosPerWord": {
          "elementWise": 0.25,
          "productTerm": 0.27,
          "conversion": 0.28,
          "conversionTerm": 0.17,
          "automorphism": 0.5,
          "combinationTerm": 0.12
        },
        "wideLaneFactor": 1.7,
        "memoryBytesPerNano": 12,
        "stageNanos": 5000,
        "runNanos": 1e9
      }
      """;

  @TempDir private Path folder;
  private Path model;
  private Path table;

  @BeforeEach
  void writeFiles() throws IOException {
    model = folder.resolve("tiny.onnx");
    table = folder.resolve("table.csv");
    Files.write(model, TinyOnnx.dense(new float[][] {{1, -1}}, new float[] {0}));
    Files.writeString(table, "x,y,label\n30,10,1\n10,30,0\n20,21,1\n");
  }

  private CommandRun run(String command, String... more) {
    List<String> line = new ArrayList<>(List.of(command));
    line.addAll(
        command.equals("compile")
            ? List.of(model.toString())
            : List.of("--model", model.toString(), "--input", table.toString(), "--warmup", "0"));
    line.addAll(List.of("--skip-rows", "1", "--label-column", "last", "--json"));
    line.addAll(List.of(more));
    return CommandRun.of(line.toArray(String[]::new));
  }

  @Test
  void imagesShareACiphertextForLatency() {
    JsonNode json = run("infer", "--images-per-ciphertext", "2").json();
    assertThat(json.get("imagesPerCiphertext").asInt()).isEqualTo(2);
    assertThat(json.get("agreeWithPlain").asInt()).isEqualTo(3);
    JsonNode best = run("compile", "--images-per-ciphertext", "auto").json();
    assertThat(best.get("imagesTogether").asInt()).isGreaterThanOrEqualTo(1);
  }

  @Test
  void oneOutputIsAScoreAndNotAClass() throws IOException {
    JsonNode json = run("infer").json();
    assertThat(json.get("predictions").get(1).asDouble()).isCloseTo(-20, within(0.1));
    assertThat(json.get("maxRelativeScoreError").asDouble())
        .isCloseTo(
            json.get("maxAbsLogitError").asDouble() / json.get("maxAbsLogit").asDouble(),
            within(1e-12));
    // The last score, -1, says no where the label says yes.
    assertThat(json.get("correct").asInt()).isEqualTo(2);
    Files.writeString(table, "x,y,label\n30,10,17.5\n10,30,0\n");
    assertThat(run("infer").json().get("correct").isNull()).isTrue();
  }

  @Test
  void theCompilerSeesTheSamplesNormalised() {
    // Values of a few bits more need a larger modulus or leave less precision to the output.
    String[] calibrated = {"--calibrate", table.toString()};
    assertThat(run("compile", calibrated).exitCode()).isZero();
    assertThat(run("infer", calibrated).json().get("agreeWithPlain").asInt()).isEqualTo(3);
    CommandRun huge = run("compile", "--calibrate", table.toString(), "--divide", "1e-100");
    assertFails(huge, 1, "on the samples");
  }

  @Test
  void samplesThatDoNotFitAreRefused() throws IOException {
    assertFails(run("compile", "--calibrate", folder + "/absent"), 1, "there is no file");
    assertFails(run("compile", "--calibrate", folder.toString()), 1, "is a folder");
    Path wide = folder.resolve("wide.csv");
    Files.writeString(wide, "header\n1,2,3,0\n");
    assertFails(run("compile", "--calibrate", wide.toString()), 1, "a sample has 3 values");
    assertFails(run("infer", "--calibrate", wide.toString()), 1, "a sample has 3 values");
    Files.writeString(wide, "header\n1,two,0\n");
    assertFails(run("compile", "--calibrate", wide.toString()), 1, "");
  }

  @Test
  void choicesOutOfRangeAreUsageErrorsThatNameTheOption() {
    for (String[] choice :
        new String[][] {
          {"--images-per-ciphertext", "3"},
          {"--images-per-ciphertext", "all"},
          {"--max-key-bytes", "0"},
          {"--max-key-bytes", "lots"},
          {"--max-key-bytes", "-1"},
          {"--precision-bits", "99"},
          {"--precision-bits", "NaN"},
          {"--activation-degree", "0"},
          {"--activation-degree", "100000"},
          {"--activation-tolerance", "-1"}
        }) {
      assertFails(run("compile", choice), 2, choice[0]);
      assertFails(run("infer", choice), 2, choice[0]);
    }
    for (String option : List.of("--max-key-bytes", "--precision-bits")) {
      assertFails(run("compile", "--objective", "throughput", option, "12"), 2, "is for latency");
    }
  }

  @Test
  void theReportSaysWhatRunningTakes() {
    JsonNode json = run("compile", "--precision-bits", "14").json();
    assertThat(json.get("precisionBits").asDouble()).isGreaterThanOrEqualTo(14);
    assertThat(json.get("layers").get(0).get("precisionBits").asDouble()).isPositive();
    JsonNode memory = json.get("memory");
    assertThat(memory.get("keyBytes").asLong())
        .isEqualTo(json.get("keys").get("bytes").asLong())
        .isPositive();
    assertThat(memory.get("weightBytes").asLong()).isPositive();
    assertThat(memory.get("valueBytes").asLong()).isPositive();
    assertThat(json.get("notes").isArray()).isTrue();
    assertThat(json.get("program").isNull()).isTrue();
  }

  @Test
  void timesArePredictedForAProfileByNameOrFromAFile() throws IOException {
    JsonNode zen = run("compile").json();
    JsonNode generic = run("compile", "--profile", "generic-x86").json();
    assertThat(zen.get("profile").get("name").asText()).isEqualTo("zen5-avx512");
    assertThat(generic.get("profile").get("name").asText()).isEqualTo("generic-x86");
    assertThat(generic.get("predictedSeconds").asDouble())
        .isGreaterThan(zen.get("predictedSeconds").asDouble());
    double sum = 0;
    for (JsonNode layer : generic.get("layers")) {
      sum += layer.get("predictedSeconds").asDouble();
    }
    assertThat(generic.get("predictedSeconds").asDouble()).isCloseTo(sum, within(1e-8));
    Path file = folder.resolve("mine.json");
    Files.writeString(file, SLOW_MACHINE);
    JsonNode mine = run("compile", "--profile", file.toString()).json();
    assertThat(mine.get("profile").get("name").asText()).isEqualTo("mine");
    assertThat(mine.get("predictedSeconds").asDouble())
        .isGreaterThan(generic.get("predictedSeconds").asDouble());
    Files.writeString(file, "{\"name\": \"mine\", \"threads\": 0}");
    assertFails(run("compile", "--profile", file.toString()), 2, "'threads' is 0");
    assertFails(run("infer", "--profile", "zen6"), 2, "neither one of zen5-avx512, generic-x86");
  }

  @Test
  void timesOfARunArePredictedForItsThreads() {
    JsonNode one = run("infer", "--threads", "1").json();
    JsonNode two = run("infer", "--threads", "2").json();
    assertThat(one.get("profile").get("threads").asInt()).isEqualTo(1);
    assertThat(two.get("profile").get("threads").asInt()).isEqualTo(2);
    assertThat(one.get("predictedSecondsPerImage").asDouble())
        .isGreaterThan(two.get("predictedSecondsPerImage").asDouble());
    assertThat(one.get("layers").get(0).get("predictedSeconds").asDouble()).isPositive();
  }

  @Test
  void bytesHaveUnits() {
    ByteCount bytes = new ByteCount();
    assertThat(bytes.convert("512")).isEqualTo(512);
    assertThat(bytes.convert("64K")).isEqualTo(64 << 10);
    assertThat(bytes.convert("1500M")).isEqualTo(1500L << 20);
    assertThat(bytes.convert("2G")).isEqualTo(2L << 30);
    for (String wrong : List.of("", "G", "1T", "1.5G", "-1", "999999999999999999G")) {
      assertThatThrownBy(() -> bytes.convert(wrong)).isInstanceOf(TypeConversionException.class);
    }
  }
}
