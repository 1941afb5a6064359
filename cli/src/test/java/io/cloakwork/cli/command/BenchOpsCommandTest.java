package io.cloakwork.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.cloakwork.bench.result.BenchRun;
import io.cloakwork.bench.result.ResultFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BenchOpsCommandTest {

  @TempDir private Path folder;

  private static CommandRun ops(String... more) {
    List<String> line = new ArrayList<>(List.of("bench", "ops", "--backend", "reference"));
    line.addAll(List.of("--seconds", "0.01"));
    line.addAll(List.of(more));
    return CommandRun.of(line.toArray(String[]::new));
  }

  @Test
  void rowsHaveTheFieldsOfTheContract() {
    JsonNode json =
        ops("--preset", "P1", "--threads", "1", "--ops", "add,rescale", "--json").json();
    assertThat(json.get("machine").get("cores").asInt()).isPositive();
    assertThat(json.get("devices").get(0).get("backend").asText()).isEqualTo("reference");
    assertThat(json.get("results")).hasSize(2);
    JsonNode row = json.get("results").get(0);
    assertThat(row.get("library").asText()).isEqualTo("cloakwork");
    assertThat(row.get("params").asText()).isEqualTo("P1");
    assertThat(row.get("op").asText()).isEqualTo("add");
    assertThat(row.get("threads").asInt()).isEqualTo(1);
    assertThat(row.get("median_us").asDouble()).isPositive();
    assertThat(row.get("runs").asInt()).isGreaterThanOrEqualTo(5);
    assertThat(row.get("version").asText()).isNotBlank();
    assertThat(row.get("precision_bits").asDouble()).isBetween(20.0, 40.0);
    assertThat(row.get("samples_us").size()).isGreaterThanOrEqualTo(5);
    // Two ciphertexts of two polynomials and three limbs in, one out; 2^13 words of 8 bytes a row.
    assertThat(row.get("bytes").asLong()).isEqualTo(18L << 16);
    assertThat(row.get("modular_operations").asLong()).isZero();
    assertThat(row.get("floor_us").asDouble()).isPositive();
    assertThat(row.get("peaks").get("source").asText()).contains("probe");
  }

  @Test
  void everyCombinationIsMeasuredAndTheFileIsReadBack() throws IOException {
    Path file = folder.resolve("out.json");
    CommandRun run =
        ops("--preset", "F12,P1", "--batch", "1,2", "--ops", "rns_add", "-o", file.toString());
    assertThat(run.exitCode()).as(run.err()).isZero();
    BenchRun read = ResultFiles.read(file);
    assertThat(read.command()).startsWith("bench", "ops");
    assertThat(read.rows())
        .extracting(row -> row.parameters().name() + " " + row.op() + " " + row.batch())
        .containsExactly(
            "F12 rns_add 1",
            "F12 rns_add_wide 1",
            "F12 rns_add 2",
            "F12 rns_add_wide 2",
            "P1 rns_add 1",
            "P1 rns_add_wide 1",
            "P1 rns_add 2",
            "P1 rns_add_wide 2");
    assertThat(run.out()).contains("F12, batch 2 on reference").contains("rns_add_wide");
  }

  @Test
  void aFileCanBeCommaSeparated() throws IOException {
    Path file = folder.resolve("out.csv");
    CommandRun run = ops("--preset", "F12", "--ops", "add", "-o", file.toString());
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(Files.readAllLines(file)).hasSize(2).first().asString().startsWith("kind,library");
  }

  @Test
  void unknownPresetsAndOperationsAreRefused() {
    CommandRun preset = CommandRun.of("bench", "ops", "--preset", "P9");
    assertThat(preset.exitCode()).isEqualTo(2);
    assertThat(preset.err()).contains("there is no preset 'P9'");
    CommandRun operation = CommandRun.of("bench", "ops", "--preset", "P1", "--ops", "divide");
    assertThat(operation.exitCode()).isEqualTo(2);
    assertThat(operation.err()).contains("there is no operation 'divide'");
    assertThat(ops("--batch", "0").err()).contains("--batch 0");
    assertThat(CommandRun.of("bench", "ops", "--seconds", "0").err()).contains("--seconds 0");
  }
}
