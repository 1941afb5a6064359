package io.cloakwork.cli.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// `infer` from files to JSON, with a network of one dense layer that is quick to run encrypted.
class InferCommandTest {

  @TempDir private Path folder;
  private Path model;
  private Path table;

  @BeforeEach
  void writeFiles() throws IOException {
    float[][] weights = {{1, 0, 0, 0.5f}, {0, 1, 0, 0}, {0, 0, 1, -0.5f}};
    model = folder.resolve("tiny.onnx");
    Files.write(model, TinyOnnx.dense(weights, new float[] {0.25f, 0, 0}));
    table = folder.resolve("table.csv");
    Files.writeString(table, "a,b,c,d,class\n1,0,0,0,0\n0,1,0,0,1\n0,0,1,0,1\n");
  }

  private CommandRun infer(String... more) {
    return inferWithLabels("last", more);
  }

  private CommandRun inferWithLabels(String column, String... more) {
    List<String> line =
        new java.util.ArrayList<>(
            List.of("infer", "--model", model.toString(), "--input", table.toString()));
    line.addAll(List.of("--skip-rows", "1", "--label-column", column, "--warmup", "0"));
    line.addAll(List.of(more));
    return CommandRun.of(line.toArray(String[]::new));
  }

  @Test
  void jsonHasTheFieldsOfTheContract() {
    JsonNode json = infer("--json", "--precision-bits", "20").json();
    assertThat(json.fieldNames())
        .toIterable()
        .contains(
            "model",
            "backend",
            "device",
            "images",
            "correct",
            "agreeWithPlain",
            "maxAbsLogitError",
            "setupSeconds",
            "clientSeconds",
            "secondsPerImage",
            "imagesPerSecond",
            "warmupImages",
            "warmupSeconds",
            "imagesPerCiphertext",
            "predictedPrecisionBits",
            "measuredPrecisionBits",
            "predictedLogitError",
            "predictedFitError",
            "measuredFitError",
            "notes",
            "preprocessing",
            "parameters",
            "keys",
            "layers",
            "predictions");
    assertThat(json.get("model").asText()).isEqualTo("tiny");
    assertThat(json.get("images").asInt()).isEqualTo(3);
    assertThat(json.get("correct").asInt()).isEqualTo(2);
    assertThat(json.get("agreeWithPlain").asInt()).isEqualTo(3);
    assertThat(json.get("maxAbsLogitError").asDouble()).isBetween(0.0, 1e-4);
    assertThat(json.get("predictions").toString()).isEqualTo("[0,1,2]");
    assertThat(json.get("plainPredictions").toString()).isEqualTo("[0,1,2]");
    assertThat(json.get("parameters").get("securityBits").asInt()).isEqualTo(128);
    double seconds = json.get("secondsPerImage").asDouble();
    assertThat(seconds).isPositive();
    assertThat(json.get("imagesPerSecond").asDouble())
        .isCloseTo(1 / seconds, within(1e-3 / seconds));
    // Parts are done at the same time: none is longer than the whole, their sum may be.
    double setup = json.get("setupSeconds").asDouble();
    for (JsonNode part : json.get("setup")) {
      assertThat(part.asDouble()).isPositive().isLessThanOrEqualTo(setup);
    }
    JsonNode parts = json.get("setup");
    double longest =
        Math.max(parts.get("device").asDouble(), parts.get("compile").asDouble())
            + Math.max(parts.get("weights").asDouble(), parts.get("keys").asDouble())
            + parts.get("session").asDouble();
    assertThat(setup).isGreaterThanOrEqualTo(longest - 1e-6);
    assertThat(json.get("layers")).isNotEmpty();
    for (JsonNode layer : json.get("layers")) {
      assertThat(layer.get("seconds").asDouble()).isPositive();
      assertThat(layer.get("level").asInt()).isNotNegative();
    }
  }

  @Test
  void precisionIsTheLargestLogitOverTheLargestError() {
    JsonNode json = infer("--json").json();
    double ratio = json.get("maxAbsLogit").asDouble() / json.get("maxAbsLogitError").asDouble();
    assertThat(json.get("measuredPrecisionBits").asDouble())
        .isCloseTo(Math.log(ratio) / Math.log(2), within(1e-6));
    assertThat(json.get("predictedPrecisionBits").asDouble()).isGreaterThanOrEqualTo(11);
    assertThat(json.has("maxRelativeScoreError")).isFalse();
    // Nothing was fitted: the error is that of encryption.
    assertThat(json.get("predictedFitError").isNull()).isTrue();
    assertThat(json.get("measuredFitError").isNull()).isTrue();
    assertThat(json.get("predictedLogitError").asDouble()).isPositive();
  }

  @Test
  void logitsAreOneRowAnImage() throws IOException {
    Path logits = folder.resolve("logits.csv");
    CommandRun run =
        infer(
            "--precision-bits",
            "20",
            "--logits",
            logits.toString(),
            "--offset",
            "1",
            "--count",
            "1");
    assertThat(run.exitCode()).as(run.err()).isZero();
    List<String> rows = Files.readAllLines(logits);
    assertThat(rows).hasSize(1);
    String[] values = rows.getFirst().split(",", -1);
    double[] expected = {0.25, 1, 0};
    for (int i = 0; i < expected.length; i++) {
      assertThat(Double.parseDouble(values[i])).isCloseTo(expected[i], within(1e-4));
    }
    assertThat(run.out()).contains("1 of 1 images classified right, 1 of 1 as without");
    assertThat(run.err()).isEmpty();
  }

  @Test
  void imagesShareCiphertextsForThroughput() throws IOException {
    Path logits = folder.resolve("logits.csv");
    JsonNode json =
        infer("--objective", "throughput", "--json", "--logits", logits.toString()).json();
    int images = json.get("images").asInt();
    assertThat(images).isEqualTo(3);
    assertThat(json.get("imagesPerCiphertext").asInt()).isGreaterThanOrEqualTo(2048);
    assertThat(json.get("agreeWithPlain").asInt()).isEqualTo(images);
    assertThat(json.get("warmupImages").asInt()).isZero();
    assertThat(json.get("keys").get("count").asInt()).isZero();
    double perSecond = json.get("imagesPerSecond").asDouble();
    assertThat(perSecond * json.get("secondsPerImage").asDouble()).isCloseTo(1, within(1e-3));
    String second = Files.readAllLines(logits).get(1).split(",", -1)[0];
    assertThat(Double.parseDouble(second)).isCloseTo(0.25, within(1e-4));
  }

  @Test
  void normalisesAsTold() throws IOException {
    Path logits = folder.resolve("logits.csv");
    CommandRun run =
        infer(
            "--precision-bits",
            "20",
            "--logits",
            logits.toString(),
            "--count",
            "1",
            "--divide",
            "2",
            "--mean",
            "1,0,0,0");
    assertThat(run.exitCode()).as(run.err()).isZero();
    String first = Files.readAllLines(logits).getFirst().split(",", -1)[0];
    assertThat(Double.parseDouble(first)).isCloseTo(1.0 / 2 - 1 + 0.25, within(1e-4));
  }

  /// Exact by the cpu backend, and in the time that the board's profile predicts.
  @Test
  void aSimulatedBoardAnswersAndPredicts() {
    JsonNode json =
        infer("--backend", "sim", "--device", "alveo-u280", "--property", "exact=cpu", "--json")
            .json();
    assertThat(json.get("device").asText()).isEqualTo("AMD Alveo U280");
    assertThat(json.get("simulated").asBoolean()).isTrue();
    assertThat(json.get("deviceFacts").get("executed by").asText()).isEqualTo("cpu");
    assertThat(json.get("agreeWithPlain").asInt()).isEqualTo(3);
    assertThat(json.get("profile").get("name").asText()).isEqualTo("derived-amd-alveo-u280");
    JsonNode parts = json.get("predictedParts");
    double sum = 0;
    for (String part : List.of("transform", "word", "memory", "overhead")) {
      assertThat(parts.get(part + "Seconds").asDouble()).as(part).isPositive();
      sum += parts.get(part + "Seconds").asDouble();
    }
    assertThat(json.get("predictedSecondsPerImage").asDouble()).isCloseTo(sum, within(1e-8));
    assertThat(parts.get("transferSeconds").asDouble()).isPositive();
    assertThat(parts.get("pipelineClocks").asLong()).isPositive();
  }

  @Test
  void whatIsNotThereYetIsRefusedInOneSentence() {
    assertRefused(
        infer("--backend", "sim", "--device", "abacus"), "backend sim has no device 'abacus'");
    assertRefused(infer("--backend", "abacus"), "no backend is named 'abacus'");
    assertRefused(inferWithLabels("7"), "no label in column 7");
    assertRefused(infer("--mean", "1,2"), "2 values of mean fit neither");
    assertRefused(infer("--std", "NaN"), "standard deviation of NaN");
  }

  @Test
  void valuesOutOfRangeAreUsageErrorsThatNameTheOption() {
    assertMisunderstood(inferWithLabels("first"), "--label-column is 'first'");
    assertMisunderstood(infer("--labels", table.toString()), "--labels and --label-column both");
    assertMisunderstood(infer("--count", "0"), "--count is 0 and must be positive");
    assertMisunderstood(infer("--count", "many"), "--count");
    assertMisunderstood(infer("--offset", "-1"), "--offset -1 must not be negative");
    assertMisunderstood(infer("--threads", "-1"), "--threads is -1");
    assertMisunderstood(infer("--threads", "100000"), "--threads is 100000");
    assertMisunderstood(infer("--device", "-1"), "--device is -1");
    assertMisunderstood(
        CommandRun.of(
            "infer", "--model", model.toString(), "--input", table.toString(), "--warmup", "-1"),
        "--warmup -1 is negative");
    assertMisunderstood(infer("--objective", "beauty"), "--objective is 'beauty'");
    assertMisunderstood(infer("--images-per-ciphertext", "0"), "neither 'auto' nor a positive");
    assertMisunderstood(
        infer("--objective", "throughput", "--images-per-ciphertext", "4"), "every slot holds");
  }

  @Test
  void whereLogitsCannotGoIsSaidBeforeAnythingIsRun() throws IOException {
    assertRefused(infer("--logits", folder.toString()), "is a folder, not a file");
    Path nowhere = folder.resolve("absent").resolve("logits.csv");
    assertRefused(infer("--logits", nowhere.toString()), "there is no folder");
    Path old = folder.resolve("logits.csv");
    Files.writeString(old, "as before");
    assertRefused(infer("--logits", old.toString(), "--mean", "1,2"), "2 values of mean");
    assertThat(old).hasContent("as before");
  }

  @Test
  void aFolderIsNotAModel() {
    CommandRun run = CommandRun.of("compile", folder.toString());
    assertRefused(run, folder + " is not a regular file");
  }

  @Test
  void aSampleThatDoesNotFitTheNetworkIsRefused() throws IOException {
    Files.writeString(table, "header\n1,2,0\n");
    assertRefused(infer(), "a sample has 2 values");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 10, 60, 120, 180})
  void aTruncatedModelIsRefused(int length) throws IOException {
    byte[] whole = Files.readAllBytes(model);
    Files.write(model, java.util.Arrays.copyOf(whole, Math.min(length, whole.length - 1)));
    assertRefused(infer(), "");
  }

  @Test
  void aDamagedModelNeverShowsAStackTrace() throws IOException {
    byte[] whole = Files.readAllBytes(model);
    for (int at = 0; at < whole.length; at += 3) {
      byte[] flipped = whole.clone();
      flipped[at] ^= (byte) (1 << (at % 8));
      Files.write(model, flipped);
      CommandRun run = CommandRun.of("compile", model.toString());
      if (run.exitCode() != 0) {
        assertRefused(run, "");
        assertThat(run.err()).as("bit %d of byte %d", at % 8, at).doesNotContain("internal error");
      }
    }
  }

  @Test
  void anOperatorThatIsNotSupportedIsNamedWithItsNode() throws IOException {
    float[][] weights = {{1, 0, 0, 0}};
    Files.write(model, TinyOnnx.dense(weights, new float[] {0}, "Einsum"));
    CommandRun run = CommandRun.of("compile", model.toString());
    assertRefused(run, "Einsum");
    assertThat(run.err()).contains("dense");
  }

  private static void assertMisunderstood(CommandRun run, String because) {
    assertThat(run.exitCode()).as(run.err()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).startsWith("cloakwork infer: ").contains(because);
    assertThat(run.err().strip().lines()).hasSize(1);
  }

  private static void assertRefused(CommandRun run, String because) {
    assertThat(run.exitCode()).as(run.err()).isEqualTo(1);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).startsWith("cloakwork: ").contains(because);
    assertThat(run.err().strip().lines()).hasSize(1);
  }
}
