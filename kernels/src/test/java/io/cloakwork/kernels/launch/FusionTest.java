package io.cloakwork.kernels.launch;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloakwork.spi.graph.CommandGraph;
import io.cloakwork.spi.graph.Compositions;
import io.cloakwork.spi.graph.Domain;
import io.cloakwork.spi.graph.Domain.Coeff;
import io.cloakwork.spi.graph.Domain.Eval;
import io.cloakwork.spi.graph.GraphBuilder;
import io.cloakwork.spi.graph.RnsView;
import io.cloakwork.spi.graph.Scalars;
import io.cloakwork.spi.ring.ModulusChain;
import io.cloakwork.spi.ring.RnsBasis;
import java.math.BigInteger;
import java.util.List;
import org.junit.jupiter.api.Test;

class FusionTest {

  private static final ModulusChain CHAIN =
      ModulusChain.search(8, new int[] {50, 40, 40}, new int[] {50, 50});
  private static final RnsBasis Q = CHAIN.chainQ();
  private static final RnsBasis P = CHAIN.specialP();

  private static List<String> kernels(GraphBuilder graph) {
    return LaunchPlanner.plan(graph.build(), Tuning.forGpu(), (_, _, _) -> 0).launches().stream()
        .map(Launch::kernel)
        .toList();
  }

  private static RnsView<Coeff> constant(GraphBuilder graph, long x, RnsBasis basis) {
    return graph.fill(Domain.COEFF, basis, Scalars.of(BigInteger.valueOf(x), basis));
  }

  /// BaseConvert(x + 5) − 7.
  private static RnsView<Coeff> shiftedConversion(GraphBuilder graph, RnsView<Coeff> x) {
    RnsView<Coeff> converted = graph.baseConvert(graph.add(x, constant(graph, 5, x.basis())), Q);
    return graph.sub(converted, constant(graph, 7, Q));
  }

  @Test
  void aConversionTakesItsConstants() {
    GraphBuilder graph = CommandGraph.builder(8, 1);
    graph.output("out", shiftedConversion(graph, graph.input("x", Domain.COEFF, 1, P)));
    assertThat(kernels(graph)).containsExactly("scale", "base_convert", "copy");
  }

  @Test
  void aConversionTakesTheInverseTransformBeforeIt() {
    GraphBuilder graph = CommandGraph.builder(8, 1);
    RnsView<Eval> x = graph.input("x", Domain.EVAL, 1, P);
    graph.output("out", graph.ntt(shiftedConversion(graph, graph.intt(x))));
    assertThat(kernels(graph)).containsExactly("intt_blocks", "convert_blocks", "copy");
  }

  @Test
  void coefficientsThatOthersReadAreKept() {
    GraphBuilder graph = CommandGraph.builder(8, 1);
    RnsView<Coeff> x = graph.intt(graph.input("x", Domain.EVAL, 1, P));
    graph.output("coefficients", x);
    graph.output("out", shiftedConversion(graph, x));
    assertThat(kernels(graph))
        .containsExactly("intt_blocks", "copy", "scale", "base_convert", "copy");
  }

  @Test
  void aDivisionWrittenOutIsADivision() {
    GraphBuilder written = CommandGraph.builder(8, 1);
    RnsView<Eval> in = written.input("in", Domain.EVAL, 2, Q.concat(P));
    written.output("out", Compositions.modDown(written, in, P.size()));
    GraphBuilder fused = CommandGraph.builder(8, 1);
    fused.output("out", fused.modDown(fused.input("in", Domain.EVAL, 2, Q.concat(P)), P.size()));
    assertThat(kernels(written)).isEqualTo(kernels(fused));
  }

  @Test
  void whatNobodyReadsIsLeftOut() {
    GraphBuilder graph = CommandGraph.builder(8, 1);
    RnsView<Eval> x = graph.input("x", Domain.EVAL, 1, Q);
    graph.mul(graph.mul(x, x), x);
    graph.output("out", graph.neg(x));
    assertThat(kernels(graph)).containsExactly("neg", "copy");
  }
}
