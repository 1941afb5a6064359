package io.cloakwork.kernels.host;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloakwork.conformance.ConformanceCase;
import io.cloakwork.conformance.ConformanceRunner;
import io.cloakwork.conformance.ConformanceSuite;
import io.cloakwork.conformance.Outcome;
import io.cloakwork.conformance.TestBed;
import io.cloakwork.kernels.launch.Lane;
import io.cloakwork.kernels.launch.Tuning;
import io.cloakwork.spi.device.DeviceOptions;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The neutral kernels, compiled as plain C, against the oracle: every operation and program of the
/// conformance suite, word for word, narrow primes in each lane.
class HostKernelsTest {

  private static final int LOG_N_MAX = 6;

  @ParameterizedTest
  @EnumSource
  void everyOperationIsTheOracles(Lane narrowLane) {
    runAll(
        Tuning.forGpu().withNarrowLane(narrowLane), c -> c.logN() <= LOG_N_MAX && isComputation(c));
  }

  /// The smallest tiles make two passes of every transform beyond them.
  @ParameterizedTest
  @EnumSource
  void transformsOfTwoPassesAreTheOracles(Lane narrowLane) {
    runAll(
        Tuning.forGpu().withNarrowLane(narrowLane).withLogTile(11),
        c -> c.logN() == 12 && isTransform(c));
  }

  @ParameterizedTest
  @EnumSource
  @Tag("slow")
  void longTransformsAreTheOracles(Lane narrowLane) {
    runAll(
        Tuning.forGpu().withNarrowLane(narrowLane),
        c -> c.logN() > 12 && (isTransform(c) || c.name().startsWith("op/mod")));
  }

  private static boolean isTransform(ConformanceCase testCase) {
    return testCase.name().startsWith("op/ntt") || testCase.name().startsWith("op/intt");
  }

  private static boolean isComputation(ConformanceCase testCase) {
    return testCase.name().startsWith("op/") || testCase.name().startsWith("graph/");
  }

  @Test
  void polynomialsFromSeedsAreTheOracles() {
    runAll(Tuning.forGpu(), c -> c.name().startsWith("uniform/"));
  }

  private static void runAll(Tuning tuning, Predicate<ConformanceCase> included) {
    HostProvider.missing()
        .ifPresent(reason -> {
          System.out.println("kernels as plain C skipped: " + reason);
          Assumptions.abort(reason);
        });
    int cases = 0;
    try (HostProvider provider = new HostProvider(tuning);
        TestBed bed = TestBed.open(provider, DeviceOptions.defaults())) {
      List<ConformanceCase> all =
          ConformanceSuite.cases(provider.capabilities(), ConformanceSuite.DEFAULT_SEED);
      for (ConformanceCase testCase : all.stream().filter(included).toList()) {
        assertThat(ConformanceRunner.run(testCase, bed))
            .as(testCase.name())
            .isInstanceOf(Outcome.Passed.class);
        cases++;
      }
    }
    assertThat(cases).isPositive();
  }
}
