package io.cloakwork.conformance;

import io.cloakwork.conformance.cases.AllCases;
import io.cloakwork.spi.device.Capabilities;
import java.util.List;

/// The cases.
public final class ConformanceSuite {

  /// The seed of the published suite.
  public static final long DEFAULT_SEED = 1;

  /// Cases over larger degrees than this are slow.
  public static final int FAST_LOG_N = 12;

  private ConformanceSuite() {}

  /// Every case for a backend of these capabilities. They decide on the degree that most cases work
  /// with (2^5, or the smallest that is declared) and leave nothing out: what is not declared is in
  /// the list and skipped with a reason.
  public static List<ConformanceCase> cases(Capabilities capabilities, long seed) {
    return AllCases.of(capabilities, seed);
  }

  /// The cases over degrees up to 2^logNMax.
  public static List<ConformanceCase> cases(Capabilities capabilities, long seed, int logNMax) {
    return cases(capabilities, seed).stream().filter(c -> c.logN() <= logNMax).toList();
  }
}
