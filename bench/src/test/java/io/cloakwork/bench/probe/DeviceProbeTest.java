package io.cloakwork.bench.probe;

import static org.assertj.core.api.Assertions.assertThat;

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
      assertThat(probed.products().get(Lane.FAST).perSecond()).isPositive();
      assertThat(probed.products().get(Lane.WIDE).source()).startsWith("probe");
      assertThat(device.allocatedBytes()).isZero();
    }
  }

  @Test
  void streamsHaveAboutTheFootprintOfTheirSteps() {
    long row = 8L << ProbePrograms.LOG_N;
    assertThat(Work.of(ProbePrograms.add(64)).bytes()).isEqualTo(3 * 64 * row);
    assertThat(Work.of(ProbePrograms.copy(96)).bytes()).isEqualTo(3 * 64 * row);
    assertThat(Work.of(ProbePrograms.innerProduct(11, Lane.FAST)).bytes()).isEqualTo(187 * row);
  }
}
