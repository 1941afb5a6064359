package io.cloakwork.spi.graph;

import io.cloakwork.spi.ring.Modulus;
import io.cloakwork.spi.ring.RnsBasis;
import java.util.List;

/// The shape rules of the operations; each throws [GraphException] with both values.
final class OperandRules {

  private OperandRules() {}

  static void sameDegreeAndBatch(String op, RnsView<?> in, RnsView<?> out) {
    sameItems(op, in, out);
    if (in.polys() != 1 && in.polys() != out.polys()) {
      throw new GraphException(
          "%s: %s has %d polynomials, %s has %d".formatted(op, in, in.polys(), out, out.polys()));
    }
  }

  private static void sameItems(String op, RnsView<?> in, RnsView<?> out) {
    if (in.logN() != out.logN()) {
      throw new GraphException(
          "%s: %s is of degree 2^%d, %s of degree 2^%d"
              .formatted(op, in, in.logN(), out, out.logN()));
    }
    if (in.batch() != 1 && in.batch() != out.batch()) {
      throw new GraphException(
          "%s: %s has a batch of %d, %s of %d".formatted(op, in, in.batch(), out, out.batch()));
    }
    if (in.value().equals(out.value())) {
      throw new GraphException("%s reads and writes %s".formatted(op, in.value()));
    }
  }

  static void sameLimbs(String op, RnsView<?> in, RnsView<?> out) {
    sameDegreeAndBatch(op, in, out);
    sameBasis(op, in, out);
  }

  private static void sameBasis(String op, RnsView<?> in, RnsView<?> out) {
    if (!in.basis().equals(out.basis())) {
      throw new GraphException(
          "%s: the limbs %s of %s are not the limbs %s of %s"
              .formatted(op, in.basis().moduli(), in, out.basis().moduli(), out));
    }
  }

  static void elementWise(String op, RnsView<?> out, RnsView<?>... operands) {
    for (RnsView<?> operand : operands) {
      sameLimbs(op, operand, out);
      sameDomain(op, operand, out);
    }
  }

  private static void sameDomain(String op, RnsView<?> operand, RnsView<?> out) {
    if (operand.domain() != out.domain()) {
      throw new GraphException(
          "%s: %s is in %s, %s in %s".formatted(op, operand, operand.domain(), out, out.domain()));
    }
  }

  static void linearCombination(
      RnsView<?> in, ScalarMatrix matrix, List<Scalars> offsets, RnsView<?> out) {
    String op = "LinearCombination";
    sameItems(op, in, out);
    sameBasis(op, in, out);
    sameDomain(op, in, out);
    int group = in.polys() / matrix.columns();
    if (group == 0
        || in.polys() != (long) group * matrix.columns()
        || out.polys() != (long) group * matrix.rows()) {
      throw new GraphException(
          "%s: the polynomials of %s and %s, %d and %d, are not the same multiple of the %d columns and %d rows of the matrix"
              .formatted(op, in, out, in.polys(), out.polys(), matrix.columns(), matrix.rows()));
    }
    if (!offsets.isEmpty() && offsets.size() != matrix.rows()) {
      throw new GraphException(
          "%s: %d offsets for %d rows".formatted(op, offsets.size(), matrix.rows()));
    }
    offsets.forEach(offset -> scalars(op, offset, out));
  }

  static void scalars(String op, Scalars scalars, RnsView<?> out) {
    if (scalars.size() != out.limbs()) {
      throw new GraphException(
          "%s: %d scalars for %d limbs of %s".formatted(op, scalars.size(), out.limbs(), out));
    }
    for (int i = 0; i < out.limbs(); i++) {
      long scalar = scalars.get(i);
      if (scalar < 0 || scalar >= out.basis().get(i).value()) {
        throw new GraphException(
            "%s: scalar %d of limb %d is not in [0, %s)"
                .formatted(op, scalar, i, out.basis().get(i)));
      }
    }
  }

  static void disjointLimbs(String op, RnsView<?> in, RnsView<?> out) {
    for (Modulus modulus : out.basis().moduli()) {
      if (in.basis().indexOf(modulus) >= 0) {
        throw new GraphException(
            "%s: prime %s is in both %s and %s".formatted(op, modulus, in, out));
      }
    }
  }

  static void dividedLimbs(String op, RnsView<?> in, RnsView<?> out) {
    sameDegreeAndBatch(op, in, out);
    RnsBasis kept = out.basis();
    if (in.limbs() <= kept.size() || !in.basis().range(0, kept.size()).equals(kept)) {
      throw new GraphException(
          "%s: the limbs %s of %s are not the limbs %s of %s and a divisor"
              .formatted(op, in.basis().moduli(), in, kept.moduli(), out));
    }
  }
}
