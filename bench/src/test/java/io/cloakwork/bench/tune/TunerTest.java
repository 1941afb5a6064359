package io.cloakwork.bench.tune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloakwork.spi.device.BackendException;
import io.cloakwork.spi.device.Tunable;
import io.cloakwork.spi.graph.CommandGraph;
import io.cloakwork.spi.graph.Domain;
import io.cloakwork.spi.graph.GraphBuilder;
import io.cloakwork.spi.ring.Primes;
import io.cloakwork.spi.ring.RnsBasis;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TunerTest {

  private static final Tunable PAUSE =
      new Tunable("pause", List.of("30", "10", "2", "20"), "20", "milliseconds a run");

  private static List<Workload> workloads() {
    GraphBuilder graph = CommandGraph.builder(4, 1);
    RnsBasis limb = new RnsBasis(Primes.largestBelow(40, 4, 1, Set.of()));
    graph.output("out", graph.ntt(graph.input("in", Domain.COEFF, 1, limb)));
    return List.of(new Workload("ntt", graph.build()));
  }

  private static TuneResult search(Duration budget, Tunable... tunables) {
    return Tuner.search(List.of(tunables), FakeDevice::open, workloads(), budget, _ -> {});
  }

  @Test
  void theFastestValueIsFound() {
    Tunable idle = new Tunable("idle", List.of("a", "b"), "a", "does nothing");
    TuneResult result = search(Duration.ofSeconds(3), PAUSE, idle);
    assertThat(result.best()).containsEntry("pause", "2");
    assertThat(result.initial()).isEqualTo(Map.of("pause", "20", "idle", "a"));
    assertThat(result.speedUp()).isGreaterThan(2);
    assertThat(result.isFaster()).isTrue();
    assertThat(result.rows())
        .singleElement()
        .satisfies(row -> assertThat(row.bestMicros()).isLessThan(row.initialMicros()));
    assertThat(result.tried().get("pause")).containsExactlyInAnyOrder("30", "10", "2", "20");
  }

  @Test
  void nothingFasterLeavesTheInitialSetting() {
    Tunable slower = new Tunable("pause", List.of("5", "25", "50"), "5", "milliseconds a run");
    TuneResult result = search(Duration.ofSeconds(2), slower);
    assertThat(result.best()).isEqualTo(result.initial());
    assertThat(result.speedUp()).isEqualTo(1);
    assertThat(result.isFaster()).isFalse();
  }

  @Test
  void aSettingThatChangesAWordIsAnError() {
    Tunable fault = new Tunable("fault", List.of("none", "words"), "none", "what goes wrong");
    assertThatThrownBy(() -> search(Duration.ofSeconds(2), fault))
        .isInstanceOf(TuneException.class)
        .hasMessageContaining("ntt gives other words with {fault=words} than with {fault=none}");
  }

  @Test
  void aSettingThatCannotRunIsReportedAndPassedOver() {
    Tunable fault = new Tunable("fault", List.of("none", "launch"), "none", "what goes wrong");
    TuneResult result = search(Duration.ofSeconds(2), fault);
    assertThat(result.best()).containsEntry("fault", "none");
    assertThat(result.rejected())
        .singleElement()
        .asString()
        .contains("fault=launch")
        .contains("too many registers");
  }

  @Test
  void aDeviceThatCannotRunAtAllSaysSo() {
    Tunable fault = new Tunable("fault", List.of("launch", "none"), "launch", "what goes wrong");
    assertThatThrownBy(() -> search(Duration.ofSeconds(2), fault))
        .isInstanceOf(BackendException.class)
        .hasMessage("too many registers");
  }

  @Test
  void withoutTimeTheSearchStopsAndSaysSo() {
    List<String> said = new ArrayList<>();
    TuneResult result =
        Tuner.search(
            List.of(PAUSE), FakeDevice::open, workloads(), Duration.ofMillis(1), said::add);
    assertThat(result.isComplete()).isFalse();
    assertThat(result.trials()).isEqualTo(1);
    assertThat(said).containsExactly("what is there now");
  }

  @Test
  void oneValueIsNoSearch() {
    Tunable fixed = new Tunable("pause", List.of("1"), "1", "milliseconds a run");
    assertThatThrownBy(() -> search(Duration.ofSeconds(1), fixed))
        .isInstanceOf(TuneException.class)
        .hasMessageContaining("nothing to search");
  }

  @Test
  void everyFamilyIsAmongTheWorkloads() {
    assertThat(Workload.standard())
        .extracting(Workload::name)
        .contains(
            "ntt-2^13-fast",
            "intt-2^16-fast",
            "ntt-2^14-wide",
            "multiply-2^14-fast",
            "inner-product-2^14-fast",
            "base-convert-2^14-fast",
            "linear-combination-2^14-fast",
            "rotate-P2",
            "rotate-P2-batch8",
            "rotate-P3")
        .doesNotHaveDuplicates();
    assertThat(Workload.small()).hasSizeLessThan(Workload.standard().size());
  }
}
