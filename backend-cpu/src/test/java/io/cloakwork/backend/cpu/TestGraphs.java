package io.cloakwork.backend.cpu;

import io.cloakwork.spi.graph.CommandGraph;
import io.cloakwork.spi.graph.Domain;
import io.cloakwork.spi.graph.Domain.Coeff;
import io.cloakwork.spi.graph.Domain.Eval;
import io.cloakwork.spi.graph.GraphBuilder;
import io.cloakwork.spi.graph.RnsView;
import io.cloakwork.spi.ring.GaloisElement;
import io.cloakwork.spi.ring.ModulusChain;
import io.cloakwork.spi.ring.RnsBasis;
import java.util.ArrayList;
import java.util.List;

/// Graphs of the shapes that the scheme records: hybrid key switching and what stands on it.
public final class TestGraphs {

  private TestGraphs() {}

  /// A small chain: `q` primes of 40 bits after one of 50, `p` special ones of 50.
  public static ModulusChain chain(int logN, int q, int p) {
    int[] qBits = new int[q];
    java.util.Arrays.fill(qBits, 40);
    qBits[0] = 50;
    int[] pBits = new int[p];
    java.util.Arrays.fill(pBits, 50);
    return ModulusChain.search(logN, qBits, pBits);
  }

  /// rotate: ciphertext "ct" and shared key "key0".. to "out".
  public static CommandGraph rotate(ModulusChain chain, int dnum, int batch) {
    GraphBuilder graph = CommandGraph.builder(chain.logN(), batch);
    RnsView<Eval> ct = graph.input("ct", Domain.EVAL, 2, chain.chainQ());
    RnsView<Eval> switched = keySwitch(graph, chain, ct.poly(1), dnum);
    GaloisElement element = GaloisElement.rotation(chain.logN(), 5, 1);
    RnsView<Eval> sum = graph.add(ct.poly(0), switched.poly(0));
    RnsView<Eval> out = graph.output("out", Domain.EVAL, 2, chain.chainQ());
    graph.automorphismInto(sum, element, out.poly(0));
    graph.automorphismInto(switched.poly(1), element, out.poly(1));
    return graph.build();
  }

  /// `count` rotations of "ct" that share its digits, with keys "0.key0", …, to "out0", ….
  public static CommandGraph rotateHoisted(ModulusChain chain, int dnum, int count) {
    GraphBuilder graph = CommandGraph.builder(chain.logN(), 1);
    RnsView<Eval> ct = graph.input("ct", Domain.EVAL, 2, chain.chainQ());
    List<RnsView<Eval>> digits = decompose(graph, chain, ct.poly(1), dnum);
    for (int r = 0; r < count; r++) {
      RnsView<Eval> switched = multiplyWithKey(graph, chain, digits, r + ".");
      GaloisElement element = GaloisElement.rotation(chain.logN(), 5, r + 1);
      RnsView<Eval> sum = graph.add(ct.poly(0), switched.poly(0));
      RnsView<Eval> out = graph.output("out" + r, Domain.EVAL, 2, chain.chainQ());
      graph.automorphismInto(sum, element, out.poly(0));
      graph.automorphismInto(switched.poly(1), element, out.poly(1));
    }
    return graph.build();
  }

  /// "a" · "b" to "out" of three polynomials.
  public static CommandGraph product(ModulusChain chain) {
    GraphBuilder graph = CommandGraph.builder(chain.logN(), 1);
    RnsView<Eval> a = graph.input("a", Domain.EVAL, 2, chain.chainQ());
    RnsView<Eval> b = graph.input("b", Domain.EVAL, 2, chain.chainQ());
    RnsView<Eval> out = graph.output("out", Domain.EVAL, 3, chain.chainQ());
    graph.mulInto(a.poly(0), b.poly(0), out.poly(0));
    graph.innerProductInto(
        List.of(a.poly(0), a.poly(1)), List.of(b.poly(1), b.poly(0)), out.poly(1));
    graph.mulInto(a.poly(1), b.poly(1), out.poly(2));
    return graph.build();
  }

  /// "a" times the plaintext "p" to "out".
  public static CommandGraph plainProduct(ModulusChain chain) {
    GraphBuilder graph = CommandGraph.builder(chain.logN(), 1);
    RnsView<Eval> a = graph.input("a", Domain.EVAL, 2, chain.chainQ());
    RnsView<Eval> p = graph.input("p", Domain.EVAL, 1, chain.chainQ());
    graph.mulInto(a, p, graph.output("out", Domain.EVAL, 2, chain.chainQ()));
    return graph.build();
  }

  /// "a" down one level to "out".
  public static CommandGraph rescale(ModulusChain chain) {
    GraphBuilder graph = CommandGraph.builder(chain.logN(), 1);
    RnsView<Eval> a = graph.input("a", Domain.EVAL, 2, chain.chainQ());
    RnsBasis kept = chain.atLevel(chain.maxLevel() - 1);
    graph.rescaleInto(a, graph.output("out", Domain.EVAL, 2, kept));
    return graph.build();
  }

  /// multiply, relinearise, rescale: "a" · "b" to "out", one limb fewer.
  public static CommandGraph multiply(ModulusChain chain, int dnum, int batch) {
    GraphBuilder graph = CommandGraph.builder(chain.logN(), batch);
    RnsView<Eval> a = graph.input("a", Domain.EVAL, 2, chain.chainQ());
    RnsView<Eval> b = graph.input("b", Domain.EVAL, 2, chain.chainQ());
    RnsView<Eval> d0 = graph.mul(a.poly(0), b.poly(0));
    RnsView<Eval> d1 = graph.mulAdd(a.poly(0), b.poly(1), graph.mul(a.poly(1), b.poly(0)));
    RnsView<Eval> d2 = graph.mul(a.poly(1), b.poly(1));
    RnsView<Eval> switched = keySwitch(graph, chain, d2, dnum);
    RnsView<Eval> relinearized = graph.temporary(Domain.EVAL, 2, chain.chainQ());
    graph.addInto(d0, switched.poly(0), relinearized.poly(0));
    graph.addInto(d1, switched.poly(1), relinearized.poly(1));
    RnsBasis kept = chain.atLevel(chain.maxLevel() - 1);
    graph.rescaleInto(relinearized, graph.output("out", Domain.EVAL, 2, kept));
    return graph.build();
  }

  /// The two polynomials that stand for `c`·s': digits, inner products with the shared keys "key0",
  /// "key1", …, division by P.
  public static RnsView<Eval> keySwitch(
      GraphBuilder graph, ModulusChain chain, RnsView<Eval> c, int dnum) {
    return multiplyWithKey(graph, chain, decompose(graph, chain, c, dnum), "");
  }

  /// The digits of `c` over all limbs.
  private static List<RnsView<Eval>> decompose(
      GraphBuilder graph, ModulusChain chain, RnsView<Eval> c, int dnum) {
    RnsBasis extended = chain.chainQ().concat(chain.specialP());
    int limbs = chain.chainQ().size();
    int alpha = (limbs + dnum - 1) / dnum;
    RnsView<Coeff> coefficients = graph.intt(c);
    List<RnsView<Eval>> digits = new ArrayList<>();
    for (int d = 0; d * alpha < limbs; d++) {
      RnsBasis own = chain.chainQ().range(d * alpha, Math.min(limbs, (d + 1) * alpha));
      RnsBasis others =
          new RnsBasis(
              extended.moduli().stream().filter(modulus -> own.indexOf(modulus) < 0).toList());
      RnsView<Eval> digit = graph.temporary(Domain.EVAL, 1, extended);
      graph.copyInto(c.restrict(own), digit.restrict(own));
      graph.nttInto(graph.baseConvert(coefficients.restrict(own), others), digit.restrict(others));
      digits.add(digit);
    }
    return digits;
  }

  /// The two polynomials that the digits switch to, with the shared keys `prefix`"key0", ….
  private static RnsView<Eval> multiplyWithKey(
      GraphBuilder graph, ModulusChain chain, List<RnsView<Eval>> digits, String prefix) {
    RnsBasis extended = chain.chainQ().concat(chain.specialP());
    List<RnsView<Eval>> keys = new ArrayList<>();
    for (int d = 0; d < digits.size(); d++) {
      keys.add(graph.sharedInput(prefix + "key" + d, Domain.EVAL, 2, extended));
    }
    return graph.modDown(graph.innerProduct(digits, keys), chain.specialP().size());
  }
}
