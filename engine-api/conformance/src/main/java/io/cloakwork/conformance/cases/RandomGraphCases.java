package io.cloakwork.conformance.cases;

import io.cloakwork.conformance.ConformanceCase;
import io.cloakwork.spi.device.Reuse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Random graphs, each compiled for one run or for many, and random graphs written out by their
/// definitions.
final class RandomGraphCases {

  private static final int PLAIN = 200;
  private static final int EXPANDED = 50;

  private RandomGraphCases() {}

  static List<ConformanceCase> all(int smallLogN, long seed) {
    List<ConformanceCase> cases = new ArrayList<>();
    for (int i = 0; i < PLAIN; i++) {
      long graphSeed = seed * 1_000_003 + i;
      int logN = smallLogN + i % 3;
      cases.add(
          GraphCase.of(
                  "graph/random/seed=%d,logN=%d".formatted(graphSeed, logN),
                  logN,
                  graphSeed,
                  () -> RandomGraph.of(logN, graphSeed))
              .withAliases(i % 3 == 0 ? RandomGraph.TWINS : Map.of())
              .withReuse(i % 2 == 0 ? Reuse.MANY : Reuse.ONCE)
              .withPatterns(List.of(Pattern.EDGES, Pattern.RANDOM)));
    }
    for (int i = 0; i < EXPANDED; i++) {
      long graphSeed = seed * 1_000_003 + i;
      cases.add(
          GraphCase.of(
                  "graph/random-expanded/seed=%d,logN=%d".formatted(graphSeed, smallLogN),
                  smallLogN,
                  graphSeed,
                  () -> Expansion.of(RandomGraph.of(smallLogN, graphSeed)))
              .withOracleGraph(() -> RandomGraph.of(smallLogN, graphSeed))
              .withPatterns(List.of(Pattern.EDGES)));
    }
    return cases;
  }
}
