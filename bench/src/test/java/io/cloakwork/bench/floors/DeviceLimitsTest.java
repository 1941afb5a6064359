package io.cloakwork.bench.floors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.cloakwork.bench.result.Floor;
import io.cloakwork.spi.device.DeviceProfile;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DeviceLimitsTest {

  /// 10^9 and 5·10^8 products a second; 100 GB/s from caches up to 1 MB, 10 GB/s beyond.
  private static final Probed PROBED =
      new Probed(
          2,
          new Rate(1e9, "probe (transforms)"),
          new Rate(5e8, "probe (transforms)"),
          new Bandwidth(
              List.of(
                  new Bandwidth.Point(100_000, 80e9, "sum"),
                  new Bandwidth.Point(1_000_000, 100e9, "copy"),
                  new Bandwidth.Point(100_000_000, 10e9, "sum"))));

  private static DeviceLimits limits(String device, int threads) {
    return DeviceLimits.of(new DeviceProfile("cpu", device, threads, 1L << 34, Map.of()), PROBED);
  }

  @Test
  void arithmeticOrTrafficDecides() {
    DeviceLimits limits = limits("a processor nobody knows", 2);
    Floor compute = limits.floor(new Work(1_000_000, 1_000_000, 7, 10)).orElseThrow();
    assertThat(compute.micros()).isCloseTo(1000 + 2000, within(1e-6));
    assertThat(compute.modularOperations()).hasValue(2_000_000);
    assertThat(compute.peaks().orElseThrow().modularOperationsPerSecond())
        .isCloseTo(2e6 / 3e-3, within(1.0));
    Floor memory = limits.floor(new Work(10, 0, 0, 1_000_000_000)).orElseThrow();
    assertThat(memory.micros()).isCloseTo(100_000, within(1e-6));
    assertThat(memory.peaks().orElseThrow().source()).contains("probe (sum)");
  }

  @Test
  void whatFitsIntoACacheMovesFasterAndSmallerFootprintsNeverSlower() {
    DeviceLimits limits = limits("a processor nobody knows", 2);
    Floor cached = limits.floor(new Work(0, 0, 0, 2_000_000)).orElseThrow();
    assertThat(cached.micros()).isCloseTo(20, within(1e-9));
    Floor tiny = limits.floor(new Work(0, 0, 0, 1_000)).orElseThrow();
    assertThat(tiny.micros()).isCloseTo(0.01, within(1e-9));
  }

  @Test
  void aSequenceTakesTheSumOfItsFloors() {
    DeviceLimits limits = limits("a processor nobody knows", 2);
    Work compute = new Work(1_000_000, 0, 0, 10);
    Work memory = new Work(0, 0, 0, 100_000_000);
    Floor both = limits.floor(List.of(compute, memory)).orElseThrow();
    assertThat(both.micros()).isCloseTo(1000 + 10_000, within(1e-6));
    assertThat(limits.floor(compute.plus(memory)).orElseThrow().micros()).isLessThan(both.micros());
  }

  @Test
  void withoutWorkThereIsNoFloor() {
    assertThat(limits("a processor nobody knows", 2).floor(new Work(0, 0, 9, 0))).isEmpty();
  }

  @Test
  void ofAProcessorTheDataSheetCountsByTheThreadsInUse() {
    DeviceLimits two = limits("AMD EPYC 9755 128-Core Processor", 2);
    // 128 cores, 16 multiply-adds a clock each, 4.1 GHz; four for a product.
    assertThat(two.fast().perSecond()).isCloseTo(2 * 16 * 4.1e9 / 4, within(1e6));
    assertThat(two.fast().source()).isEqualTo("facts: fp64FmaPerSecond of amd/epyc-9755");
    assertThat(two.wide().source()).startsWith("probe");
    assertThat(two.memory().source()).startsWith("probe");
    DeviceLimits all = limits("AMD EPYC 9755 128-Core Processor", 256);
    assertThat(all.memory().source()).startsWith("facts: memoryBytesPerSecond");
  }

  @Test
  void ofABoardTheDataSheetCountsAsAWhole() {
    DeviceLimits board = limits("NVIDIA H200", 132);
    assertThat(board.memory().perSecond()).isEqualTo(4.8e12);
    assertThat(board.fast().perSecond()).isCloseTo(132 * 64 * 1.98e9 / 4, within(1e6));
    assertThat(board.wide().perSecond()).isCloseTo(132 * 64 * 1.98e9 / 20, within(1e6));
    assertThat(board.cacheBytes()).isEqualTo(62_914_560);
  }
}
