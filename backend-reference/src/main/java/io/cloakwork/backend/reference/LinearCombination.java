package io.cloakwork.backend.reference;

import io.cloakwork.spi.graph.RnsOp;
import io.cloakwork.spi.graph.ScalarMatrix;
import io.cloakwork.spi.ring.Modulus;
import java.util.Arrays;

/// An integer matrix times a vector of ciphertexts, entry by entry.
final class LinearCombination {

  private LinearCombination() {}

  static void run(RnsOp.LinearCombination<?> op, Rows in, Rows out) {
    ScalarMatrix matrix = op.matrix();
    out.forEachRow((item, poly, limb) -> {
      int row = poly / op.group();
      int t = poly % op.group();
      Modulus modulus = out.modulus(limb);
      long[] sum = out.at(item, poly, limb);
      boolean hasOffset = t == 0 && !op.offsets().isEmpty();
      Arrays.fill(sum, hasOffset ? op.offsets().get(row).get(limb) : 0);
      for (int entry = matrix.rowStart(row); entry < matrix.rowStart(row + 1); entry++) {
        int source = matrix.column(entry) * op.group() + t;
        addProduct(modulus, modulus.reduce(matrix.weight(entry)), in.at(item, source, limb), sum);
      }
    });
  }

  private static void addProduct(Modulus modulus, long weight, long[] x, long[] sum) {
    for (int k = 0; k < sum.length; k++) {
      sum[k] = modulus.add(sum[k], modulus.multiply(weight, x[k]));
    }
  }
}
