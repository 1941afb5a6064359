package io.cloakwork.hardware.profiles.tuning;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// The value of every tunable of a device, and where each comes from.
///
/// @param values by tunable, in the order in which they were declared
/// @param passedOver files that were found and not used, one sentence each
/// @param binaries programs that were compiled elsewhere, if a file of this user names them
public record ResolvedTuning(
    Map<String, Value> values, List<String> passedOver, Optional<NamedBinaries> binaries) {

  /// A value and its origin.
  public record Value(String value, TuningOrigin origin) {}

  public ResolvedTuning {
    values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    passedOver = List.copyOf(passedOver);
  }

  /// The values alone.
  public Map<String, String> plain() {
    Map<String, String> plain = new LinkedHashMap<>();
    values.forEach((name, value) -> plain.put(name, value.value()));
    return plain;
  }

  /// One line: values grouped by origin.
  @Override
  public String toString() {
    Map<String, String> byOrigin =
        values.entrySet().stream()
            .collect(
                Collectors.groupingBy(
                    entry -> entry.getValue().origin().toString(),
                    LinkedHashMap::new,
                    Collectors.mapping(
                        entry -> entry.getKey() + " " + entry.getValue().value(),
                        Collectors.joining(", "))));
    String used =
        byOrigin.entrySet().stream()
            .map(entry -> "%s (%s)".formatted(entry.getValue(), entry.getKey()))
            .collect(Collectors.joining("; "));
    return passedOver.isEmpty() ? used : used + "; " + String.join("; ", passedOver);
  }
}
