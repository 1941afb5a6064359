package io.cloakwork.bench.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloakwork.bench.floors.Arithmetic;
import io.cloakwork.bench.floors.Bandwidth;
import io.cloakwork.bench.floors.Lane;
import io.cloakwork.bench.floors.Probed;
import io.cloakwork.bench.floors.Work;
import io.cloakwork.spi.device.Backends;
import io.cloakwork.spi.device.Device;
import io.cloakwork.spi.device.DeviceOptions;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DeviceProbeTest {

  @Test
  void measuresAnyBackendAndGivesItsMemoryBack() {
    try (Device device = Backends.open("reference", DeviceOptions.defaults())) {
      Probed probed = DeviceProbe.measure(device, Duration.ofMillis(2), List.of(2, 8));
      Bandwidth bandwidth = probed.bandwidth().orElseThrow();
      assertThat(bandwidth.points())
          .extracting(Bandwidth.Point::footprintBytes)
          .hasSize(2)
          .isSorted();
      assertThat(bandwidth.stream().bytesPerSecond()).isPositive();
      assertThat(probed.products().keySet()).containsExactlyElementsOf(Arithmetic.all());
      assertThat(probed.products().values())
          .allSatisfy(rate -> assertThat(rate.source()).startsWith("probe: "));
      assertThat(device.allocatedBytes()).isZero();
    }
  }

  @ParameterizedTest
  @EnumSource
  void programsAskForTheFormThatTheyMeasureAndForLittleElse(ProductProgram program) {
    for (Lane lane : Lane.values()) {
      Work work = Work.of(program.graph(2, 0, lane));
      long own = work.products(lane, program.form());
      // One word in 17 products of a conversion from 16 limbs is scaled.
      assertThat(own).isPositive().isGreaterThanOrEqualTo(work.products() * 16 / 17);
      assertThat(Work.of(program.graph(2, 1, lane)).products()).isEqualTo(4 * work.products());
    }
  }

  @Test
  void streamsHaveAboutTheFootprintOfTheirSteps() {
    long row = 8L << StreamPrograms.LOG_N;
    assertThat(Work.of(StreamPrograms.add(64)).bytes()).isEqualTo(3 * 64 * row);
    assertThat(Work.of(StreamPrograms.copy(96)).bytes()).isEqualTo(3 * 64 * row);
    assertThat(Work.of(StreamPrograms.innerProduct(11)).bytes()).isEqualTo(187 * row);
  }
}
