package io.cloakwork.cli.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `compile -o` and `infer --program`: what was compiled once runs later, and nothing else does.
class ProgramFileCommandsTest {

  @TempDir private Path folder;
  private Path model;
  private Path program;
  private Path table;

  @BeforeEach
  void writeFiles() throws IOException {
    model = folder.resolve("tiny.onnx");
    program = folder.resolve("kept.program");
    table = folder.resolve("table.csv");
    Files.write(model, TinyOnnx.dense(new float[][] {{1, 0}, {0, 1}}, new float[] {0.5f, 0}));
    Files.writeString(table, "2,4\n4,2\n");
  }

  private CommandRun compile(String... more) {
    List<String> line = new ArrayList<>(List.of("compile", model.toString()));
    line.addAll(List.of(more));
    return CommandRun.of(line.toArray(String[]::new));
  }

  private CommandRun run(Path file, String... more) {
    List<String> line = new ArrayList<>(List.of("infer", "--program", file.toString()));
    line.addAll(List.of("--input", table.toString(), "--warmup", "0", "--json"));
    line.addAll(List.of(more));
    return CommandRun.of(line.toArray(String[]::new));
  }

  @Test
  void aProgramRunsWithoutItsModel() throws IOException, NoSuchAlgorithmException {
    JsonNode written = compile("-o", program.toString(), "--json").json().get("program");
    byte[] bytes = Files.readAllBytes(program);
    assertThat(written.get("bytes").asLong()).isEqualTo(bytes.length);
    assertThat(written.get("sha256").asText())
        .isEqualTo(HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes)));
    Files.delete(model);
    JsonNode json = run(program).json();
    assertThat(json.get("model").asText()).isEqualTo("tiny");
    assertThat(json.get("predictions").toString()).isEqualTo("[1,0]");
    assertThat(json.get("agreeWithPlain").asInt()).isEqualTo(2);
    assertThat(json.get("maxAbsLogit").asDouble()).isCloseTo(4.5, within(1e-9));
  }

  @Test
  void notesAreFoundByTheNameOfTheProgramAndElseOfTheModel() throws IOException {
    assertThat(compile("-o", program.toString()).exitCode()).isZero();
    Files.writeString(folder.resolve("tiny.json"), "{\"preprocess\": {\"formula\": \"x/2\"}}");
    assertThat(divisor(run(program))).isEqualTo(2);
    Files.writeString(folder.resolve("kept.json"), "{\"preprocess\": {\"formula\": \"x/4\"}}");
    assertThat(divisor(run(program))).isEqualTo(4);
    assertThat(divisor(run(program, "--divide", "8"))).isEqualTo(8);
  }

  private static double divisor(CommandRun run) {
    return run.json().get("preprocessing").get("divide").asDouble();
  }

  @Test
  void aProgramIsExplainedAsItsModelWas() {
    String explained = compile("-o", program.toString(), "--explain").out();
    String again = CommandRun.of("compile", program.toString(), "--explain").out();
    assertThat(again).contains("precision", "predicted for zen5-avx512");
    assertThat(explained).startsWith(again);
    assertFails(
        CommandRun.of("compile", program.toString(), "--objective", "latency"),
        2,
        "has been compiled");
    assertFails(
        CommandRun.of("compile", program.toString(), "-o", folder.resolve("x").toString()),
        2,
        "is a program file already");
  }

  @Test
  void exactlyOneOfModelAndProgram() {
    assertThat(compile("-o", program.toString()).exitCode()).isZero();
    assertFails(run(program, "--model", model.toString()), 2, "mutually exclusive");
    assertFails(CommandRun.of("infer", "--input", table.toString()), 2, "--program");
    for (String[] choice :
        new String[][] {
          {"--objective", "latency"},
          {"--images-per-ciphertext", "2"},
          {"--max-key-bytes", "1G"},
          {"--precision-bits", "12"},
          {"--activation-degree", "3"},
          {"--activation-tolerance", "0.1"},
          {"--calibrate", table.toString()},
          {"--profile", "generic-x86"}
        }) {
      assertFails(run(program, choice), 2, choice[0] + ": the network of --program has been");
    }
  }

  @Test
  void whatIsNoProgramIsRefused() throws IOException {
    assertFails(run(folder.resolve("absent")), 1, "there is no file");
    assertFails(run(folder), 1, "is not a regular file");
    assertFails(run(model), 1, "no Cloakwork program");
    assertThat(compile("-o", program.toString()).exitCode()).isZero();
    byte[] whole = Files.readAllBytes(program);
    for (int length : new int[] {0, 7, 23, 100, whole.length / 2, whole.length - 1}) {
      Files.write(program, Arrays.copyOf(whole, length));
      assertFails(run(program), 1, program.toString());
    }
    for (int at = 0; at < whole.length; at += whole.length / 40 + 1) {
      byte[] flipped = whole.clone();
      flipped[at] ^= 16;
      Files.write(program, flipped);
      assertFails(run(program), 1, program.toString());
    }
  }

  @Test
  void aProgramReplacesAFileAsAWholeAndNeverTheModel() throws IOException {
    byte[] before = Files.readAllBytes(model);
    assertFails(compile("-o", model.toString()), 1, "would replace the input");
    assertThat(model).hasBinaryContent(before);
    assertFails(compile("-o", folder.toString()), 1, "is a folder, not a file");
    Files.writeString(program, "as before");
    Files.writeString(model, "no model");
    assertFails(compile("-o", program.toString()), 1, "");
    assertThat(program).hasContent("as before");
  }

  static void assertFails(CommandRun run, int exitCode, String because) {
    assertThat(run.exitCode()).as(run.err()).isEqualTo(exitCode);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).startsWith("cloakwork").contains(because);
    assertThat(run.err()).doesNotContain("internal error");
    assertThat(run.err().strip().lines()).hasSize(1);
  }
}
