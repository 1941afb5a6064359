package io.cloakwork.conformance.junit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cloakwork.conformance.TestBed;
import io.cloakwork.conformance.cases.RandomOperations;
import io.cloakwork.conformance.scheme.RandomPrograms;
import io.cloakwork.spi.device.BackendProvider;
import io.cloakwork.spi.device.Backends;
import io.cloakwork.spi.device.Capabilities;
import io.cloakwork.spi.device.DeviceOptions;
import java.util.Set;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Many random operations and programs against the oracle, word for word, for a backend that
/// supports everything. The seed is another one in every run and printed; `-Dconformance.seed=SEED`
/// repeats a run.
@Tag("slow")
public abstract class RandomDifferential {

  /// Operations that are compared, at least.
  public static final long OPERATIONS = 100_000;

  private static final int PROGRAMS = 60;

  private final BackendProvider provider;
  private final DeviceOptions options;

  /// Tests a device of the backend of that name, opened with `options`.
  protected RandomDifferential(String backend, DeviceOptions options) {
    this.provider = Backends.named(backend);
    this.options = options;
  }

  /// 100,000 commands of random graphs.
  @Test
  public void randomOperations() {
    long seed = seed();
    RandomOperations.Tally tally;
    try (TestBed bed = TestBed.open(provider, options)) {
      tally = RandomOperations.compare(bed, seed, OPERATIONS);
      assertNothingLeft(bed);
    }
    System.out.printf(
        "%s: %d random operations as the oracle's, %s, by log2 of the degree %s%n",
        provider.name(), tally.operations(), tally.byOperation(), tally.byLogN());
    assertTrue(tally.operations() >= OPERATIONS, "operations compared: " + tally.operations());
    Set<String> all =
        Capabilities.all().operations().stream()
            .map(Class::getSimpleName)
            .collect(Collectors.toCollection(TreeSet::new));
    assertEquals(all, tally.byOperation().keySet(), "operations compared");
  }

  /// Random programs of the scheme, from keys to decryption.
  @Test
  public void randomPrograms() {
    long seed = seed();
    RandomPrograms.Tally tally;
    try (TestBed bed = TestBed.open(provider, options)) {
      tally = RandomPrograms.compare(bed, seed, PROGRAMS);
      assertNothingLeft(bed);
    }
    System.out.printf(
        "%s: %d random programs as the oracle's, steps %s%n",
        provider.name(), PROGRAMS, tally.bySteps());
    assertEquals(RandomPrograms.stepNames(), tally.bySteps().keySet(), "steps compared");
  }

  private static void assertNothingLeft(TestBed bed) {
    assertEquals(0, bed.candidate().allocatedBytes(), "bytes left on the candidate");
  }

  private long seed() {
    long seed = Long.getLong("conformance.seed", RandomGenerator.getDefault().nextLong());
    System.out.printf("%s: -Dconformance.seed=%d%n", provider.name(), seed);
    return seed;
  }
}
