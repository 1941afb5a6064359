package io.cloakwork.conformance.cases;

import io.cloakwork.conformance.ConformanceCase;
import io.cloakwork.conformance.TestBed;
import io.cloakwork.spi.device.DeviceBuffer;
import io.cloakwork.spi.graph.Domain;
import io.cloakwork.spi.graph.RnsShape;
import io.cloakwork.spi.ring.Modulus;
import io.cloakwork.spi.ring.Primes;
import io.cloakwork.spi.ring.RnsBasis;
import io.cloakwork.spi.uniform.UniformRows;
import io.cloakwork.spi.uniform.UniformSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/// Polynomials that a device makes from a seed, wherever it makes them. Primes just above a power
/// of two reject almost every other word, so that places depend on everything before.
final class UniformCases {

  private static final int BATCH = 2;
  private static final int POLYS = 3;
  private static final int[] BITS_BELOW = {30, 40, 50, 51, 61};
  private static final int[] BITS_ABOVE = {30, 49, 59};

  private final long seed;

  private UniformCases(long seed) {
    this.seed = seed;
  }

  static List<ConformanceCase> all(int smallLogN, long seed) {
    UniformCases cases = new UniformCases(seed);
    List<ConformanceCase> all = new ArrayList<>();
    for (int logN : new int[] {smallLogN, smallLogN + 1, 11, 12, 15}) {
      all.add(named("rows/logN=" + logN, logN, bed -> cases.rows(bed, logN)));
    }
    all.add(named("refused", smallLogN, bed -> cases.refused(bed, smallLogN)));
    return all;
  }

  private static ConformanceCase named(
      String name, int logN, java.util.function.Consumer<TestBed> body) {
    return new LifecycleCase("uniform/" + name, logN, null, body);
  }

  private static RnsShape shape(int logN) {
    List<Modulus> moduli = new ArrayList<>(TestPrimes.basis(logN, BITS_BELOW).moduli());
    for (int bits : BITS_ABOVE) {
      moduli.add(firstAbove(bits, logN));
    }
    return new RnsShape(Domain.EVAL, logN, BATCH, POLYS, new RnsBasis(moduli));
  }

  /// The smallest prime above 2^bits that is 1 mod 2^(logN + 1).
  private static Modulus firstAbove(int bits, int logN) {
    long candidate = (1L << bits) + 1;
    while (!Primes.isPrime(candidate)) {
      candidate += 2L << logN;
    }
    return Modulus.of(candidate);
  }

  private UniformSource source(RnsShape shape) {
    byte[] bytes = new byte[UniformRows.SEED_BYTES];
    new SplittableRandom(seed).nextBytes(bytes);
    List<Integer> labels = new ArrayList<>();
    for (int limb = 0; limb < shape.limbs(); limb++) {
      labels.add(100 + 7 * limb);
    }
    return new UniformSource(bytes, 0x8234_5678, labels);
  }

  /// Some polynomials become what the seed says, the others stay.
  private void rows(TestBed bed, int logN) {
    RnsShape shape = shape(logN);
    UniformSource source = source(shape);
    List<UniformSource.Target> targets =
        List.of(
            new UniformSource.Target(0, 2, 1),
            new UniformSource.Target(1, 0, 0),
            new UniformSource.Target(1, 1, 31));
    long[] expected = Pattern.EDGES.words(shape, seed);
    try (DeviceBuffer buffer = bed.candidate().allocate(shape)) {
      buffer.upload(expected);
      buffer.expand(source, targets);
      UniformRows rows = new UniformRows(source.seed());
      long[] row = new long[shape.degree()];
      for (UniformSource.Target target : targets) {
        for (int limb = 0; limb < shape.limbs(); limb++) {
          rows.expandInto(source.label(target, limb), shape.basis().get(limb), row);
          int at = shape.row(target.item(), target.poly(), limb) * shape.degree();
          System.arraycopy(row, 0, expected, at, row.length);
        }
      }
      Expect.sameWords("after an expansion", shape, expected, buffer.download());
      buffer.expand(source, List.of());
      Expect.sameWords("after an empty expansion", shape, expected, buffer.download());
    }
  }

  private void refused(TestBed bed, int logN) {
    RnsShape shape = shape(logN);
    UniformSource source = source(shape);
    UniformSource.Target good = new UniformSource.Target(0, 0, 0);
    DeviceBuffer buffer = bed.candidate().allocate(shape);
    try (buffer) {
      for (int[] place : new int[][] {{BATCH, 0}, {0, POLYS}, {-1, 0}}) {
        UniformSource.Target wrong = new UniformSource.Target(place[0], place[1], 0);
        Expect.thrown(
            IllegalArgumentException.class,
            "an expansion into item, polynomial " + Arrays.toString(place),
            () -> buffer.expand(source, List.of(good, wrong)));
      }
      UniformSource shorter =
          new UniformSource(source.seed(), source.stream(), source.limbs().subList(1, 3));
      Expect.thrown(
          IllegalArgumentException.class,
          "an expansion of other limbs",
          () -> buffer.expand(shorter, List.of(good)));
    }
    Expect.thrown(
        IllegalStateException.class,
        "an expansion into a closed buffer",
        () -> buffer.expand(source, List.of(good)));
  }
}
