package io.cloakwork.kernels.launch;

import io.cloakwork.spi.ring.Modulus;

/// The arithmetic of a kernel, and how the words of its tables are written.
public enum Lane {
  /// Residues modulo q < 2^50 as integers in doubles, products by FMA.
  FP64("fp64", 1) {
    @Override
    public long weight(long residue, Modulus modulus) {
      return Double.doubleToRawLongBits(modulus.centre(residue));
    }

    @Override
    long quotient(long residue, Modulus modulus) {
      return 0;
    }
  },
  /// Residues modulo any q as 64-bit words, products by high halves.
  INT64("int64", 2) {
    @Override
    public long weight(long residue, Modulus modulus) {
      return residue;
    }

    @Override
    long quotient(long residue, Modulus modulus) {
      return Shoup.quotient(residue, modulus);
    }
  };

  private final String fileName;
  private final int factorWords;

  Lane(String fileName, int factorWords) {
    this.fileName = fileName;
    this.factorWords = factorWords;
  }

  /// The header of the lane is `lane/NAME.h`.
  public String fileName() {
    return fileName;
  }

  /// Rows of N words that a table of N factors takes.
  public int factorWords() {
    return factorWords;
  }

  /// A factor of sums, one word.
  public abstract long weight(long residue, Modulus modulus);

  /// The word beside a factor that helps to multiply by it, or 0.
  abstract long quotient(long residue, Modulus modulus);

  /// `x -> factor x + addend` as the kernels read it.
  long[] scalar(long factor, long addend, Modulus modulus) {
    return new long[] {weight(factor, modulus), quotient(factor, modulus), addend};
  }

  /// A table of factors, and their quotients after them where the lane has any.
  public long[] table(long[] residues, Modulus modulus) {
    int n = residues.length;
    long[] table = new long[factorWords * n];
    for (int i = 0; i < n; i++) {
      table[i] = weight(residues[i], modulus);
      if (factorWords > 1) {
        table[n + i] = quotient(residues[i], modulus);
      }
    }
    return table;
  }
}
