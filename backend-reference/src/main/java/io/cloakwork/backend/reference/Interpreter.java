package io.cloakwork.backend.reference;

import io.cloakwork.spi.graph.RnsOp;
import io.cloakwork.spi.graph.RnsView;
import io.cloakwork.spi.graph.Scalars;
import io.cloakwork.spi.ring.Modulus;
import java.util.Arrays;

/// Runs one command at a time, row by row.
final class Interpreter {

  /// Where transforms come from.
  interface Transforms {
    Transform of(int logN, Modulus modulus);
  }

  private final Transforms transforms;

  Interpreter(Transforms transforms) {
    this.transforms = transforms;
  }

  void run(RnsOp command, Frame frame) {
    Rows out = frame.rows(command.out());
    switch (command) {
      case RnsOp.Ntt op -> transform(frame.rows(op.in()), out, Transform::forward);
      case RnsOp.Intt op -> transform(frame.rows(op.in()), out, Transform::inverse);
      case RnsOp.Add<?> op -> combine(frame.rows(op.a()), frame.rows(op.b()), out, Modulus::add);
      case RnsOp.Sub<?> op ->
          combine(frame.rows(op.a()), frame.rows(op.b()), out, Modulus::subtract);
      case RnsOp.Mul op -> combine(frame.rows(op.a()), frame.rows(op.b()), out, Modulus::multiply);
      case RnsOp.Neg<?> op -> map(frame.rows(op.a()), out, (q, _, word) -> q.negate(word));
      case RnsOp.Copy<?> op -> map(frame.rows(op.a()), out, (_, _, word) -> word);
      case RnsOp.MulScalar<?> op ->
          map(frame.rows(op.a()), out, (q, limb, word) -> q.multiply(word, op.scalars().get(limb)));
      case RnsOp.MulAdd op -> multiplyAdd(op, frame, out);
      case RnsOp.InnerProduct op -> innerProduct(op, frame, out);
      case RnsOp.LinearCombination<?> op -> LinearCombination.run(op, frame.rows(op.in()), out);
      case RnsOp.Automorphism<?> op -> automorphism(op, frame.rows(op.a()), out);
      case RnsOp.BaseConvert op -> convert(op, frame.rows(op.in()), out);
      case RnsOp.ModDown op -> divide(op.in(), frame.rows(op.in()), out);
      case RnsOp.Rescale op -> divide(op.in(), frame.rows(op.in()), out);
      case RnsOp.Fill op -> fill(op.scalars(), out);
    }
  }

  private interface Direction {
    void apply(Transform transform, long[] row);
  }

  private void transform(Rows in, Rows out, Direction direction) {
    out.forEachRow((item, poly, limb) -> {
      long[] row = out.at(item, poly, limb);
      copy(in.at(item, poly, limb), row);
      direction.apply(transforms.of(logN(row), out.modulus(limb)), row);
    });
  }

  private interface UnaryWord {
    long apply(Modulus modulus, int limb, long word);
  }

  private static void map(Rows a, Rows out, UnaryWord function) {
    out.forEachRow((item, poly, limb) -> {
      long[] x = a.at(item, poly, limb);
      long[] z = out.at(item, poly, limb);
      for (int k = 0; k < z.length; k++) {
        z[k] = function.apply(out.modulus(limb), limb, x[k]);
      }
    });
  }

  private interface BinaryWord {
    long apply(Modulus modulus, long x, long y);
  }

  private static void combine(Rows a, Rows b, Rows out, BinaryWord function) {
    out.forEachRow((item, poly, limb) -> {
      long[] x = a.at(item, poly, limb);
      long[] y = b.at(item, poly, limb);
      long[] z = out.at(item, poly, limb);
      for (int k = 0; k < z.length; k++) {
        z[k] = function.apply(out.modulus(limb), x[k], y[k]);
      }
    });
  }

  private static void multiplyAdd(RnsOp.MulAdd op, Frame frame, Rows out) {
    Rows c = frame.rows(op.c());
    out.forEachRow((item, poly, limb) -> copy(c.at(item, poly, limb), out.at(item, poly, limb)));
    accumulate(frame.rows(op.a()), frame.rows(op.b()), out);
  }

  private static void innerProduct(RnsOp.InnerProduct op, Frame frame, Rows out) {
    out.forEachRow((item, poly, limb) -> Arrays.fill(out.at(item, poly, limb), 0));
    for (int d = 0; d < op.terms(); d++) {
      accumulate(frame.rows(op.a().get(d)), frame.rows(op.b().get(d)), out);
    }
  }

  /// out += a ⊙ b.
  private static void accumulate(Rows a, Rows b, Rows out) {
    out.forEachRow((item, poly, limb) -> {
      Modulus modulus = out.modulus(limb);
      long[] x = a.at(item, poly, limb);
      long[] y = b.at(item, poly, limb);
      long[] z = out.at(item, poly, limb);
      for (int k = 0; k < z.length; k++) {
        z[k] = modulus.add(z[k], modulus.multiply(x[k], y[k]));
      }
    });
  }

  private static void automorphism(RnsOp.Automorphism<?> op, Rows a, Rows out) {
    out.forEachRow((item, poly, limb) ->
        Permutation.apply(
            op.out().domain(),
            op.element(),
            out.modulus(limb),
            a.at(item, poly, limb),
            out.at(item, poly, limb)));
  }

  private static void convert(RnsOp.BaseConvert op, Rows in, Rows out) {
    BaseConversion conversion =
        BaseConversion.of(op.out().logN(), op.in().basis(), op.out().basis());
    out.forEachPoly(
        (item, poly) -> conversion.convert(in.limbs(item, poly), out.limbs(item, poly)));
  }

  private void divide(RnsView<?> dividend, Rows in, Rows out) {
    DivisionByLimbs division =
        new DivisionByLimbs(
            dividend.logN(),
            dividend.basis(),
            out.limbs(),
            modulus -> transforms.of(dividend.logN(), modulus));
    out.forEachPoly((item, poly) -> division.divide(in.limbs(item, poly), out.limbs(item, poly)));
  }

  private static void fill(Scalars scalars, Rows out) {
    out.forEachRow((item, poly, limb) -> Arrays.fill(out.at(item, poly, limb), scalars.get(limb)));
  }

  private static void copy(long[] from, long[] to) {
    System.arraycopy(from, 0, to, 0, to.length);
  }

  private static int logN(long[] row) {
    return Integer.numberOfTrailingZeros(row.length);
  }
}
