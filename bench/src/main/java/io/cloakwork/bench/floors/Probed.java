package io.cloakwork.bench.floors;

import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// What the probe has measured on a device, with the threads that it was opened with.
///
/// @param products modular products a second of the lanes that the device has
/// @param bandwidth empty if it has no operation that streams
public record Probed(int threads, Map<Lane, Rate> products, Optional<Bandwidth> bandwidth) {

  public Probed {
    products = Map.copyOf(products);
  }

  /// The faster of two measurements of one device, limit by limit: what slows a device down for a
  /// moment is no limit of it.
  public Probed orHigher(Probed again) {
    Map<Lane, Rate> faster = new EnumMap<>(Lane.class);
    Stream.of(this, again)
        .forEach(each ->
            each.products.forEach((lane, rate) -> faster.merge(lane, rate, Rate::orHigher)));
    Optional<Bandwidth> wider =
        bandwidth.isPresent() && again.bandwidth.isPresent()
            ? Optional.of(bandwidth.get().orHigher(again.bandwidth.get()))
            : bandwidth.or(again::bandwidth);
    return new Probed(threads, faster, wider);
  }
}
