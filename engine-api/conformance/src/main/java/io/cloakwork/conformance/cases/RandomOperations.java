package io.cloakwork.conformance.cases;

import io.cloakwork.conformance.TestBed;
import io.cloakwork.spi.device.Capabilities;
import io.cloakwork.spi.device.Reuse;
import io.cloakwork.spi.graph.CommandGraph;
import io.cloakwork.spi.graph.RnsOp;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/// Random graphs on candidate and oracle, word for word, until so many operations have been
/// compared: every kind of operation over prime sets of both lanes, degrees 2^4 to 2^12, batches of
/// one to three, views of parts of values, inputs that share a buffer, executables for one run and
/// for several.
public final class RandomOperations {

  private static final int MIN_LOG_N = 4;
  private static final int MAX_LOG_N = 12;

  // The next degree is drawn this much less often, so that the time is not all spent on the last.
  private static final double RARER = 0.6;

  private static final List<Pattern> PATTERNS =
      List.of(Pattern.RANDOM, Pattern.EDGES, Pattern.LARGEST);

  private final TestBed bed;
  private final Random random;
  private final Map<String, Long> byOperation = new TreeMap<>();
  private final Map<Integer, Long> byLogN = new TreeMap<>();

  private RandomOperations(TestBed bed, long seed) {
    this.bed = bed;
    this.random = new Random(seed);
  }

  /// What has been compared. A command of a graph counts once, however many items, rows and runs it
  /// had.
  ///
  /// @param byOperation commands by the name of their operation
  /// @param byLogN commands by log2 of the ring degree
  public record Tally(Map<String, Long> byOperation, Map<Integer, Long> byLogN) {

    /// All commands.
    public long operations() {
      return byOperation.values().stream().mapToLong(Long::longValue).sum();
    }
  }

  /// Compares at least `operations` commands; the same seed gives the same graphs and words.
  ///
  /// @throws io.cloakwork.conformance.ConformanceFailure at the first word that differs, with the
  ///   seed of its graph
  public static Tally compare(TestBed bed, long seed, long operations) {
    RandomOperations run = new RandomOperations(bed, seed);
    for (long done = 0; done < operations; ) {
      done += run.compareNext();
    }
    return new Tally(run.byOperation, run.byLogN);
  }

  /// Compares one graph; returns how many commands it has.
  private int compareNext() {
    int logN = anyLogN();
    long graphSeed = random.nextLong();
    CommandGraph graph = RandomGraph.of(logN, graphSeed);
    boolean once = random.nextBoolean();
    Pattern first = PATTERNS.get(random.nextInt(PATTERNS.size()));
    GraphCase.of(
            "graph/random/seed=%d,logN=%d".formatted(graphSeed, logN), logN, graphSeed, () -> graph)
        .withReuse(once ? Reuse.ONCE : Reuse.MANY)
        .withPatterns(once ? List.of(first) : List.of(first, Pattern.RANDOM))
        .withAliases(random.nextInt(3) == 0 ? RandomGraph.TWINS : Map.of())
        .run(bed);
    for (RnsOp command : graph.commands()) {
      byOperation.merge(command.name(), 1L, Long::sum);
    }
    byLogN.merge(logN, (long) graph.commands().size(), Long::sum);
    return graph.commands().size();
  }

  private int anyLogN() {
    Capabilities capabilities = bed.provider().capabilities();
    int from = Math.max(MIN_LOG_N, capabilities.minLogN());
    int to = Math.min(MAX_LOG_N, capabilities.maxLogN());
    int logN = from;
    while (random.nextDouble() < RARER) {
      logN++;
    }
    return logN <= to ? logN : from + random.nextInt(to - from + 1);
  }
}
