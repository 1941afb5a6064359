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
import io.cloakwork.spi.ring.GaloisElement;
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

  /// A digit of P's limbs, with its own limbs copied.
  private static RnsView<Eval> raised(GraphBuilder graph, RnsView<Eval> x) {
    RnsView<Eval> digit = graph.temporary(Domain.EVAL, 1, Q.concat(P));
    graph.copyInto(x, digit.restrict(P));
    graph.nttInto(shiftedConversion(graph, graph.intt(x)), digit.restrict(Q));
    return digit;
  }

  @Test
  void digitsOfOnePolynomialAreRaisedTogether() {
    GraphBuilder graph = CommandGraph.builder(8, 1);
    RnsView<Coeff> x = graph.intt(graph.input("x", Domain.EVAL, 1, Q));
    RnsView<Eval> first = graph.ntt(graph.baseConvert(x.limbRange(0, 2), P));
    RnsView<Eval> second = graph.ntt(graph.baseConvert(x.limbRange(2, 3), P));
    graph.output("out", graph.mul(first, second));
    assertThat(kernels(graph)).containsExactly("intt_blocks", "convert_blocks", "mul", "copy");
  }

  @Test
  void limbsThatTwoConversionsReadAreTransformedOnce() {
    GraphBuilder graph = CommandGraph.builder(8, 1);
    RnsView<Coeff> x = graph.intt(graph.input("x", Domain.EVAL, 1, Q));
    RnsView<Eval> first = graph.ntt(graph.baseConvert(x.limbRange(0, 2), P));
    RnsView<Eval> second = graph.ntt(graph.baseConvert(x.limbRange(1, 3), P));
    graph.output("out", graph.mul(first, second));
    assertThat(kernels(graph))
        .containsExactly(
            "intt_blocks", "scale", "convert_blocks", "scale", "convert_blocks", "mul", "copy");
  }

  @Test
  void aDigitsOwnLimbsAreNotCopiedForAnInnerProduct() {
    GraphBuilder graph = CommandGraph.builder(8, 1);
    RnsView<Eval> digit = raised(graph, graph.input("x", Domain.EVAL, 1, P));
    RnsView<Eval> key = graph.sharedInput("key", Domain.EVAL, 2, Q.concat(P));
    graph.innerProductInto(
        List.of(digit), List.of(key), graph.output("out", Domain.EVAL, 2, Q.concat(P)));
    assertThat(kernels(graph)).containsExactly("intt_blocks", "convert_blocks", "inner_product");
  }

  @Test
  void aDigitThatOthersReadIsWhole() {
    GraphBuilder graph = CommandGraph.builder(8, 1);
    RnsView<Eval> digit = raised(graph, graph.input("x", Domain.EVAL, 1, P));
    RnsView<Eval> key = graph.sharedInput("key", Domain.EVAL, 2, Q.concat(P));
    graph.innerProductInto(
        List.of(digit), List.of(key), graph.output("out", Domain.EVAL, 2, Q.concat(P)));
    graph.output("digit", digit);
    assertThat(kernels(graph))
        .containsExactly("copy", "intt_blocks", "convert_blocks", "inner_product", "copy");
  }

  @Test
  void aProductStartsFromWhatIsAddedToIt() {
    GraphBuilder graph = CommandGraph.builder(8, 1);
    RnsView<Eval> x = graph.input("x", Domain.EVAL, 2, Q);
    RnsView<Eval> product = graph.innerProduct(List.of(x, x), List.of(x, x));
    RnsView<Eval> scaled = graph.mulScalar(x, Scalars.of(BigInteger.TEN, Q));
    graph.addInto(scaled, product, graph.output("out", Domain.EVAL, 2, Q));
    assertThat(kernels(graph)).containsExactly("inner_product");
  }

  /// φ(x + c), φ(y) of the quotients x and y.
  @Test
  void aDivisionEndsWithSumsAndAutomorphisms() {
    GraphBuilder graph = CommandGraph.builder(8, 1);
    RnsView<Eval> quotients =
        graph.modDown(graph.input("in", Domain.EVAL, 2, Q.concat(P)), P.size());
    RnsView<Eval> c = graph.input("c", Domain.EVAL, 1, Q);
    RnsView<Eval> out = graph.output("out", Domain.EVAL, 2, Q);
    GaloisElement element = GaloisElement.rotation(8, 5, 3);
    graph.automorphismInto(graph.add(c, quotients.poly(0)), element, out.poly(0));
    graph.automorphismInto(quotients.poly(1), element, out.poly(1));
    assertThat(kernels(graph))
        .containsExactly("intt_blocks", "convert_divide_blocks", "convert_divide_blocks");
  }

  @Test
  void quotientsThatOthersReadAreWritten() {
    GraphBuilder graph = CommandGraph.builder(8, 1);
    RnsView<Eval> quotients =
        graph.modDown(graph.input("in", Domain.EVAL, 2, Q.concat(P)), P.size());
    RnsView<Eval> c = graph.input("c", Domain.EVAL, 1, Q);
    graph.output("sum", graph.add(c, quotients));
    graph.output("product", graph.mul(c, quotients));
    assertThat(kernels(graph))
        .containsExactly("intt_blocks", "convert_divide_blocks", "add", "copy", "mul", "copy");
  }

  @Test
  void aProductOfCiphertextsIsOneLaunch() {
    GraphBuilder graph = CommandGraph.builder(8, 1);
    RnsView<Eval> a = graph.input("a", Domain.EVAL, 2, Q);
    RnsView<Eval> b = graph.input("b", Domain.EVAL, 2, Q);
    RnsView<Eval> out = graph.output("out", Domain.EVAL, 3, Q);
    graph.mulInto(a.poly(0), b.poly(0), out.poly(0));
    graph.innerProductInto(
        List.of(a.poly(0), a.poly(1)), List.of(b.poly(1), b.poly(0)), out.poly(1));
    graph.mulInto(a.poly(1), b.poly(1), out.poly(2));
    assertThat(kernels(graph)).containsExactly("tensor");
  }

  @Test
  void aSquareOfACiphertextIsOneLaunch() {
    GraphBuilder graph = CommandGraph.builder(8, 1);
    RnsView<Eval> a = graph.input("a", Domain.EVAL, 2, Q);
    RnsView<Eval> out = graph.output("out", Domain.EVAL, 3, Q);
    graph.mulInto(a.poly(0), a.poly(0), out.poly(0));
    RnsView<Eval> cross = graph.mul(a.poly(0), a.poly(1));
    graph.addInto(cross, cross, out.poly(1));
    graph.mulInto(a.poly(1), a.poly(1), out.poly(2));
    assertThat(kernels(graph)).containsExactly("tensor");
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
