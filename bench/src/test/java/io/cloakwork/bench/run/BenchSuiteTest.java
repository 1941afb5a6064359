package io.cloakwork.bench.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloakwork.bench.result.BenchRow;
import io.cloakwork.bench.result.ParameterFacts;
import io.cloakwork.bench.result.Timing;
import io.cloakwork.compiler.CompileException;
import io.cloakwork.spi.device.BackendUnavailableException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class BenchSuiteTest {

  private static final DeviceTarget REFERENCE = new DeviceTarget("reference", 0, 0);

  private final List<String> notes = new ArrayList<>();
  private final List<Double> parts = new ArrayList<>();
  private final List<Duration> estimates = new ArrayList<>();

  private final BenchListener listener =
      new BenchListener() {
        @Override
        public void doing(String what) {}

        @Override
        public void progress(double part, Optional<Duration> remaining) {
          parts.add(part);
          remaining.ifPresent(estimates::add);
        }

        @Override
        public void note(String sentence) {
          notes.add(sentence);
        }

        @Override
        public void doubt(String sentence) {
          throw new AssertionError(sentence);
        }
      };

  private record Fake(DeviceTarget target, String title, boolean fits) implements Job {

    @Override
    public String kind() {
      return "fake";
    }

    @Override
    public double expectedSeconds() {
      return 1;
    }

    @Override
    public List<BenchRow> run(OpenDevice device, JobListener job) {
      if (!fits) {
        throw new CompileException("too large by 3 bytes");
      }
      job.done(0.5);
      return List.of(
          BenchRow.op(
              device.implementation("1"),
              title,
              ParameterFacts.named("none"),
              1,
              device.threads(),
              Timing.ofMicros(1)));
    }
  }

  private List<BenchRow> run(Fake... jobs) throws Exception {
    try (BenchDevices devices = new BenchDevices(Duration.ofMillis(1))) {
      List<BenchRow> rows = new BenchSuite(devices, listener).run(List.of(jobs));
      assertThat(devices.measured()).hasSize(1);
      assertThat(devices.measured().getFirst().facts())
          .containsKey("probed products, primes below 2^50");
      return rows;
    }
  }

  @Test
  void whatCannotBeMeasuredIsSaidAndTheRestGoesOn() throws Exception {
    List<BenchRow> rows =
        run(
            new Fake(REFERENCE, "a", true),
            new Fake(REFERENCE, "b", false),
            new Fake(REFERENCE, "c", true));
    assertThat(rows).extracting(BenchRow::op).containsExactly("a", "c");
    assertThat(notes).containsExactly("b on reference: too large by 3 bytes");
    assertThat(parts).isSorted();
    assertThat(parts.getLast()).isEqualTo(1.0);
    assertThat(estimates.getLast()).isZero();
  }

  @Test
  void whereNothingCouldBeMeasuredTheReasonIsThrown() {
    assertThatThrownBy(() -> run(new Fake(REFERENCE, "b", false)))
        .isInstanceOf(CompileException.class)
        .hasMessage("too large by 3 bytes");
  }

  @Test
  void aDeviceThatIsNotThereEndsTheRunBeforeItBegins() {
    Fake fine = new Fake(REFERENCE, "a", true);
    Fake second = new Fake(new DeviceTarget("reference", 1, 0), "b", true);
    assertThatThrownBy(() -> run(fine, second))
        .isInstanceOf(BackendUnavailableException.class)
        .hasMessage("the reference backend has no device 1, only 1");
    assertThatThrownBy(() -> run(fine, new Fake(new DeviceTarget("abacus", 0, 0), "b", true)))
        .hasMessageContaining("abacus");
    assertThat(parts).isEmpty();
  }
}
