package io.cloakwork.bench.floors;

import io.cloakwork.bench.result.Floor;
import io.cloakwork.bench.result.Peaks;
import io.cloakwork.spi.device.DeviceProfile;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The limits of a device that floors are taken from: those of its data sheet where they are known
/// and apply to what is used of it, else, and wherever more has been seen, the probe's.
///
/// @param products modular products a second of the kinds that the device has, one at least; none
///   slower than the form before it ([Form])
/// @param cached bytes a second by footprint
/// @param memory bytes a second beyond the caches
/// @param cacheBytes footprints below this one move as `cached` says
public record DeviceLimits(
    Map<Arithmetic, Rate> products, Bandwidth cached, Rate memory, long cacheBytes) {

  public DeviceLimits {
    if (products.isEmpty()) {
      throw new IllegalArgumentException("limits of a device without products");
    }
    products = inOrder(products);
  }

  /// Whatever multiplies and reduces can multiply and add to a sum as fast: a term is never slower
  /// than a product, nor a weighted term than any other.
  private static Map<Arithmetic, Rate> inOrder(Map<Arithmetic, Rate> products) {
    Map<Arithmetic, Rate> all = new TreeMap<>();
    for (Lane lane : Lane.values()) {
      Optional<Rate> best = Optional.empty();
      for (Form form : Form.values()) {
        Arithmetic kind = new Arithmetic(lane, form);
        best =
            Stream.concat(best.stream(), Stream.ofNullable(products.get(kind)))
                .reduce(Rate::orHigher);
        best.ifPresent(rate -> all.put(kind, rate));
      }
    }
    return Collections.unmodifiableMap(all);
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

  private static DeviceLimits measured(Map<Arithmetic, Rate> products, Bandwidth bandwidth) {
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

  /// The least time for `work`: its products at the rates of their kinds or its bytes at the rate
  /// of so many, whichever takes longer, for the two overlap at best. Empty if nothing was counted,
  /// or products of a kind whose rate is not known.
  public Optional<Floor> floor(Work work) {
    return floor(List.of(work));
  }

  /// The least time for several pieces of work of which each waits for the one before.
  public Optional<Floor> floor(List<Work> sequence) {
    Work all = sequence.stream().reduce(Work.NONE, Work::plus);
    if (!products.keySet().containsAll(all.counts().keySet())) {
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
    return work.counts().entrySet().stream()
        .mapToDouble(count -> count.getValue() / products.get(count.getKey()).perSecond())
        .sum();
  }

  /// The rates that hold for such work: of products, the mean over its kinds.
  private Peaks peaks(Work work) {
    Rate moving = bytesPerSecond(work.bytes());
    double perSecond =
        work.products() == 0
            ? products.values().iterator().next().perSecond()
            : work.products() / computeSeconds(work);
    List<String> sources = new ArrayList<>();
    work.counts()
        .keySet()
        .forEach(kind ->
            sources.add("%s: %s".formatted(kind.form().label(), products.get(kind).source())));
    sources.add("bytes: " + moving.source());
    return new Peaks(
        perSecond,
        moving.perSecond(),
        sources.stream().distinct().collect(Collectors.joining("; ")));
  }
}
