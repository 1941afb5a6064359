package io.cloakwork.conformance.junit;

import io.cloakwork.conformance.ConformanceCase;
import io.cloakwork.conformance.ConformanceFailure;
import io.cloakwork.conformance.ConformanceRunner;
import io.cloakwork.conformance.ConformanceSuite;
import io.cloakwork.conformance.Outcome;
import io.cloakwork.conformance.Requirement;
import io.cloakwork.conformance.TestBed;
import io.cloakwork.spi.device.BackendProvider;
import io.cloakwork.spi.device.Backends;
import io.cloakwork.spi.device.DeviceOptions;
import io.cloakwork.spi.device.Probe;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;

/// The conformance suite as dynamic tests. A backend's test module extends this:
///
/// ```java
/// class MyConformanceTest extends BackendConformance {
///   MyConformanceTest() {
///     super("mine");
///   }
/// }
/// ```
///
/// Cases outside the declared capabilities, and all of them if there is no device, are aborted with
/// the reason, which is also printed; with `-Dconformance.require=mine` they fail.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class BackendConformance {

  private final String backend;
  private final DeviceOptions options;
  private final Map<String, Integer> reasons = new TreeMap<>();
  private TestBed bed;

  /// Tests the first device of the backend of that name.
  protected BackendConformance(String backend) {
    this(backend, DeviceOptions.defaults());
  }

  /// Tests a device opened with `options`.
  protected BackendConformance(String backend, DeviceOptions options) {
    this.backend = backend;
    this.options = options;
  }

  /// The cases over small degrees: seconds.
  @TestFactory
  public Stream<DynamicTest> conformance() {
    return cases(false);
  }

  /// The cases over degrees above 2^[ConformanceSuite#FAST_LOG_N].
  @TestFactory
  @Tag("slow")
  public Stream<DynamicTest> conformanceOfLargeDegrees() {
    return cases(true);
  }

  /// Which of the cases to run, for backends that test in several configurations.
  protected boolean includes(ConformanceCase testCase) {
    return true;
  }

  private Stream<DynamicTest> cases(boolean large) {
    BackendProvider provider = Backends.named(backend);
    if (provider.probe() instanceof Probe.Unavailable unavailable) {
      return Stream.of(
          DynamicTest.dynamicTest(
              backend + " is available", () -> abortOrFail(unavailable.reason())));
    }
    return ConformanceSuite.cases(provider.capabilities(), ConformanceSuite.DEFAULT_SEED).stream()
        .filter(c -> c.logN() > ConformanceSuite.FAST_LOG_N == large)
        .filter(this::includes)
        .map(c -> DynamicTest.dynamicTest(c.name(), () -> run(c)));
  }

  private void run(ConformanceCase testCase) throws Throwable {
    switch (ConformanceRunner.run(testCase, bed())) {
      case Outcome.Passed _ -> {}
      case Outcome.Skipped skipped -> abortOrFail(skipped.reason());
      case Outcome.Failed failed -> throw failed.error();
    }
  }

  private void abortOrFail(String reason) {
    if (Requirement.includes(backend)) {
      throw new ConformanceFailure(
          "backend %s is required to pass, but: %s".formatted(backend, reason));
    }
    reasons.merge(reason, 1, Integer::sum);
    Assumptions.abort(reason);
  }

  private TestBed bed() {
    if (bed == null) {
      bed = TestBed.open(Backends.named(backend), options);
    }
    return bed;
  }

  /// Prints why cases were skipped, and closes the devices.
  @AfterAll
  public final void finish() {
    reasons.forEach(
        (reason, count) -> System.out.printf("%s skipped: %d cases: %s%n", backend, count, reason));
    if (bed != null) {
      bed.close();
    }
  }
}
