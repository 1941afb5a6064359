package io.cloakwork.hardware.profiles.facts;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/// The limits of a device that do not change, each with its source. Rates are peaks at
/// [Quantity#CLOCK_HERTZ]: what no program exceeds, not what one reaches.
///
/// @param vendor the folder of its file: lower case
/// @param device the name of its file: lower case
/// @param name for people, as the vendor writes it
/// @param architecture what tuning is shared by: `sm_90`, `gfx942`, `zen5`
/// @param figures what is known, by quantity
public record DeviceFacts(
    String vendor,
    String device,
    String name,
    DeviceKind kind,
    String architecture,
    Map<Quantity, Figure> figures) {

  public DeviceFacts {
    Map<Quantity, Figure> copy = new EnumMap<>(Quantity.class);
    copy.putAll(figures);
    figures = Collections.unmodifiableMap(copy);
  }

  /// `vendor/device`.
  public String path() {
    return vendor + "/" + device;
  }

  /// A figure, if it is known.
  public OptionalDouble find(Quantity quantity) {
    Figure figure = figures.get(quantity);
    return figure == null ? OptionalDouble.empty() : OptionalDouble.of(figure.value());
  }

  /// A figure that the caller cannot do without.
  ///
  /// @throws FactsException if it is not known
  public double require(Quantity quantity) {
    return find(quantity)
        .orElseThrow(() ->
            new FactsException(
                "nobody has written down %s of %s".formatted(quantity.jsonName(), path())));
  }

  public double memoryBytes() {
    return require(Quantity.MEMORY_BYTES);
  }

  public double memoryBytesPerSecond() {
    return require(Quantity.MEMORY_BYTES_PER_SECOND);
  }

  public int computeUnits() {
    return (int) require(Quantity.COMPUTE_UNITS);
  }

  public double clockHertz() {
    return require(Quantity.CLOCK_HERTZ);
  }

  public double fp64FmaPerSecond() {
    return require(Quantity.FP64_FMA_PER_SECOND);
  }

  public double fp32FmaPerSecond() {
    return require(Quantity.FP32_FMA_PER_SECOND);
  }

  public double int32MulAddPerSecond() {
    return require(Quantity.INT32_MULADD_PER_SECOND);
  }

  /// How much of a figure's evidence was only remembered: its own, or that of what it follows from.
  ///
  /// @return empty if the figure is not known
  public Optional<Boolean> isChecked(Quantity quantity) {
    Figure figure = figures.get(quantity);
    if (figure == null) {
      return Optional.empty();
    }
    return Optional.of(
        switch (figure.evidence()) {
          case Evidence.Cited cited -> cited.isChecked();
          case Evidence.Measured _ -> true;
          case Evidence.Derived derived ->
              Formula.parse(derived.formula()).quantities().stream()
                  .allMatch(part -> isChecked(part).orElse(false));
        });
  }
}
