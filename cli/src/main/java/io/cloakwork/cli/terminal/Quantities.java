package io.cloakwork.cli.terminal;

import java.util.Locale;

/// Times and sizes as people read them.
public final class Quantities {

  private static final String[] BYTE_UNITS = {"B", "KiB", "MiB", "GiB", "TiB"};

  private Quantities() {}

  /// For instance `3.21 s`, `45.0 ms`, `7.3 us`.
  public static String seconds(double seconds) {
    if (seconds >= 100) {
      return String.format(Locale.ROOT, "%.0f s", seconds);
    }
    if (seconds >= 1) {
      return String.format(Locale.ROOT, "%.2f s", seconds);
    }
    if (seconds >= 1e-3) {
      return String.format(Locale.ROOT, "%.1f ms", seconds * 1e3);
    }
    return String.format(Locale.ROOT, "%.1f us", seconds * 1e6);
  }

  /// For instance `512 B`, `1.5 MiB`.
  public static String bytes(long bytes) {
    double value = bytes;
    int unit = 0;
    while (value >= 1024 && unit + 1 < BYTE_UNITS.length) {
      value /= 1024;
      unit++;
    }
    return unit == 0
        ? bytes + " B"
        : String.format(Locale.ROOT, "%.1f %s", value, BYTE_UNITS[unit]);
  }
}
