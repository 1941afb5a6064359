package io.cloakwork.backend.cpu.kernel;

import io.cloakwork.spi.graph.Domain;
import io.cloakwork.spi.ring.GaloisElement;
import io.cloakwork.spi.ring.Modulus;
import io.cloakwork.spi.ring.Primes;
import io.cloakwork.spi.ring.RnsBasis;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;

/// Nanoseconds a row, by hand: the fastest and the median of many short rounds, on one thread. Run
/// from the command line, best pinned to one core; arguments: prime bits, then the vector mode.
final class KernelTimings {

  private static final int ROUNDS = 41;
  private static final long ROUND_NANOS = 4_000_000;
  private static final int TERMS = 8;

  /// Where the first row starts and how far apart rows are beyond N: -Dfirst=6 aligns rows to cache
  /// lines where the array starts a page; -Dgap=24 keeps them out of one another's cache sets.
  private static final int FIRST = Integer.getInteger("first", 0);

  private static final int GAP = Integer.getInteger("gap", 0);

  private KernelTimings() {}

  static void main(String[] arguments) throws InterruptedException {
    int bits = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 50;
    VectorMode mode = arguments.length > 1 ? VectorMode.valueOf(arguments[1]) : VectorMode.AUTO;
    try (KernelTable table = KernelTable.create(mode)) {
      boolean fastLane = bits <= Modulus.FAST_LANE_BITS;
      table.kernels(4, Primes.largestBelow(bits, 4, 1, Set.of()).getFirst());
      table.warmUp();
      long start = System.nanoTime();
      table.readiness().awaitSettled(fastLane, Duration.ofMinutes(2));
      System.out.printf("warm-up %.1f s%n", (System.nanoTime() - start) / 1e9);
      System.out.println(table.support() + ", primes of " + bits + " bits");
      System.out.println("pending: " + table.readiness().pending(fastLane));
      System.out.printf(
          "%6s %15s %15s %15s %15s %15s %15s %15s %15s%n",
          "N", "ntt", "intt", "mul", "add", "inner8", "gather8", "permute", "load");
      for (int logN = 12; logN <= 16; logN++) {
        row(table, logN, bits);
      }
    }
  }

  private static void row(KernelTable table, int logN, int bits) {
    int n = 1 << logN;
    RnsBasis basis = new RnsBasis(Primes.largestBelow(bits, logN, TERMS + 1, Set.of()));
    Modulus q = basis.get(TERMS);
    RnsBasis from = basis.range(0, TERMS);
    LimbKernels k = table.kernels(logN, q);
    int stride = n + GAP;
    int length = FIRST + (2 * TERMS + 1) * stride;
    Rows rows = Rows.allocate(length, length);
    long[] staging = new long[LimbKernels.STAGING_WORDS];
    var words =
        java.lang.foreign.MemorySegment.ofArray(new Random(1).longs(n, 0, q.value()).toArray());
    Rows[] all = new Rows[TERMS];
    Arrays.fill(all, rows);
    int[] a = new int[TERMS];
    int[] b = new int[TERMS];
    for (int d = 0; d < TERMS; d++) {
      a[d] = FIRST + d * stride;
      b[d] = FIRST + (TERMS + d) * stride;
      k.load(words, 0, Domain.EVAL, rows, a[d], staging);
      k.load(words, 0, Domain.EVAL, rows, b[d], staging);
    }
    int out = FIRST + 2 * TERMS * stride;
    GatherWeights weights = k.conversionWeights(from, 0);
    for (int d = 0; d < TERMS; d++) {
      k.scaleToCanonical(rows, b[d], 0, 1, rows, b[d]);
    }
    Permutation p = table.permutation(GaloisElement.rotation(logN, 5, 3), Domain.EVAL);
    List<Runnable> kernels =
        List.of(
            () -> k.forward(rows, FIRST, rows, FIRST),
            () -> k.inverse(rows, FIRST, rows, FIRST),
            () -> k.mul(rows, a[0], rows, a[1], rows, out),
            () -> k.add(rows, a[0], rows, a[1], rows, out),
            () -> k.innerProduct(all, a, all, b, TERMS, rows, out),
            () -> k.gather(all, b, weights, 0, n, rows, out),
            () -> k.permute(rows, a[0], p, rows, out),
            () -> k.load(words, 0, Domain.EVAL, rows, out, staging));
    StringBuilder line = new StringBuilder("%6d".formatted(n));
    for (Runnable kernel : kernels) {
      double[] rounds = rounds(kernel);
      line.append(String.format(Locale.ROOT, " %7.0f/%7.0f", rounds[0], rounds[rounds.length / 2]));
    }
    System.out.println(line);
  }

  /// The time a call by round, sorted.
  private static double[] rounds(Runnable kernel) {
    int calls = 1;
    long nanos = time(kernel, calls);
    for (; nanos < ROUND_NANOS; nanos = time(kernel, calls)) {
      calls *= 2;
    }
    double[] rounds = new double[ROUNDS];
    for (int i = 0; i < ROUNDS; i++) {
      rounds[i] = (double) time(kernel, calls) / calls;
    }
    Arrays.sort(rounds);
    return rounds;
  }

  private static long time(Runnable kernel, int calls) {
    long start = System.nanoTime();
    for (int i = 0; i < calls; i++) {
      kernel.run();
    }
    return System.nanoTime() - start;
  }
}
