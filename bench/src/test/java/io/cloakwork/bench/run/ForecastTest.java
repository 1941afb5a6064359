package io.cloakwork.bench.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.cloakwork.bench.result.BenchRow;
import java.util.List;
import org.junit.jupiter.api.Test;

class ForecastTest {

  private record Planned(String kind, double expectedSeconds) implements Job {

    @Override
    public String title() {
      return kind;
    }

    @Override
    public DeviceTarget target() {
      return new DeviceTarget("reference", 0, 0);
    }

    @Override
    public List<BenchRow> run(OpenDevice device, JobListener listener) {
      return List.of();
    }
  }

  private long now;

  private final Forecast forecast =
      new Forecast(
          List.of(
              new Planned("ops", 10),
              new Planned("ops", 20),
              new Planned("nets", 5),
              new Planned("nets", 5)),
          () -> now);

  private void pass(double seconds) {
    now += (long) (seconds * 1e9);
  }

  private double remaining() {
    return forecast.remaining().orElseThrow().toNanos() * 1e-9;
  }

  @Test
  void nothingIsSaidBeforeAnythingIsKnown() {
    assertThat(forecast.remaining()).isEmpty();
    forecast.begin();
    pass(1);
    assertThat(forecast.remaining()).isEmpty();
  }

  @Test
  void aJobGoesOnAtItsPaceAndOthersAreOffByAsMuch() {
    forecast.begin();
    pass(5);
    forecast.done(0.25);
    // Twice as long as expected: 15 more, then 40, 10 and 10.
    assertThat(remaining()).isCloseTo(75, within(1e-6));
    assertThat(forecast.partDone()).isCloseTo(5.0 / 80, within(1e-6));
  }

  @Test
  void kindsAreJudgedApart() {
    forecast.begin();
    pass(20);
    forecast.end();
    assertThat(remaining()).isCloseTo(40 + 10 + 10, within(1e-6));
    forecast.begin();
    pass(40);
    forecast.end();
    forecast.begin();
    pass(50);
    forecast.end();
    assertThat(remaining())
        .as("the last is of a kind that is slower still")
        .isCloseTo(50, within(1e-6));
    assertThat(forecast.partDone()).isCloseTo(110.0 / 160, within(1e-6));
    forecast.begin();
    pass(49);
    assertThat(remaining()).isCloseTo(1, within(1e-6));
    pass(10);
    assertThat(remaining()).as("never negative").isZero();
    forecast.end();
    assertThat(remaining()).isZero();
    assertThat(forecast.partDone()).isEqualTo(1);
  }
}
