package io.cloakwork.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;

class BenchOpsCommandTest {

  @Test
  void rowsHaveTheFieldsOfTheContract() {
    JsonNode json =
        CommandRun.of(
                "bench",
                "ops",
                "--preset",
                "P1",
                "--backend",
                "reference",
                "--threads",
                "1",
                "--ops",
                "add,rescale",
                "--seconds",
                "0.01",
                "--json")
            .json();
    assertThat(json.get("machine").get("cores").asInt()).isPositive();
    assertThat(json.get("results")).hasSize(2);
    JsonNode row = json.get("results").get(0);
    assertThat(row.get("library").asText()).isEqualTo("cloakwork");
    assertThat(row.get("params").asText()).isEqualTo("P1");
    assertThat(row.get("op").asText()).isEqualTo("add");
    assertThat(row.get("threads").asInt()).isEqualTo(1);
    assertThat(row.get("median_us").asDouble()).isPositive();
    assertThat(row.get("runs").asInt()).isGreaterThanOrEqualTo(5);
    assertThat(row.get("version").asText()).isNotBlank();
  }

  @Test
  void unknownPresetsAndOperationsAreRefused() {
    CommandRun preset = CommandRun.of("bench", "ops", "--preset", "P9");
    assertThat(preset.exitCode()).isEqualTo(2);
    assertThat(preset.err()).contains("there is no preset 'P9'");
    CommandRun operation = CommandRun.of("bench", "ops", "--preset", "P1", "--ops", "divide");
    assertThat(operation.exitCode()).isEqualTo(2);
    assertThat(operation.err()).contains("there is no operation 'divide'");
  }
}
