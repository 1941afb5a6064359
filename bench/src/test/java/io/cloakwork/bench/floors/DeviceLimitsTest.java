package io.cloakwork.bench.floors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.cloakwork.bench.result.Floor;
import io.cloakwork.spi.device.DeviceProfile;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DeviceLimitsTest {

  /// 10^9 and 5·10^8 products a second; 100 GB/s from caches up to 1 MB, 10 GB/s beyond.
  private static final Probed PROBED =
      new Probed(
          2,
          Map.of(
              Lane.FAST, new Rate(1e9, "probe (transforms)"),
              Lane.WIDE, new Rate(5e8, "probe (transforms)")),
          Optional.of(
              new Bandwidth(
                  List.of(
                      new Bandwidth.Point(100_000, 80e9, "sum"),
                      new Bandwidth.Point(1_000_000, 100e9, "copy"),
                      new Bandwidth.Point(100_000_000, 10e9, "sum")))));

  private static DeviceLimits limits(String device, int threads) {
    return limits(device, threads, PROBED).orElseThrow();
  }

  private static Optional<DeviceLimits> limits(String device, int threads, Probed probed) {
    return DeviceLimits.of(new DeviceProfile("cpu", device, threads, 1L << 34, Map.of()), probed);
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
  void whatADeviceCannotDoHasNoFloor() {
    Map<Lane, Rate> fast = Map.of(Lane.FAST, new Rate(1e9, "probe (transforms)"));
    Probed narrow = new Probed(2, fast, PROBED.bandwidth());
    DeviceLimits limits = limits("AMD EPYC 9755 128-Core Processor", 2, narrow).orElseThrow();
    assertThat(limits.products()).containsOnlyKeys(Lane.FAST);
    assertThat(limits.floor(new Work(5, 1, 0, 10))).isEmpty();
    assertThat(limits.floor(new Work(5, 0, 0, 10))).isPresent();
    assertThat(limits("any", 2, new Probed(2, fast, Optional.empty()))).isEmpty();
    assertThat(limits("any", 2, new Probed(2, Map.of(), PROBED.bandwidth()))).isEmpty();
  }

  @Test
  void ofTwoMeasurementsTheFasterCountsLimitByLimit() {
    Probed disturbed =
        new Probed(
            2,
            Map.of(Lane.FAST, new Rate(2e9, "probe (multiply-adds)")),
            Optional.of(
                new Bandwidth(
                    List.of(
                        new Bandwidth.Point(100_000, 90e9, "copy"),
                        new Bandwidth.Point(1_000_000, 50e9, "copy")))));
    Probed both = disturbed.orHigher(PROBED);
    assertThat(both.products().get(Lane.FAST).perSecond()).isEqualTo(2e9);
    assertThat(both.products().get(Lane.WIDE).perSecond()).isEqualTo(5e8);
    assertThat(both.bandwidth().orElseThrow().points())
        .extracting(Bandwidth.Point::bytesPerSecond)
        .containsExactly(90e9, 100e9, 10e9);
  }

  @Test
  void ofAProcessorTheDataSheetCountsByTheThreadsInUse() {
    DeviceLimits two = limits("AMD EPYC 9755 128-Core Processor", 2);
    // 128 cores, 16 multiply-adds a clock each, 4.1 GHz; four for a product.
    assertThat(two.products().get(Lane.FAST).perSecond())
        .isCloseTo(2 * 16 * 4.1e9 / 4, within(1e6));
    assertThat(two.products().get(Lane.FAST).source())
        .isEqualTo("facts: fp64FmaPerSecond of amd/epyc-9755");
    assertThat(two.products().get(Lane.WIDE).source()).startsWith("probe");
    assertThat(two.memory().source()).startsWith("probe");
    DeviceLimits all = limits("AMD EPYC 9755 128-Core Processor", 256);
    assertThat(all.memory().source()).startsWith("facts: memoryBytesPerSecond");
  }

  @Test
  void ofABoardTheDataSheetCountsAsAWhole() {
    DeviceLimits board = limits("NVIDIA H200", 132);
    assertThat(board.memory().perSecond()).isEqualTo(4.8e12);
    assertThat(board.products().get(Lane.FAST).perSecond())
        .isCloseTo(132 * 64 * 1.98e9 / 4, within(1e6));
    assertThat(board.products().get(Lane.WIDE).perSecond())
        .isCloseTo(132 * 64 * 1.98e9 / 20, within(1e6));
    assertThat(board.cacheBytes()).isEqualTo(62_914_560);
  }
}
