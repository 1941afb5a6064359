package io.cloakwork.bench.result;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A report from before reports of serving had rows, as it was committed.
class EarlierServingTest {

  private static final Path REPORT =
      Path.of("results/2026-11-21-f230888-epyc-zen5-cpu-serve-m2.json");

  @TempDir private Path folder;

  private static BenchRow row(BenchRun run, String op) {
    return run.rows().stream().filter(row -> row.op().equals(op)).findFirst().orElseThrow();
  }

  @Test
  void itsMediansBecomeRows() throws IOException {
    BenchRun run = ResultFiles.read(REPORT);
    assertThat(run.commit()).isEqualTo("f230888");
    assertThat(run.rows()).filteredOn(row -> row.kind() == Kind.SETUP).hasSize(5);
    BenchRow request = row(run, ServeOps.ROUND_TRIP);
    assertThat(request.kind()).isEqualTo(Kind.SERVE);
    assertThat(request.workload()).isEqualTo("m2_lola");
    assertThat(request.parameters().name()).isEqualTo("N14");
    assertThat(request.parameters().limbs()).hasValue(6);
    assertThat(request.by())
        .isEqualTo(new Implementation("cloakwork", "0.1.0-SNAPSHOT", "cpu", "AMD EPYC"));
    assertThat(request.threads()).isEqualTo(2);
    assertThat(request.timing().medianMicros()).isCloseTo(28_769, within(1e-3));
    assertThat(request.timing().p90Micros().orElseThrow()).isCloseTo(38_593, within(1e-3));
    assertThat(request.timing().runs()).isEqualTo(1000);
    assertThat(row(run, "loading").timing().medianMicros()).isCloseTo(187_670, within(1e-3));
    BenchRow lanes = row(run, "lanes");
    assertThat(lanes.batch()).isEqualTo(8);
    assertThat(lanes.timing().medianMicros()).isCloseTo(8e6 / 192.33, within(1e-3));
  }

  @Test
  void mistakesAreNamedByFileAndField() throws IOException {
    String text = Files.readString(REPORT);
    Path damaged = folder.resolve("damaged.json");
    Files.writeString(damaged, text.replace("\"p50\" : 28.769", "\"p50\" : \"fast\""));
    assertThatThrownBy(() -> ResultFiles.read(damaged))
        .isInstanceOf(ResultFormatException.class)
        .hasMessage(damaged + " line 1: steadyState.roundTripMillis.p50 is \"fast\", not a number");
    Files.writeString(damaged, text.replace("\"upload\"", "\"uploading\""));
    assertThatThrownBy(() -> ResultFiles.read(damaged))
        .isInstanceOf(ResultFormatException.class)
        .hasMessage(damaged + " line 1: setup.upload is missing");
  }
}
