package io.cloakwork.cli.selftest;

import io.cloakwork.conformance.ConformanceCase;
import io.cloakwork.conformance.ConformanceSuite;
import io.cloakwork.spi.ring.ModulusChain;

/// How much of the suite is run.
public enum Extent {
  /// Every operation over the smallest degree, and everything about memory, order and errors.
  QUICK,
  /// Every degree that is a matter of seconds.
  NORMAL,
  /// Every degree.
  ALL;

  private static final int SMALLEST = 5;
  private static final String NOT_ABOUT_DEGREES = "lifecycle/";

  boolean includes(ConformanceCase testCase) {
    return switch (this) {
      case QUICK ->
          testCase.logN() <= SMALLEST
              || testCase.name().startsWith(NOT_ABOUT_DEGREES) && NORMAL.includes(testCase);
      case NORMAL -> testCase.logN() <= ConformanceSuite.FAST_LOG_N;
      case ALL -> testCase.logN() <= ModulusChain.MAX_LOG_N;
    };
  }
}
