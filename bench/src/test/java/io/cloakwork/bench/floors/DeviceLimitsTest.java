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

  private static final Arithmetic FAST = new Arithmetic(Lane.FAST, Form.REDUCED);
  private static final Arithmetic FAST_TERM = new Arithmetic(Lane.FAST, Form.TERM);
  private static final Arithmetic FAST_WEIGHTED = new Arithmetic(Lane.FAST, Form.WEIGHTED);
  private static final Arithmetic WIDE = new Arithmetic(Lane.WIDE, Form.REDUCED);
  private static final Arithmetic WIDE_TERM = new Arithmetic(Lane.WIDE, Form.TERM);
  private static final Arithmetic WIDE_WEIGHTED = new Arithmetic(Lane.WIDE, Form.WEIGHTED);

  /// 10^9 and 5·10^8 products a second, of terms of sums 2·10^9 in the fast lane; 100 GB/s from
  /// caches up to 1 MB, 10 GB/s beyond.
  private static final Probed PROBED =
      new Probed(
          2,
          Map.of(
              FAST, new Rate(1e9, "probe: transforms"),
              FAST_TERM, new Rate(2e9, "probe: base conversion"),
              WIDE, new Rate(5e8, "probe: transforms")),
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

  private static Work products(Arithmetic kind, long count) {
    return Work.products(kind.lane(), kind.form(), count);
  }

  @Test
  void arithmeticOrTrafficDecides() {
    DeviceLimits limits = limits("a processor nobody knows", 2);
    Floor compute =
        limits
            .floor(products(FAST, 1_000_000).plus(products(WIDE, 1_000_000)).plus(Work.adding(7)))
            .orElseThrow();
    assertThat(compute.micros()).isCloseTo(1000 + 2000, within(1e-6));
    assertThat(compute.modularOperations()).hasValue(2_000_000);
    assertThat(compute.peaks().orElseThrow().modularOperationsPerSecond())
        .isCloseTo(2e6 / 3e-3, within(1.0));
    Floor memory = limits.floor(products(FAST, 10).plus(Work.moving(1_000_000_000))).orElseThrow();
    assertThat(memory.micros()).isCloseTo(100_000, within(1e-6));
    assertThat(memory.peaks().orElseThrow().source()).contains("probe (sum)");
  }

  @Test
  void everyFormHasTheRateOfItsOwn() {
    DeviceLimits limits = limits("a processor nobody knows", 2);
    Floor mixed =
        limits.floor(products(FAST, 1_000_000).plus(products(FAST_TERM, 3_000_000))).orElseThrow();
    assertThat(mixed.micros()).isCloseTo(1000 + 1500, within(1e-6));
    assertThat(mixed.modularOperations()).hasValue(4_000_000);
    assertThat(mixed.peaks().orElseThrow().modularOperationsPerSecond())
        .as("the mean in these proportions")
        .isCloseTo(4e6 / 2.5e-3, within(1.0));
    assertThat(mixed.peaks().orElseThrow().source())
        .startsWith("products: probe: transforms; terms of sums: probe: base conversion; bytes: ");
  }

  @Test
  void noFormIsSlowerThanAStricterOne() {
    Map<Arithmetic, Rate> seen =
        Map.of(
            FAST, new Rate(3e9, "probe: transforms"),
            FAST_TERM, new Rate(2e9, "probe: sum of products"),
            FAST_WEIGHTED, new Rate(4e9, "probe: combinations of 8"),
            WIDE_TERM, new Rate(1e9, "probe: sum of products"));
    DeviceLimits limits =
        limits("a processor nobody knows", 2, new Probed(2, seen, PROBED.bandwidth()))
            .orElseThrow();
    assertThat(limits.products().get(FAST_TERM).perSecond()).isEqualTo(3e9);
    assertThat(limits.products().get(FAST_TERM).source()).isEqualTo("probe: transforms");
    assertThat(limits.products().get(FAST_WEIGHTED).perSecond()).isEqualTo(4e9);
    assertThat(limits.products().get(WIDE_WEIGHTED).perSecond()).isEqualTo(1e9);
    assertThat(limits.products()).as("sums say nothing of products").doesNotContainKey(WIDE);
  }

  @Test
  void whatFitsIntoACacheMovesFasterAndSmallerFootprintsNeverSlower() {
    DeviceLimits limits = limits("a processor nobody knows", 2);
    Floor cached = limits.floor(Work.moving(2_000_000)).orElseThrow();
    assertThat(cached.micros()).isCloseTo(20, within(1e-9));
    Floor tiny = limits.floor(Work.moving(1_000)).orElseThrow();
    assertThat(tiny.micros()).isCloseTo(0.01, within(1e-9));
  }

  @Test
  void aSequenceTakesTheSumOfItsFloors() {
    DeviceLimits limits = limits("a processor nobody knows", 2);
    Work compute = products(FAST, 1_000_000).plus(Work.moving(10));
    Work memory = Work.moving(100_000_000);
    Floor both = limits.floor(List.of(compute, memory)).orElseThrow();
    assertThat(both.micros()).isCloseTo(1000 + 10_000, within(1e-6));
    assertThat(limits.floor(compute.plus(memory)).orElseThrow().micros()).isLessThan(both.micros());
  }

  @Test
  void withoutWorkThereIsNoFloor() {
    assertThat(limits("a processor nobody knows", 2).floor(Work.adding(9))).isEmpty();
  }

  @Test
  void whatADeviceCannotDoHasNoFloor() {
    Map<Arithmetic, Rate> fast = Map.of(FAST, new Rate(1e9, "probe: transforms"));
    Probed narrow = new Probed(2, fast, PROBED.bandwidth());
    DeviceLimits limits = limits("AMD EPYC 9755 128-Core Processor", 2, narrow).orElseThrow();
    assertThat(limits.products()).containsOnlyKeys(FAST, FAST_TERM, FAST_WEIGHTED);
    assertThat(limits.floor(products(FAST, 5).plus(products(WIDE, 1)))).isEmpty();
    assertThat(limits.floor(products(FAST, 5))).isPresent();
    assertThat(limits("any", 2, new Probed(2, fast, Optional.empty()))).isEmpty();
    assertThat(limits("any", 2, new Probed(2, Map.of(), PROBED.bandwidth()))).isEmpty();
  }

  @Test
  void ofTwoMeasurementsTheFasterCountsLimitByLimit() {
    Probed disturbed =
        new Probed(
            2,
            Map.of(FAST, new Rate(2e9, "probe: multiply-adds")),
            Optional.of(
                new Bandwidth(
                    List.of(
                        new Bandwidth.Point(100_000, 90e9, "copy"),
                        new Bandwidth.Point(1_000_000, 50e9, "copy")))));
    Probed both = disturbed.orHigher(PROBED);
    assertThat(both.products().get(FAST).perSecond()).isEqualTo(2e9);
    assertThat(both.products().get(WIDE).perSecond()).isEqualTo(5e8);
    assertThat(both.bandwidth().orElseThrow().points())
        .extracting(Bandwidth.Point::bytesPerSecond)
        .containsExactly(90e9, 100e9, 10e9);
  }

  @Test
  void ofAProcessorTheDataSheetCountsByTheThreadsInUse() {
    DeviceLimits two = limits("AMD EPYC 9755 128-Core Processor", 2);
    // 128 cores, 16 multiply-adds a clock each, 4.1 GHz; four for a product.
    assertThat(two.products().get(FAST).perSecond()).isCloseTo(2 * 16 * 4.1e9 / 4, within(1e6));
    assertThat(two.products().get(FAST).source())
        .isEqualTo("facts: fp64FmaPerSecond of amd/epyc-9755");
    assertThat(two.products().get(FAST_TERM).perSecond())
        .as("two multiply-adds a term")
        .isCloseTo(2 * 16 * 4.1e9 / 2, within(1e6));
    assertThat(two.products().get(FAST_WEIGHTED).perSecond())
        .isCloseTo(2 * 16 * 4.1e9, within(1e6));
    assertThat(two.products().get(WIDE).source()).startsWith("probe");
    assertThat(two.memory().source()).startsWith("probe");
    DeviceLimits all = limits("AMD EPYC 9755 128-Core Processor", 256);
    assertThat(all.memory().source()).startsWith("facts: memoryBytesPerSecond");
  }

  @Test
  void ofABoardTheDataSheetCountsAsAWhole() {
    DeviceLimits board = limits("NVIDIA H200", 132);
    assertThat(board.memory().perSecond()).isEqualTo(4.8e12);
    assertThat(board.products().get(FAST).perSecond())
        .isCloseTo(132 * 64 * 1.98e9 / 4, within(1e6));
    assertThat(board.products().get(WIDE).perSecond())
        .isCloseTo(132 * 64 * 1.98e9 / 20, within(1e6));
    assertThat(board.products().get(WIDE_TERM).perSecond())
        .as("eight products of 32 bits a term")
        .isCloseTo(132 * 64 * 1.98e9 / 8, within(1e6));
    assertThat(board.cacheBytes()).isEqualTo(62_914_560);
  }
}
