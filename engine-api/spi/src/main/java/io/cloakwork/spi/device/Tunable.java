package io.cloakwork.spi.device;

import java.util.List;

/// Something about how a backend runs graphs that changes its speed and no word of its results.
/// [DeviceOptions#properties] takes a value under the same name.
///
/// @param name unique among the backend's properties
/// @param values that the device can run, in an order in which neighbours are alike
/// @param initial the value of a device that nobody has measured, one of `values`
/// @param meaning one phrase, with its unit
public record Tunable(String name, List<String> values, String initial, String meaning) {

  public Tunable {
    values = List.copyOf(values);
    if (!values.contains(initial)) {
      throw new IllegalArgumentException(
          "tunable %s is initially '%s', not one of %s".formatted(name, initial, values));
    }
  }
}
