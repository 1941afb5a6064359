package io.cloakwork.bench.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.cloakwork.bench.result.BenchRow;
import io.cloakwork.bench.result.Implementation;
import io.cloakwork.bench.result.Kind;
import io.cloakwork.bench.result.ServeOps;
import io.cloakwork.ckks.Presets;
import io.cloakwork.serve.protocol.RemoteTiming;
import io.cloakwork.spi.device.DeviceProfile;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ServeRowsTest {

  private static final int REQUESTS = 3000;

  /// Decoding takes 1 ms of each round trip, the queue 2, keys 3, execution 20, download 4.
  private static RequestTimes request(long roundTripMillis) {
    RemoteTiming service = new RemoteTiming(1000, 2000, 3000, 20_000, 4000, 1);
    return new RequestTimes(
        5_000_000, roundTripMillis * 1_000_000, 6_000_000, service, new double[0]);
  }

  private static List<BenchRow> rows(List<Window> alone) {
    List<RequestTimes> steady = Collections.nCopies(REQUESTS, request(40));
    Window together = new Window(List.of(10, 10), 2, 1);
    ServeReport report =
        new ServeReport(
            "net",
            Presets.named("P1").validate(),
            new DeviceProfile("cpu", "A test processor", 2, 1 << 30, Map.of()),
            3,
            1000,
            1,
            new SetUp(1, 9, 2, 3, 4, 5, 6),
            new SteadyState(request(90), steady, 120, 0, Math.scalb(1.0, -20)),
            List.of(new NaiveRequest(0.8, 0.4, 0.3, request(44))),
            Optional.of(new ServeReport.Clients(2, new Contest(alone, List.of(together)))),
            Optional.empty());
    return new ServeRows(report, new Implementation("cloakwork", "1", "cpu", ""), "m2").all();
  }

  private static BenchRow row(List<BenchRow> rows, String op) {
    return rows.stream().filter(row -> row.op().equals(op)).findFirst().orElseThrow();
  }

  private static double millis(List<BenchRow> rows, String op) {
    return row(rows, op).timing().medianMicros() * 1e-3;
  }

  @Test
  void everyFigureIsWhatWasMeasured() {
    List<BenchRow> rows = rows(List.of(new Window(List.of(16, 0), 2, 1)));
    assertThat(rows.stream().filter(row -> row.kind() == Kind.SETUP).map(BenchRow::op))
        .containsExactly(
            "compile", "weight_encoding", "key_generation", "serialising", "upload", "loading");
    assertThat(
            rows.stream()
                .filter(row -> row.kind() == Kind.SETUP)
                .map(row -> row.timing().medianMicros() * 1e-6))
        .containsExactly(1.0, 2.0, 3.0, 4.0, 5.0, 6.0);
    BenchRow roundTrip = row(rows, ServeOps.ROUND_TRIP);
    assertThat(roundTrip.timing().runs()).isEqualTo(REQUESTS);
    assertThat(roundTrip.timing().samplesMicros()).hasSize(1000);
    assertThat(roundTrip.setupMicros().orElseThrow()).isCloseTo(21e6, within(1.0));
    assertThat(roundTrip.precisionBits().orElseThrow()).isCloseTo(20, within(1e-9));
    assertThat(millis(rows, ServeOps.ROUND_TRIP)).isCloseTo(40, within(1e-9));
    assertThat(millis(rows, ServeOps.OVERHEAD)).isCloseTo(20, within(1e-9));
    assertThat(millis(rows, "transfer")).isCloseTo(10, within(1e-9));
    assertThat(millis(rows, ServeOps.FIRST_REQUEST)).isCloseTo(44, within(1e-9));
    assertThat(millis(rows, ServeOps.WITH_OWN_KEYS)).isCloseTo(800, within(1e-9));
    assertThat(millis(rows, "one_client")).isCloseTo(250, within(1e-9));
    assertThat(row(rows, "clients").batch()).isEqualTo(2);
    assertThat(millis(rows, "clients")).isCloseTo(200, within(1e-9));
  }

  /// Reports show the parts by these names.
  @Test
  void thePartsAreThoseThatReportsKnow() {
    assertThat(Arrays.stream(RequestTimes.Part.values()).map(RequestTimes.Part::label))
        .containsExactlyInAnyOrderElementsOf(ServeOps.PARTS);
  }

  @Test
  void aWindowWithoutRepliesIsNoTime() {
    assertThat(rows(List.of(new Window(List.of(0, 0), 2, 0))).stream().map(BenchRow::op))
        .contains("clients")
        .doesNotContain("one_client");
  }
}
