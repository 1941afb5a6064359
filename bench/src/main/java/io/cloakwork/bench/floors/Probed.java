package io.cloakwork.bench.floors;

import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// What the probe has measured on a device, with the threads that it was opened with.
///
/// @param products modular products a second, of the kinds that the device has been seen to compute
/// @param bandwidth empty if it has no operation that streams
public record Probed(int threads, Map<Arithmetic, Rate> products, Optional<Bandwidth> bandwidth) {

  public Probed {
    products = Collections.unmodifiableMap(new TreeMap<>(products));
  }

  /// The faster of two measurements of one device, limit by limit: what slows a device down for a
  /// moment is no limit of it.
  public Probed orHigher(Probed again) {
    Map<Arithmetic, Rate> faster = new TreeMap<>(products);
    again.products.forEach((kind, rate) -> faster.merge(kind, rate, Rate::orHigher));
    Optional<Bandwidth> wider =
        bandwidth.isPresent() && again.bandwidth.isPresent()
            ? Optional.of(bandwidth.get().orHigher(again.bandwidth.get()))
            : bandwidth.or(again::bandwidth);
    return new Probed(threads, faster, wider);
  }
}
