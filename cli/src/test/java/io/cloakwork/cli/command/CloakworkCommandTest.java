package io.cloakwork.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;

class CloakworkCommandTest {

  @Test
  void helpListsEveryCommand() {
    CommandRun run = CommandRun.of("--help");
    assertThat(run.exitCode()).isZero();
    assertThat(run.err()).isEmpty();
    assertThat(run.out())
        .contains(
            "demo", "infer", "compile", "devices", "doctor", "serve", "client", "bench", "tune",
            "inspect", "test");
  }

  @Test
  void whatIsNotUnderstoodIsOneSentenceAndExitCodeTwo() {
    for (String[] line :
        new String[][] {
          {}, {"nonsense"}, {"devices", "--colour"}, {"devices", "extra"}, {"infer"}, {"bench"}
        }) {
      CommandRun run = CommandRun.of(line);
      assertThat(run.exitCode()).as(String.join(" ", line)).isEqualTo(2);
      assertThat(run.out()).isEmpty();
      assertThat(run.err().strip().lines()).hasSize(1);
    }
  }

  @Test
  void devicesListsEveryBackendWithItsReason() {
    CommandRun run = CommandRun.of("devices");
    assertThat(run.exitCode()).isZero();
    assertThat(run.out().lines())
        .anyMatch(line -> line.startsWith("reference  device 0"))
        .anyMatch(line -> line.startsWith("cpu"))
        .anyMatch(line -> line.matches("sim +device \\d+: amd/alveo-u280, AMD Alveo U280; .*"));
  }

  @Test
  void jsonIsExactlyOneObjectOnStandardOutput() {
    JsonNode devices = CommandRun.of("devices", "--json").json();
    assertThat(devices.get("backends")).hasSize(5);
    assertThat(devices.get("host").isObject()).isTrue();
    assertThat(devices.get("host").has("cores") || devices.get("host").has("unknown")).isTrue();
    JsonNode doctor = CommandRun.of("doctor", "--json").json();
    assertThat(doctor.get("machine").get("cores").asInt()).isPositive();
    assertThat(doctor.get("topology")).isEqualTo(devices.get("host"));
    assertThat(doctor.get("diagnoses")).isNotEmpty();
    assertThat(doctor.get("version").asText()).doesNotContain("$").isNotBlank();
  }

  @Test
  void aFailureShowsItsStackTraceOnlyWhenAsked() {
    CommandRun quiet = CommandRun.of("inspect", "/nowhere/at/all");
    assertThat(quiet.exitCode()).isEqualTo(1);
    assertThat(quiet.out()).isEmpty();
    assertThat(quiet.err().strip()).isEqualTo("cloakwork: there is no file /nowhere/at/all");
    CommandRun verbose = CommandRun.of("inspect", "--verbose", "/nowhere/at/all");
    assertThat(verbose.err()).contains("\tat io.cloakwork");
  }
}
