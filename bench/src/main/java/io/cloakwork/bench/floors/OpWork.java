package io.cloakwork.bench.floors;

import io.cloakwork.spi.graph.RnsOp;
import io.cloakwork.spi.graph.RnsView;
import io.cloakwork.spi.ring.Modulus;

/// Counts the arithmetic of single commands; composites by their definitions
/// ([io.cloakwork.spi.graph.Compositions]), with factors that are known before merged as every
/// implementation can: the N^−1 of an inverse transform into what multiplies its result, constants
/// around a base conversion into its tables.
final class OpWork {

  private OpWork() {}

  static Work of(RnsOp command) {
    RnsView<?> out = command.out();
    return switch (command) {
      case RnsOp.Ntt _, RnsOp.Intt _ -> transform(out);
      case RnsOp.Add<?> _, RnsOp.Sub<?> _, RnsOp.Neg<?> _ -> additions(out, 1);
      case RnsOp.Mul _, RnsOp.MulAdd _, RnsOp.MulScalar<?> _ -> products(out, 1);
      case RnsOp.InnerProduct op -> products(out, op.terms());
      case RnsOp.LinearCombination<?> op ->
          products(out.polys(0, op.group()), op.matrix().entries());
      case RnsOp.BaseConvert op -> conversion(op.in(), out);
      case RnsOp.ModDown op -> division(op.in(), out);
      case RnsOp.Rescale op -> division(op.in(), out);
      case RnsOp.Automorphism<?> _, RnsOp.Copy<?> _, RnsOp.Fill _ -> Work.NONE;
    };
  }

  /// log2 N passes over N/2 butterflies, each a product with an addition and one subtraction.
  private static Work transform(RnsView<?> rows) {
    return perWord(rows, rows.logN() / 2.0, rows.logN() / 2.0);
  }

  /// y_i = x_i·(Q/q_i)^−1 once for each row read, then a sum of products for each row made.
  private static Work conversion(RnsView<?> in, RnsView<?> out) {
    return products(in, 1).plus(products(out, in.limbs()));
  }

  private static Work division(RnsView<?> in, RnsView<?> out) {
    RnsView<?> divisor = in.limbRange(out.limbs(), in.limbs());
    return transform(divisor)
        .plus(conversion(divisor, out))
        .plus(transform(out))
        .plus(perWord(out, 1, 0));
  }

  private static Work products(RnsView<?> rows, int each) {
    return perWord(rows, each, 0);
  }

  private static Work additions(RnsView<?> rows, int each) {
    return perWord(rows, 0, each);
  }

  private static Work perWord(RnsView<?> rows, double products, double additions) {
    long items = (long) rows.batch() * rows.polys();
    double words = Math.scalb((double) items, rows.logN());
    long fast = 0;
    long wide = 0;
    for (Modulus modulus : rows.basis().moduli()) {
      long ofLimb = Math.round(products * words);
      switch (Lane.of(modulus)) {
        case FAST -> fast += ofLimb;
        case WIDE -> wide += ofLimb;
      }
    }
    return new Work(fast, wide, Math.round(additions * words) * rows.limbs(), 0);
  }
}
