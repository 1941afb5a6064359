package io.cloakwork.conformance.cases;

import io.cloakwork.conformance.ConformanceCase;
import io.cloakwork.conformance.ConformanceFailure;
import io.cloakwork.conformance.TestBed;
import io.cloakwork.spi.device.Capabilities;
import io.cloakwork.spi.device.DeviceBuffer;
import io.cloakwork.spi.device.Reuse;
import io.cloakwork.spi.graph.CommandGraph;
import io.cloakwork.spi.graph.Value;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/// Runs a graph on candidate and oracle, once for every input pattern with the same executable, and
/// compares every word: outputs with the oracle's, inputs with what was uploaded. Outputs hold
/// other words before each run, so a row that is not written shows.
///
/// @param name the path of the case
/// @param logN log2 of the ring degree
/// @param graph records the graph that the candidate runs
/// @param oracleGraph records what the oracle runs: the same, or the definition of the same
/// @param reuse how the candidate is told to compile
/// @param patterns the inputs
/// @param aliases inputs that share the buffer of another input
/// @param seed of the random words
record GraphCase(
    String name,
    int logN,
    Supplier<CommandGraph> graph,
    Supplier<CommandGraph> oracleGraph,
    Reuse reuse,
    List<Pattern> patterns,
    Map<String, String> aliases,
    long seed)
    implements ConformanceCase {

  static final List<Pattern> ALL_PATTERNS = List.of(Pattern.values());
  static final List<Pattern> LARGE_PATTERNS = List.of(Pattern.RANDOM, Pattern.LARGEST);

  static GraphCase of(String name, int logN, long seed, Supplier<CommandGraph> graph) {
    return new GraphCase(name, logN, graph, graph, Reuse.MANY, ALL_PATTERNS, Map.of(), seed);
  }

  GraphCase withReuse(Reuse newReuse) {
    return new GraphCase(name, logN, graph, oracleGraph, newReuse, patterns, aliases, seed);
  }

  GraphCase withPatterns(List<Pattern> newPatterns) {
    return new GraphCase(name, logN, graph, oracleGraph, reuse, newPatterns, aliases, seed);
  }

  GraphCase withAliases(Map<String, String> newAliases) {
    return new GraphCase(name, logN, graph, oracleGraph, reuse, patterns, newAliases, seed);
  }

  GraphCase withOracleGraph(Supplier<CommandGraph> definition) {
    return new GraphCase(name, logN, graph, definition, reuse, patterns, aliases, seed);
  }

  @Override
  public Optional<String> unsupportedReason(Capabilities capabilities) {
    return Unsupported.reason(capabilities, logN, graph);
  }

  @Override
  public void run(TestBed bed) {
    CommandGraph recorded = graph.get();
    try (BoundGraph expected =
            new BoundGraph(bed.oracle(), oracleGraph.get(), Reuse.ONCE, aliases);
        BoundGraph actual = new BoundGraph(bed.candidate(), recorded, reuse, aliases)) {
      for (int round = 0; round < patterns.size(); round++) {
        fill(recorded, expected, actual, round);
        expected.run();
        actual.run();
        compare(recorded, expected, actual, round);
      }
    } catch (ConformanceFailure e) {
      throw new ConformanceFailure(e.getMessage() + " (seed " + seed + ")", e);
    }
  }

  private void fill(CommandGraph recorded, BoundGraph expected, BoundGraph actual, int round) {
    for (Value value : recorded.boundValues()) {
      // A constant keeps its words from the first run on.
      boolean skip = value.role() == Value.Role.CONSTANT && round > 0;
      DeviceBuffer buffer = actual.buffer(value.name());
      if (buffer == null || skip) {
        continue;
      }
      long[] words = before(value, round);
      buffer.upload(words);
      expected.buffer(value.name()).upload(words);
    }
  }

  /// The words of a value before a run.
  private long[] before(Value value, int round) {
    long valueSeed = seed * 31 + value.name().hashCode();
    return switch (value.role()) {
      case INPUT -> patterns.get(round).words(value.shape(), valueSeed + round);
      case CONSTANT -> Pattern.EDGES.words(value.shape(), valueSeed);
      case OUTPUT -> Pattern.RANDOM.words(value.shape(), valueSeed + 1000 + round);
      case TEMPORARY -> throw new IllegalStateException("temporaries are not bound");
    };
  }

  private void compare(CommandGraph recorded, BoundGraph expected, BoundGraph actual, int round) {
    for (Value value : recorded.boundValues()) {
      DeviceBuffer buffer = actual.buffer(value.name());
      if (buffer != null) {
        String what =
            "%s '%s' for %s inputs"
                .formatted(
                    value.role().name().toLowerCase(Locale.ROOT),
                    value,
                    patterns.get(round).name().toLowerCase(Locale.ROOT));
        Expect.sameWords(
            what, value.shape(), expected.buffer(value.name()).download(), buffer.download());
      }
    }
  }
}
