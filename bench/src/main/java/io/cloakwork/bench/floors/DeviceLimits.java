package io.cloakwork.bench.floors;

import io.cloakwork.bench.result.Floor;
import io.cloakwork.bench.result.Peaks;
import io.cloakwork.spi.device.DeviceProfile;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/// The limits of a device that floors are taken from: those of its data sheet where they are known
/// and apply to what is used of it, else, and wherever more has been seen, the probe's.
///
/// @param products modular products a second of the lanes that the device has, one at least
/// @param cached bytes a second by footprint
/// @param memory bytes a second beyond the caches
/// @param cacheBytes footprints below this one move as `cached` says
public record DeviceLimits(
    Map<Lane, Rate> products, Bandwidth cached, Rate memory, long cacheBytes) {

  public DeviceLimits {
    if (products.isEmpty()) {
      throw new IllegalArgumentException("limits of a device without products");
    }
    products = Map.copyOf(products);
  }

  /// The limits of the device that `probed` was measured on; empty if its operations were too few
  /// to measure any.
  public static Optional<DeviceLimits> of(DeviceProfile device, Probed probed) {
    return probed
        .bandwidth()
        .filter(_ -> !probed.products().isEmpty())
        .map(bandwidth -> measured(probed.products(), bandwidth))
        .map(seen -> DataSheet.of(device).map(sheet -> sheet.over(seen)).orElse(seen));
  }

  private static DeviceLimits measured(Map<Lane, Rate> products, Bandwidth bandwidth) {
    Bandwidth.Point stream = bandwidth.stream();
    return new DeviceLimits(
        products,
        bandwidth,
        new Rate(stream.bytesPerSecond(), "probe (%s)".formatted(stream.program())),
        stream.footprintBytes());
  }

  /// The bytes a second at which so many bytes can move.
  Rate bytesPerSecond(long footprint) {
    Bandwidth.Point point = cached.fastest(footprint);
    return footprint < cacheBytes
        ? memory.orHigher(
            new Rate(
                point.bytesPerSecond(),
                "probe (%s, %d KiB)".formatted(point.program(), point.footprintBytes() >> 10)))
        : memory;
  }

  /// The least time for `work`: its products at their lanes' rates or its bytes at the rate of so
  /// many, whichever takes longer, for the two overlap at best. Empty if nothing was counted, or
  /// products of a lane whose rate is not known.
  public Optional<Floor> floor(Work work) {
    return floor(List.of(work));
  }

  /// The least time for several pieces of work of which each waits for the one before.
  public Optional<Floor> floor(List<Work> sequence) {
    Work all = sequence.stream().reduce(Work.NONE, Work::plus);
    if (!Arrays.stream(Lane.values())
        .allMatch(lane -> all.products(lane) == 0 || products.containsKey(lane))) {
      return Optional.empty();
    }
    double seconds = sequence.stream().mapToDouble(this::seconds).sum();
    if (seconds == 0) {
      return Optional.empty();
    }
    return Optional.of(
        new Floor(
            seconds * 1e6,
            OptionalLong.of(all.products()),
            OptionalLong.of(all.bytes()),
            Optional.of(peaks(all))));
  }

  private double seconds(Work work) {
    double moving = work.bytes() == 0 ? 0 : work.bytes() / bytesPerSecond(work.bytes()).perSecond();
    return Math.max(computeSeconds(work), moving);
  }

  private double computeSeconds(Work work) {
    return products.entrySet().stream()
        .mapToDouble(rate -> work.products(rate.getKey()) / rate.getValue().perSecond())
        .sum();
  }

  /// The rates that hold for such work: of products, the mean over its lanes.
  private Peaks peaks(Work work) {
    Rate moving = bytesPerSecond(work.bytes());
    Lane most = work.wideProducts() > work.fastProducts() ? Lane.WIDE : Lane.FAST;
    Rate lane = products.getOrDefault(most, products.values().iterator().next());
    double perSecond =
        work.products() == 0 ? lane.perSecond() : work.products() / computeSeconds(work);
    return new Peaks(
        perSecond,
        moving.perSecond(),
        "products: %s; bytes: %s".formatted(lane.source(), moving.source()));
  }
}
