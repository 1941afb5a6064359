package io.cloakwork.conformance.skeleton;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloakwork.conformance.ConformanceCase;
import io.cloakwork.conformance.ConformanceRunner;
import io.cloakwork.conformance.ConformanceSuite;
import io.cloakwork.conformance.Outcome;
import io.cloakwork.conformance.TestBed;
import io.cloakwork.spi.device.Capabilities;
import io.cloakwork.spi.device.DeviceOptions;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/// The skeleton does all that needs no computation, and the suite is not deceived by the rest.
class NullBackendTest {

  private static Map<String, Outcome> run(NullBackend backend, Predicate<String> filter) {
    List<ConformanceCase> cases =
        ConformanceSuite.cases(backend.capabilities(), 1, ConformanceSuite.FAST_LOG_N);
    Map<String, Outcome> outcomes = new TreeMap<>();
    try (TestBed bed = TestBed.open(backend, DeviceOptions.defaults())) {
      ConformanceRunner.run(
          cases.stream().filter(c -> filter.test(c.name())).toList(),
          bed,
          (testCase, outcome) -> outcomes.put(testCase.name(), outcome));
    }
    return outcomes;
  }

  @Test
  void asCopiedItFailsNothing() {
    Map<String, Outcome> outcomes = run(new NullBackend(), _ -> true);

    assertThat(outcomes.values()).noneMatch(outcome -> outcome instanceof Outcome.Failed);
    assertThat(outcomes)
        .hasEntrySatisfying(
            "lifecycle/buffer/non-canonical-words", o -> assertThat(o).isInstanceOf(PASSED))
        .hasEntrySatisfying("lifecycle/memory/limit", o -> assertThat(o).isInstanceOf(PASSED))
        .hasEntrySatisfying(
            "lifecycle/refusal/operation-ntt", o -> assertThat(o).isInstanceOf(PASSED))
        .hasEntrySatisfying(
            "lifecycle/order/chain",
            o -> assertThat(o).isEqualTo(new Outcome.Skipped("operation MulAdd is not supported")));
  }

  @Test
  void itsBindingsAndMemoryAreRightWhateverItComputes() {
    NullBackend all = new NullBackend(Capabilities.all().operations());
    Map<String, Outcome> outcomes =
        run(
            all,
            name ->
                name.startsWith("lifecycle/bindings")
                    || name.startsWith("lifecycle/memory")
                    || name.startsWith("lifecycle/buffer"));
    assertThat(outcomes).isNotEmpty().allSatisfy((_, o) -> assertThat(o).isInstanceOf(PASSED));
  }

  @Test
  void declaringWithoutComputingFailsEveryCaseOfThatOperation() {
    NullBackend all = new NullBackend(Capabilities.all().operations());
    Map<String, Outcome> outcomes =
        run(all, name -> name.startsWith("op/intt/") || name.startsWith("graph/key-switch"));
    assertThat(outcomes)
        .isNotEmpty()
        .allSatisfy((_, o) -> assertThat(o).isInstanceOf(Outcome.Failed.class));
  }

  private static final Class<?> PASSED = Outcome.Passed.class;
}
