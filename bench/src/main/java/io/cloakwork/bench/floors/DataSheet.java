package io.cloakwork.bench.floors;

import io.cloakwork.hardware.profiles.facts.DeviceFacts;
import io.cloakwork.hardware.profiles.facts.DeviceKind;
import io.cloakwork.hardware.profiles.facts.FactsLibrary;
import io.cloakwork.hardware.profiles.facts.Quantity;
import io.cloakwork.spi.device.DeviceProfile;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;

/// What the data sheet of a device says about modular products and bytes a second.
///
/// | | multiply-adds in double precision | of 32-bit integers |
/// |---|---|---|
/// | a product that is reduced | 4 | 20: two high and one low product of 64-bit words |
/// | a term of a sum | 2: the high and the low part | 8: all of a product of 64-bit words |
/// | a weighted term of few bits | 1: the sum stays below 2^53 | 3: a word of 64 bits by one of 32 |
///
/// Doubles serve primes below 2^50 only. Additions have pipes of their own on some devices and are
/// left out.
final class DataSheet {

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

  /// The higher of both; what the device does not have stays out.
  DeviceLimits over(DeviceLimits measured) {
    Map<Arithmetic, Rate> products = new TreeMap<>(measured.products());
    products.replaceAll((kind, rate) ->
        switch (kind.lane()) {
          case FAST -> higher(higher(rate, doubles(kind.form())), words(kind.form()));
          case WIDE -> higher(rate, words(kind.form()));
        });
    return new DeviceLimits(
        products, measured.cached(), memory(measured.memory()), cacheBytes(measured));
  }

  private Optional<Rate> doubles(Form form) {
    double each =
        switch (form) {
          case REDUCED -> 4;
          case TERM -> 2;
          case WEIGHTED -> 1;
        };
    return products(Quantity.FP64_FMA_PER_SECOND, each);
  }

  private Optional<Rate> words(Form form) {
    double each =
        switch (form) {
          case REDUCED -> 20;
          case TERM -> 8;
          case WEIGHTED -> 3;
        };
    return products(Quantity.INT32_MULADD_PER_SECOND, each);
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
