package io.cloakwork.conformance.scheme;

import io.cloakwork.ckks.Ciphertext;
import io.cloakwork.conformance.ConformanceFailure;
import io.cloakwork.conformance.TestBed;
import io.cloakwork.spi.device.Device;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// Random programs of the scheme on candidate and oracle from the same seeds: each step works on
/// results of earlier ones, and every word of every result is compared.
public final class RandomPrograms {

  private static final int MIN_LOG_N = 5;
  private static final int MAX_LOG_N = 9;
  private static final int MAX_BATCH = 2;
  private static final int STEPS = 16;

  private RandomPrograms() {}

  /// One result: what made it and its words.
  @SuppressWarnings("ArrayRecordComponent") // the words are compared by hand
  private record Result(RandomStep step, long[] words) {}

  /// What has been compared.
  ///
  /// @param bySteps results by the name of the step that made them
  public record Tally(Map<String, Integer> bySteps) {}

  /// The names of all steps.
  public static Set<String> stepNames() {
    Set<String> names = new TreeSet<>();
    Arrays.stream(RandomStep.values()).forEach(step -> names.add(step.label()));
    return names;
  }

  /// Compares so many programs, on every kind of parameters in turn.
  ///
  /// @throws ConformanceFailure at the first result that differs, with the seed of its program
  public static Tally compare(TestBed bed, long seed, int programs) {
    Random random = new Random(seed);
    Map<String, Integer> bySteps = new TreeMap<>();
    List<SchemeSet> sets = List.of(SchemeSet.values());
    for (int i = 0; i < programs; i++) {
      SchemeSet set = sets.get(i % sets.size());
      int logN = MIN_LOG_N + random.nextInt(MAX_LOG_N - MIN_LOG_N + 1);
      int batch = 1 + random.nextInt(MAX_BATCH);
      long programSeed = random.nextLong();
      List<Result> expected = run(bed.oracle(), set, logN, batch, programSeed);
      List<Result> actual = run(bed.candidate(), set, logN, batch, programSeed);
      for (int r = 0; r < expected.size(); r++) {
        Result result = expected.get(r);
        bySteps.merge(result.step().label(), 1, Integer::sum);
        if (!Arrays.equals(result.words(), actual.get(r).words())) {
          throw new ConformanceFailure(
              "result %d (%s) of the program of seed %d with %s, degree 2^%d and a batch of %d differs"
                  .formatted(r, result.step().label(), programSeed, set.label(), logN, batch));
        }
      }
    }
    return new Tally(bySteps);
  }

  private static List<Result> run(Device device, SchemeSet set, int logN, int batch, long seed) {
    Random random = new Random(seed);
    List<Result> results = new ArrayList<>();
    try (SchemeSetting setting = new SchemeSetting(device, set.parameters(logN), batch, seed)) {
      RandomProgram program = new RandomProgram(setting, random);
      while (results.size() < STEPS) {
        RandomStep step = program.anyStep();
        for (Ciphertext made : program.run(step)) {
          results.add(new Result(step, made.buffer().download()));
        }
      }
      results.add(new Result(RandomStep.DECRYPT, program.decrypt().buffer().download()));
    }
    return results;
  }
}
