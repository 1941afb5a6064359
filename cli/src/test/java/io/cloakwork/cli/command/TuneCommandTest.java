package io.cloakwork.cli.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.cloakwork.hardware.profiles.tuning.TuningData;
import io.cloakwork.hardware.profiles.tuning.TuningJson;
import io.cloakwork.spi.device.Backends;
import io.cloakwork.spi.device.Probe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TuneCommandTest {

  @TempDir private Path folder;

  /// A budget that is spent at once: one setting is measured, and said to be all there was time for.
  private JsonNode tune(String backend, Path file) {
    return CommandRun.of(
            "tune",
            "--backend",
            backend,
            "--small",
            "--budget",
            "0.001",
            "--out",
            file.toString(),
            "--json")
        .json();
  }

  @Test
  void aTunedProcessorIsWrittenWithItsProvenance() throws IOException {
    Path file = folder.resolve("cpu.json");
    JsonNode json = tune("cpu", file);
    assertThat(json.get("kernels").asText()).isEqualTo("cpu");
    assertThat(json.get("complete").asBoolean()).isFalse();
    assertThat(json.get("trials").asInt()).isEqualTo(1);
    assertThat(json.get("best")).isEqualTo(json.get("initial"));
    assertThat(json.get("file").asText()).isEqualTo(file.toString());
    JsonNode first = json.get("measurements").get(0);
    assertThat(first.get("workload").asText()).isEqualTo("ntt-2^12-fast");
    assertThat(first.get("initialMicros").asDouble()).isPositive();

    TuningData data = TuningJson.parse("cpu.json", Files.readAllBytes(file));
    assertThat(data.values()).containsKeys("stageCacheMiB", "sumCacheMiB");
    assertThat(data.provenance().tool()).startsWith("cloakwork ");
    assertThat(data.provenance().deviceName()).isEqualTo(json.get("device").asText());
    assertThat(data.measurements()).hasSameSizeAs(json.get("measurements"));
    assertThat(folder).isDirectoryNotContaining(other -> !other.equals(file)); // no temporary is left
  }

  @Test
  void openClDevicesAreTunedByTheSameCommand() {
    if (Backends.named("opencl").probe() instanceof Probe.Unavailable absent) {
      System.out.println("opencl skipped: " + absent.reason());
      assumeTrue(false, absent.reason());
    }
    JsonNode json = tune("opencl", folder.resolve("opencl.json"));
    assertThat(json.get("kernels").asText()).isEqualTo("opencl");
    assertThat(json.get("best").fieldNames())
        .toIterable()
        .containsExactly("lane", "lanes", "groupWords", "tile", "targets");
  }

  @Test
  void aBackendWithoutTunablesSaysSo() {
    CommandRun run = CommandRun.of("tune", "--backend", "reference");
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).contains("backend reference has nothing to tune");
  }

  @Test
  void whatCannotBeDoneIsRefusedBeforeAnythingIsMeasured() {
    CommandRun budget = CommandRun.of("tune", "--budget", "0");
    assertThat(budget.exitCode()).isEqualTo(2);
    assertThat(budget.err()).contains("--budget 0.0");
    CommandRun out = CommandRun.of("tune", "--out", folder.resolve("none/x.json").toString());
    assertThat(out.exitCode()).isEqualTo(1);
    assertThat(out.err()).contains("there is no folder");
    CommandRun device = CommandRun.of("tune", "--backend", "cpu", "--device", "7");
    assertThat(device.exitCode()).isEqualTo(1);
    assertThat(device.err()).contains("index 0; 7 was asked for");
  }
}
