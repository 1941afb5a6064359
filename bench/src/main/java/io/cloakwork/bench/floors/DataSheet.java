package io.cloakwork.bench.floors;

import io.cloakwork.hardware.profiles.facts.DeviceFacts;
import io.cloakwork.hardware.profiles.facts.DeviceKind;
import io.cloakwork.hardware.profiles.facts.FactsLibrary;
import io.cloakwork.hardware.profiles.facts.Quantity;
import io.cloakwork.spi.device.DeviceProfile;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/// What the data sheet of a device says about modular products and bytes a second.
///
/// A product modulo a prime below 2^50 is four multiply-adds in double precision (its two additions
/// have pipes of their own on some devices and are left out), or, like one modulo a larger prime,
/// two high and one low product of 64-bit words: about 20 multiply-adds of 32 bits.
final class DataSheet {

  private static final double FMA_PER_PRODUCT = 4;
  private static final double INT32_PER_PRODUCT = 20;

  private final DeviceFacts facts;
  private final DeviceProfile device;

  private DataSheet(DeviceFacts facts, DeviceProfile device) {
    this.facts = facts;
    this.device = device;
  }

  /// The data sheet of a device by the name that it reports, if there is one; an FPGA computes what
  /// its design does, whatever its sheet says.
  static Optional<DataSheet> of(DeviceProfile device) {
    return FactsLibrary.open()
        .recognise(device.name())
        .filter(facts -> facts.kind() != DeviceKind.FPGA)
        .map(facts -> new DataSheet(facts, device));
  }

  /// The higher of both; lanes that the device does not have stay out.
  DeviceLimits over(DeviceLimits measured) {
    Optional<Rate> doubles = products(Quantity.FP64_FMA_PER_SECOND, FMA_PER_PRODUCT);
    Optional<Rate> words = products(Quantity.INT32_MULADD_PER_SECOND, INT32_PER_PRODUCT);
    Map<Lane, Rate> products = new EnumMap<>(measured.products());
    products.computeIfPresent(Lane.FAST, (_, rate) -> higher(higher(rate, doubles), words));
    products.computeIfPresent(Lane.WIDE, (_, rate) -> higher(rate, words));
    return new DeviceLimits(
        products, measured.cached(), memory(measured.memory()), cacheBytes(measured));
  }

  private static Rate higher(Rate measured, Optional<Rate> sheet) {
    return sheet.map(measured::orHigher).orElse(measured);
  }

  private Optional<Rate> products(Quantity perSecond, double each) {
    OptionalDouble all = facts.find(perSecond);
    return all.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Rate(
                all.getAsDouble() * share() / each,
                "facts: %s of %s".formatted(perSecond.jsonName(), facts.path())));
  }

  /// The part of a processor's units that the device's threads can keep busy.
  private double share() {
    return facts.kind() == DeviceKind.CPU
        ? Math.min(1, (double) device.threads() / facts.computeUnits())
        : 1;
  }

  /// A few cores do not have the bandwidth of a socket, which its sheet states.
  private Rate memory(Rate measured) {
    OptionalDouble bytes = facts.find(Quantity.MEMORY_BYTES_PER_SECOND);
    return bytes.isEmpty() || share() < 1
        ? measured
        : measured.orHigher(
            new Rate(bytes.getAsDouble(), "facts: memoryBytesPerSecond of " + facts.path()));
  }

  private long cacheBytes(DeviceLimits measured) {
    OptionalDouble cache =
        facts.kind() == DeviceKind.GPU ? facts.find(Quantity.L2_BYTES) : OptionalDouble.empty();
    return cache.isEmpty() ? measured.cacheBytes() : (long) cache.getAsDouble();
  }
}
