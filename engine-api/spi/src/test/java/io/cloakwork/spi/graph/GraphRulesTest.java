package io.cloakwork.spi.graph;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloakwork.spi.graph.Domain.Coeff;
import io.cloakwork.spi.graph.Domain.Eval;
import io.cloakwork.spi.ring.GaloisElement;
import io.cloakwork.spi.ring.Modulus;
import io.cloakwork.spi.ring.RnsBasis;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/// Every refusal of shapes, operands and views, with its whole message.
class GraphRulesTest {

  private static final RnsBasis BASIS =
      RnsBasis.of(Modulus.of(97), Modulus.of(193), Modulus.of(257));

  private final GraphBuilder graph = CommandGraph.builder(4, 2);
  private final RnsView<Eval> eval = graph.input("x", Domain.EVAL, 2, BASIS);
  private final RnsView<Coeff> coeff = graph.input("c", Domain.COEFF, 2, BASIS);
  private final RnsView<Eval> one = graph.input("one", Domain.EVAL, 1, BASIS);
  private final RnsView<Eval> out = graph.output("out", Domain.EVAL, 2, BASIS);

  private static void assertRefused(String message, ThrowingCallable call) {
    assertThatThrownBy(call).isInstanceOf(GraphException.class).hasMessage(message);
  }

  @Test
  void shapes() {
    assertRefused("logN 3 is not in [4, 17]", () -> new RnsShape(Domain.EVAL, 3, 1, 1, BASIS));
    assertRefused("logN 18 is not in [4, 17]", () -> new RnsShape(Domain.EVAL, 18, 1, 1, BASIS));
    assertRefused(
        "batch 0 and polynomials 1 must be positive",
        () -> new RnsShape(Domain.EVAL, 4, 0, 1, BASIS));
    assertRefused(
        "batch 1 and polynomials 0 must be positive",
        () -> new RnsShape(Domain.EVAL, 4, 1, 0, BASIS));
    assertRefused("modulus 97 is not 1 mod 2^6", () -> new RnsShape(Domain.EVAL, 5, 1, 1, BASIS));
  }

  @Test
  void views() {
    assertRefused("polynomials [1, 3) are not in the 2 of x", () -> eval.polys(1, 2));
    assertRefused("polynomials [-1, 0) are not in the 2 of x", () -> eval.poly(-1));
    assertRefused("polynomials [0, 0) are not in the 2 of x", () -> eval.polys(0, 0));
    assertRefused("limbs [1, 4) are not in the 3 of x", () -> eval.limbRange(1, 4));
    assertRefused("limbs [2, 2) are not in the 3 of x", () -> eval.limbRange(2, 2));
    assertRefused(
        "prime 193 is not a limb of x", () -> eval.limbRange(0, 1).restrict(BASIS.range(1, 2)));
  }

  @Test
  void operandsOfOneCommand() {
    RnsView<Eval> small =
        CommandGraph.builder(5, 2)
            .input("small", Domain.EVAL, 2, RnsBasis.of(Modulus.of(193), Modulus.of(257)));
    assertRefused(
        "Neg: small is of degree 2^5, out of degree 2^4", () -> graph.negInto(small, out));
    RnsView<Eval> three = CommandGraph.builder(4, 3).input("three", Domain.EVAL, 2, BASIS);
    assertRefused("Add: three has a batch of 3, out of 2", () -> graph.addInto(eval, three, out));
    assertRefused(
        "Mul: x has 2 polynomials, out[0..1][0, 1, 2] has 1",
        () -> graph.mulInto(one, eval, out.poly(0)));
    assertRefused("Copy reads and writes out", () -> graph.copyInto(out.poly(0), out.poly(1)));
    assertRefused(
        "Sub: the limbs [97, 193] of x[0..2][0, 1] are not the limbs [97, 193, 257] of out",
        () -> graph.subInto(eval.limbRange(0, 2), one, out));
    assertRefused(
        "Ntt: the limbs [257, 97] of c[0..2][2, 0] are not the limbs [97, 257] of out[0..2][0, 2]",
        () -> graph.nttInto(coeff.restrict(BASIS.select(2, 0)), out.restrict(BASIS.select(0, 2))));
  }

  @Test
  @SuppressWarnings("unchecked")
  void domainsThatTheTypesCouldNotSee() {
    RnsView<Eval> disguised = (RnsView<Eval>) (RnsView<?>) coeff;
    assertRefused("Mul: c is in COEFF, out in EVAL", () -> graph.mulInto(disguised, eval, out));
  }

  @Test
  void automorphisms() {
    assertRefused(
        "Automorphism: X^3 is of degree 2^5, the operand of degree 2^4",
        () -> graph.automorphismInto(eval, new GaloisElement(5, 3), out));
  }

  @Test
  void scalars() {
    assertRefused(
        "MulScalar: 2 scalars for 3 limbs of out",
        () -> graph.mulScalarInto(eval, Scalars.ofResidues(1, 2), out));
    assertRefused(
        "MulScalar: scalar 193 of limb 1 is not in [0, 193)",
        () -> graph.mulScalarInto(eval, Scalars.ofResidues(1, 193, 2), out));
    assertRefused(
        "Fill: scalar -1 of limb 0 is not in [0, 97)",
        () -> graph.fillInto(Scalars.ofResidues(-1, 0, 2), out));
  }

  @Test
  void conversions() {
    RnsView<Coeff> target = graph.temporary(Domain.COEFF, 2, BASIS.range(1, 3));
    assertRefused(
        "BaseConvert: prime 193 is in both c[0..2][0, 1] and t4",
        () -> graph.baseConvertInto(coeff.limbRange(0, 2), target));
  }

  @Test
  void divisions() {
    assertRefused(
        "ModDown: the limbs [97, 193, 257] of x are not the limbs [97, 193, 257] of out and a divisor",
        () -> graph.modDownInto(eval, out));
    assertRefused(
        "ModDown: the limbs [97, 193, 257] of x are not the limbs [193] of out[0..2][1] and a divisor",
        () -> graph.modDownInto(eval, out.limbRange(1, 2)));
    assertRefused(
        "Rescale drops one limb, not 2 of 3", () -> graph.rescaleInto(eval, out.limbRange(0, 1)));
  }

  @Test
  void innerProducts() {
    assertRefused(
        "InnerProduct of 0 and 0 operands: the numbers must be equal, not zero",
        () -> graph.innerProductInto(List.of(), List.of(), out));
    assertRefused(
        "InnerProduct of 2 and 1 operands: the numbers must be equal, not zero",
        () -> graph.innerProductInto(List.of(eval, eval), List.of(one), out));
  }

  @Test
  void linearCombinations() {
    ScalarMatrix matrix = ScalarMatrix.dense(new long[][] {{1, 2}});
    assertRefused(
        "LinearCombination: the polynomials of x and out, 2 and 2, are not the same multiple of the 2 columns and 1 rows of the matrix",
        () -> graph.linearCombinationInto(eval, matrix, List.of(), out));
    assertRefused(
        "LinearCombination: the polynomials of one and out[0..1][0, 1, 2], 1 and 1, are not the same multiple of the 2 columns and 1 rows of the matrix",
        () -> graph.linearCombinationInto(one, matrix, List.of(), out.poly(0)));
    assertRefused(
        "LinearCombination: 2 offsets for 1 rows",
        () ->
            graph.linearCombinationInto(
                eval,
                matrix,
                List.of(Scalars.ofResidues(1, 2, 3), Scalars.ofResidues(1, 2, 3)),
                out.poly(0)));
    assertRefused(
        "LinearCombination: scalar 97 of limb 0 is not in [0, 97)",
        () ->
            graph.linearCombinationInto(
                eval, matrix, List.of(Scalars.ofResidues(97, 0, 0)), out.poly(0)));
    assertRefused(
        "LinearCombination: the limbs [97, 193] of x[0..2][0, 1] are not the limbs [97, 193, 257] of out[0..1][0, 1, 2]",
        () -> graph.linearCombinationInto(eval.limbRange(0, 2), matrix, List.of(), out.poly(0)));
    assertRefused(
        "LinearCombination reads and writes out",
        () ->
            graph.linearCombinationInto(
                out.poly(0), ScalarMatrix.dense(new long[][] {{3}}), List.of(), out.poly(1)));
  }
}
