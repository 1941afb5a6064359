package io.cloakwork.bench.report;

import java.util.Locale;
import java.util.OptionalDouble;

/// Numbers as the report's tables show them.
final class Figures {

  /// What stands where nothing is known.
  static final String NOTHING = "–";

  private static final double[] TIME_UNITS = {1e6, 1e3, 1};
  private static final String[] TIME_NAMES = {"s", "ms", "µs"};

  private Figures() {}

  /// Three digits, for instance `1.50 ms`.
  static String micros(double micros) {
    for (int i = 0; i < TIME_UNITS.length; i++) {
      if (micros >= TIME_UNITS[i] * 0.9995) {
        return digits(micros / TIME_UNITS[i]) + " " + TIME_NAMES[i];
      }
    }
    return digits(micros * 1e3) + " ns";
  }

  static String micros(OptionalDouble micros) {
    return micros.isEmpty() ? NOTHING : micros(micros.getAsDouble());
  }

  /// From one time to another, for instance `1.50 – 1.62 ms`.
  static String range(double low, double high) {
    String from = micros(low);
    String to = micros(high);
    String unit = to.substring(to.indexOf(' '));
    return (from.endsWith(unit) ? from.substring(0, from.indexOf(' ')) : from) + " – " + to;
  }

  /// For instance `24.0 GiB`.
  static String bytes(double bytes) {
    String[] names = {"B", "KiB", "MiB", "GiB", "TiB"};
    int unit = 0;
    double value = bytes;
    while (value >= 1024 && unit + 1 < names.length) {
      value /= 1024;
      unit++;
    }
    return digits(value) + " " + names[unit];
  }

  /// With a decimal prefix, for instance `2.50 G`.
  static String decimal(double value) {
    String[] names = {"", "k", "M", "G", "T", "P"};
    int unit = 0;
    double rest = value;
    while (rest >= 999.5 && unit + 1 < names.length) {
      rest /= 1000;
      unit++;
    }
    return (digits(rest) + " " + names[unit]).strip();
  }

  static String percent(double fraction) {
    return String.format(Locale.ROOT, fraction < 0.0995 ? "%.1f %%" : "%.0f %%", 100 * fraction);
  }

  /// Three significant digits, or all before the point.
  static String digits(double value) {
    String pattern = value >= 99.95 ? "%,.0f" : value >= 9.995 ? "%.1f" : "%.2f";
    return String.format(Locale.ROOT, pattern, value);
  }

  /// One digit after the point, or none if it is zero.
  static String plain(double value) {
    return String.format(Locale.ROOT, value % 1 == 0 ? "%.0f" : "%.1f", value);
  }
}
