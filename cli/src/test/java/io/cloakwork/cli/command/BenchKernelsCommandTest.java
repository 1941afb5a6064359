package io.cloakwork.cli.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.cloakwork.spi.device.Backends;
import io.cloakwork.spi.device.Probe;
import org.junit.jupiter.api.Test;

class BenchKernelsCommandTest {

  private static CommandRun run(String... more) {
    String[] all = {"bench", "kernels", "--preset", "P1"};
    String[] arguments = java.util.Arrays.copyOf(all, all.length + more.length);
    System.arraycopy(more, 0, arguments, all.length, more.length);
    return CommandRun.of(arguments);
  }

  @Test
  void kernelsAddUpToTheOperation() {
    if (Backends.named("opencl").probe() instanceof Probe.Unavailable absent) {
      System.out.println("opencl skipped: " + absent.reason());
      assumeTrue(false, absent.reason());
    }
    JsonNode json = run("--backend", "opencl", "--ops", "rotate,add", "--json").json();
    assertThat(json.get("results")).hasSize(2);
    for (JsonNode row : json.get("results")) {
      int launches = 0;
      for (JsonNode kernel : row.get("kernels")) {
        launches += kernel.get("launches").asInt();
        assertThat(kernel.get("us").asDouble()).isPositive();
      }
      assertThat(row.get("launches").asInt()).isEqualTo(launches);
      // An in-order queue runs one kernel at a time.
      assertThat(row.get("kernels_us").asDouble())
          .isLessThanOrEqualTo(row.get("span_us").asDouble() * 1.5);
      assertThat(row.get("wall_us").asDouble()).isPositive();
    }
    assertThat(json.get("results").findValuesAsText("op")).containsExactly("add", "rotate");
  }

  @Test
  void aBackendWithoutTimesSaysSo() {
    CommandRun run = run("--backend", "cpu", "--ops", "add");
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).contains("profiling");
  }

  @Test
  void otherOperationsAreRefused() {
    CommandRun run = run("--backend", "opencl", "--ops", "decode");
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("'decode'").contains("rotate8_hoisted");
  }
}
