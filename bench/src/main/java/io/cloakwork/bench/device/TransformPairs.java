package io.cloakwork.bench.device;

import io.cloakwork.spi.graph.CommandGraph;
import io.cloakwork.spi.graph.Domain;
import io.cloakwork.spi.graph.Domain.Coeff;
import io.cloakwork.spi.graph.GraphBuilder;
import io.cloakwork.spi.graph.RnsView;
import io.cloakwork.spi.ring.RnsBasis;

/// Programs that do nothing but transform rows, there and back again and again.
public final class TransformPairs {

  private TransformPairs() {}

  /// x ← Intt(Ntt(x)), so many times.
  ///
  /// @param items polynomials that are transformed side by side
  /// @param pairs 1 or more
  public static CommandGraph graph(int logN, int items, RnsBasis limbs, int pairs) {
    GraphBuilder graph = CommandGraph.builder(logN, items);
    RnsView<Coeff> x = graph.input("in", Domain.COEFF, 1, limbs);
    for (int i = 1; i < pairs; i++) {
      x = graph.intt(graph.ntt(x));
    }
    graph.inttInto(graph.ntt(x), graph.output("out", Domain.COEFF, 1, limbs));
    return graph.build();
  }
}
