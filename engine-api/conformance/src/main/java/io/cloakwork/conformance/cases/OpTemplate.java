package io.cloakwork.conformance.cases;

import io.cloakwork.spi.graph.Domain;
import io.cloakwork.spi.graph.Domain.Eval;
import io.cloakwork.spi.graph.RnsView;
import io.cloakwork.spi.graph.ScalarMatrix;
import io.cloakwork.spi.graph.Scalars;
import io.cloakwork.spi.ring.GaloisElement;
import io.cloakwork.spi.ring.Modulus;
import io.cloakwork.spi.ring.RnsBasis;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;

/// One operation, recorded with whatever operands a case wants.
///
/// @param name the operation and its variant, as in case names
/// @param operands how many operands may have styles of their own
/// @param recorder records the operation
record OpTemplate(String name, int operands, Recorder recorder) {

  interface Recorder {
    void record(OperandFactory factory, OpShape shape);
  }

  /// Every operation, in every variant that takes other code in a backend.
  static List<OpTemplate> all() {
    List<OpTemplate> all = new ArrayList<>();
    all.addAll(transforms());
    all.addAll(elementWise("eval", Domain.EVAL));
    all.addAll(elementWise("coeff", Domain.COEFF));
    all.addAll(products());
    all.addAll(conversions());
    return all;
  }

  private static List<OpTemplate> transforms() {
    return List.of(
        new OpTemplate(
            "ntt",
            1,
            (f, s) ->
                f.graph()
                    .nttInto(f.operand(Domain.COEFF, s.basis()), f.result(Domain.EVAL, s.basis()))),
        new OpTemplate(
            "intt",
            1,
            (f, s) ->
                f.graph()
                    .inttInto(
                        f.operand(Domain.EVAL, s.basis()), f.result(Domain.COEFF, s.basis()))));
  }

  private static <D extends Domain> List<OpTemplate> elementWise(String suffix, D domain) {
    List<OpTemplate> all = new ArrayList<>();
    all.add(
        new OpTemplate(
            "add-" + suffix,
            2,
            (f, s) ->
                f.graph()
                    .addInto(
                        f.operand(domain, s.basis()),
                        f.operand(domain, s.basis()),
                        f.result(domain, s.basis()))));
    all.add(
        new OpTemplate(
            "sub-" + suffix,
            2,
            (f, s) ->
                f.graph()
                    .subInto(
                        f.operand(domain, s.basis()),
                        f.operand(domain, s.basis()),
                        f.result(domain, s.basis()))));
    all.add(
        new OpTemplate(
            "neg-" + suffix,
            1,
            (f, s) ->
                f.graph().negInto(f.operand(domain, s.basis()), f.result(domain, s.basis()))));
    all.add(
        new OpTemplate(
            "copy-" + suffix,
            1,
            (f, s) ->
                f.graph().copyInto(f.operand(domain, s.basis()), f.result(domain, s.basis()))));
    all.add(
        new OpTemplate(
            "fill-" + suffix,
            0,
            (f, s) -> f.graph().fillInto(mixed(s.basis()), f.result(domain, s.basis()))));
    all.add(mulScalar("mul-scalar-" + suffix, domain, OpTemplate::mixed));
    all.add(
        mulScalar(
            "mul-scalar-largest-" + suffix, domain, basis -> each(basis, q -> q.value() - 1)));
    all.add(mulScalar("mul-scalar-zero-" + suffix, domain, basis -> each(basis, _ -> 0)));
    all.add(automorphism("automorphism-rotate-left-" + suffix, domain, 1));
    all.add(automorphism("automorphism-rotate-right-" + suffix, domain, -3));
    all.add(
        new OpTemplate(
            "automorphism-conjugate-" + suffix,
            1,
            (f, s) ->
                f.graph()
                    .automorphismInto(
                        f.operand(domain, s.basis()),
                        GaloisElement.conjugation(s.logN()),
                        f.result(domain, s.basis()))));
    return all;
  }

  private interface ScalarChoice {
    Scalars of(RnsBasis basis);
  }

  private static <D extends Domain> OpTemplate mulScalar(
      String name, D domain, ScalarChoice scalars) {
    return new OpTemplate(
        name,
        1,
        (f, s) ->
            f.graph()
                .mulScalarInto(
                    f.operand(domain, s.basis()),
                    scalars.of(s.basis()),
                    f.result(domain, s.basis())));
  }

  private static <D extends Domain> OpTemplate automorphism(String name, D domain, int steps) {
    return new OpTemplate(
        name,
        1,
        (f, s) ->
            f.graph()
                .automorphismInto(
                    f.operand(domain, s.basis()),
                    GaloisElement.rotation(s.logN(), 5, steps),
                    f.result(domain, s.basis())));
  }

  private static List<OpTemplate> products() {
    return List.of(
        new OpTemplate(
            "mul",
            2,
            (f, s) ->
                f.graph()
                    .mulInto(
                        f.operand(Domain.EVAL, s.basis()),
                        f.operand(Domain.EVAL, s.basis()),
                        f.result(Domain.EVAL, s.basis()))),
        new OpTemplate(
            "mul-add",
            3,
            (f, s) ->
                f.graph()
                    .mulAddInto(
                        f.operand(Domain.EVAL, s.basis()),
                        f.operand(Domain.EVAL, s.basis()),
                        f.operand(Domain.EVAL, s.basis()),
                        f.result(Domain.EVAL, s.basis()))),
        innerProduct(1),
        innerProduct(2),
        innerProduct(9),
        new OpTemplate(
            "linear-combination",
            1,
            (f, s) -> {
              RnsView<Eval> in = f.operand(Domain.EVAL, s.basis());
              RnsView<Eval> out = f.result(Domain.EVAL, s.basis());
              f.graph().linearCombinationInto(in, square(in, out), List.of(), out);
            }));
  }

  /// A weight for every pair of polynomials: 1, −2^40, 3, −2^41, …
  private static ScalarMatrix square(RnsView<Eval> in, RnsView<Eval> out) {
    long[][] weights = new long[out.polys()][in.polys()];
    for (int i = 0; i < weights.length * weights[0].length; i++) {
      weights[i / in.polys()][i % in.polys()] = i % 2 == 0 ? i + 1 : -(1L << (40 + i));
    }
    return ScalarMatrix.dense(weights);
  }

  private static OpTemplate innerProduct(int terms) {
    return new OpTemplate(
        "inner-product-" + terms,
        2,
        (f, s) -> {
          List<RnsView<Eval>> a = new ArrayList<>();
          List<RnsView<Eval>> b = new ArrayList<>();
          for (int d = 0; d < terms; d++) {
            a.add(f.operand(Domain.EVAL, s.basis()));
            b.add(f.operand(Domain.EVAL, s.basis()));
          }
          f.graph().innerProductInto(a, b, f.result(Domain.EVAL, s.basis()));
        });
  }

  private static List<OpTemplate> conversions() {
    return List.of(
        new OpTemplate(
            "base-convert-up",
            1,
            (f, s) ->
                f.graph()
                    .baseConvertInto(
                        f.operand(Domain.COEFF, s.others()), f.result(Domain.COEFF, s.basis()))),
        new OpTemplate(
            "base-convert-down",
            1,
            (f, s) ->
                f.graph()
                    .baseConvertInto(
                        f.operand(Domain.COEFF, s.basis()), f.result(Domain.COEFF, s.others()))),
        new OpTemplate(
            "mod-down",
            1,
            (f, s) ->
                f.graph()
                    .modDownInto(
                        f.operand(Domain.EVAL, s.basis().concat(s.others())),
                        f.result(Domain.EVAL, s.basis()))),
        new OpTemplate(
            "rescale",
            1,
            (f, s) ->
                f.graph()
                    .rescaleInto(
                        f.operand(Domain.EVAL, s.basis().concat(s.others().range(0, 1))),
                        f.result(Domain.EVAL, s.basis()))));
  }

  /// A scalar a limb: 1, q − 1, ⌊q/2⌋, a large odd one, and again.
  private static Scalars mixed(RnsBasis basis) {
    long[] residues = new long[basis.size()];
    for (int i = 0; i < residues.length; i++) {
      long q = basis.get(i).value();
      residues[i] =
          switch (i % 4) {
            case 0 -> 0x5851F42D4C957F2DL % q;
            case 1 -> q - 1;
            case 2 -> q / 2;
            default -> 1;
          };
    }
    return Scalars.ofResidues(residues);
  }

  private static Scalars each(RnsBasis basis, ToLongFunction<Modulus> residue) {
    return Scalars.ofResidues(basis.moduli().stream().mapToLong(residue).toArray());
  }
}
