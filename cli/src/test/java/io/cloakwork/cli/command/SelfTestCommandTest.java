package io.cloakwork.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.cloakwork.cli.Console;
import io.cloakwork.cli.selftest.DeviceVerdict;
import io.cloakwork.cli.selftest.Extent;
import io.cloakwork.cli.selftest.SelfTest;
import io.cloakwork.cli.terminal.Progress;
import io.cloakwork.conformance.ConformanceCase;
import io.cloakwork.conformance.skeleton.NullBackend;
import io.cloakwork.spi.device.Capabilities;
import io.cloakwork.spi.device.DeviceOptions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SelfTestCommandTest {

  @Test
  void countsWhatPassedOnOneBackend() {
    CommandRun run = CommandRun.of("selftest", "--backend", "cpu", "--case", "op/add-", "--json");
    assertThat(run.err()).isEmpty();
    JsonNode json = run.json();
    assertThat(json.path("failed").asInt(-1)).isZero();
    assertThat(json.path("devices")).hasSize(1);
    JsonNode device = json.path("devices").get(0);
    assertThat(device.path("backend").asText()).isEqualTo("cpu");
    assertThat(device.path("passed").asInt()).isPositive().isEqualTo(device.path("cases").asInt());
    assertThat(device.path("failures")).isEmpty();
  }

  @Test
  void takesEveryBackendAndSaysWhichAreNotThere() {
    CommandRun run = CommandRun.of("selftest", "--quick", "--case", "lifecycle/buffer/round");
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out().lines().toList())
        .anyMatch(line -> line.startsWith("cpu        device 0: 3 passed, 0 failed, 0 skipped"))
        .anyMatch(line -> line.startsWith("reference  device 0: 3 passed, 0 failed, 0 skipped"))
        .noneMatch(line -> line.startsWith("sim "));
  }

  /// A backend that computes nothing fails, by name and with the command that repeats it.
  @Test
  void aFailureSaysHowToRepeatIt() {
    SelfTest test = new SelfTest(Extent.NORMAL, "op/add-eval", 7);
    NullBackend provider = new NullBackend(Capabilities.all().operations());
    List<ConformanceCase> cases = test.cases(provider);
    assertThat(cases).isNotEmpty();
    DeviceVerdict verdict;
    Console nobodyWatches = Console.piped(System.out, System.err);
    try (Progress progress = Progress.start(nobodyWatches, "selftest")) {
      verdict = test.run(provider, DeviceOptions.defaults(), cases, progress);
    }
    assertThat(verdict.summary().failed()).isEqualTo(cases.size());
    DeviceVerdict.Failure first = verdict.failures().getFirst();
    assertThat(first.name()).isEqualTo(cases.getFirst().name());
    assertThat(first.error()).contains("(seed ");
    assertThat(first.repeat())
        .isEqualTo("cloakwork selftest --backend null --device 0 --seed 7 --case " + first.name());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1 | --backend sim --device abacus | backend sim has no device 'abacus'",
        "1 | --backend gpu | no backend is named 'gpu'",
        "1 | --case nothing-like-it | no case has 'nothing-like-it' in its name",
        "2 | --quick --all | exclude each other",
        "2 | --device 1 | of which --backend?",
        "2 | --backend cpu --device -1 | must be from 0",
      })
  void whatCannotBeIsOneSentence(int exitCode, String arguments, String sentence) {
    CommandRun run = CommandRun.of(("selftest " + arguments).split(" ", -1));
    assertThat(run.exitCode()).isEqualTo(exitCode);
    assertThat(run.out()).isEmpty();
    assertThat(run.err().lines().toList()).singleElement().asString().contains(sentence);
  }
}
