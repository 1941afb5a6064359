package io.cloakwork.bench.compare;

import java.util.Locale;

/// What a ratio means.
public enum Verdict {
  /// Slower than the threshold allows, and not by chance.
  REGRESSION,
  /// Slower than the threshold allows, but the runs scatter so much that it may be chance.
  UNSURE,
  /// Within the threshold.
  SAME,
  /// Faster by more than the threshold, and not by chance.
  FASTER,
  /// Not the same work, so that the ratio means nothing without its differences.
  DIFFERENT_WORK;

  /// For people and files, for instance `different work`.
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
