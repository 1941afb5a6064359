package io.cloakwork.bench.floors;

import io.cloakwork.bench.result.Floor;
import io.cloakwork.bench.result.Peaks;
import io.cloakwork.spi.device.DeviceProfile;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// The limits of a device that floors are taken from: those of its data sheet where they are known
/// and apply to what is used of it, else, and wherever more has been seen, the probe's.
///
/// @param fast modular products a second, primes of the fast lane
/// @param wide the same for larger primes
/// @param cached bytes a second by footprint
/// @param memory bytes a second beyond the caches
/// @param cacheBytes footprints below this one move as `cached` says
public record DeviceLimits(Rate fast, Rate wide, Bandwidth cached, Rate memory, long cacheBytes) {

  /// The limits of the device that `probed` was measured on.
  public static DeviceLimits of(DeviceProfile device, Probed probed) {
    return DataSheet.of(device).map(sheet -> sheet.over(probed)).orElseGet(() -> measured(probed));
  }

  /// The limits that a probe has seen and no others.
  static DeviceLimits measured(Probed probed) {
    Bandwidth.Point stream = probed.bandwidth().stream();
    return new DeviceLimits(
        probed.fast(),
        probed.wide(),
        probed.bandwidth(),
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
  /// many, whichever takes longer, for the two overlap at best. Empty if nothing was counted.
  public Optional<Floor> floor(Work work) {
    return floor(List.of(work));
  }

  /// The least time for several pieces of work of which each waits for the one before.
  public Optional<Floor> floor(List<Work> sequence) {
    Work all = sequence.stream().reduce(Work.NONE, Work::plus);
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
    return work.fastProducts() / fast.perSecond() + work.wideProducts() / wide.perSecond();
  }

  /// The rates that hold for such work: of products, the mean over its lanes.
  private Peaks peaks(Work work) {
    Rate moving = bytesPerSecond(work.bytes());
    double products =
        work.products() == 0 ? fast.perSecond() : work.products() / computeSeconds(work);
    Rate lane = work.wideProducts() > work.fastProducts() ? wide : fast;
    return new Peaks(
        products,
        moving.perSecond(),
        "products: %s; bytes: %s".formatted(lane.source(), moving.source()));
  }
}
