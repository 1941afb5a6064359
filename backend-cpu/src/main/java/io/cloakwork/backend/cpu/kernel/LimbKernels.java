package io.cloakwork.backend.cpu.kernel;

import io.cloakwork.spi.graph.Domain;
import io.cloakwork.spi.ring.Modulus;
import io.cloakwork.spi.ring.RnsBasis;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// All operations on the rows of one limb: ring degree N = 2^logN, one prime q. Immutable and safe
/// for many threads; no method but [#weights] and [#conversionWeights] allocates.
///
/// A row is named by its storage and the offset of its first word ([Rows]). A result may be the
/// very row of an operand, except where stated; rows that overlap otherwise are not allowed.
/// Scalars are canonical, in [0, q).
public abstract sealed class LimbKernels permits FastKernels, WideKernels {

  /// The least length of the staging array of [#load] and [#store].
  public static final int STAGING_WORDS = 1024;

  private final Modulus modulus;
  private final EvalLayout layout;

  LimbKernels(Modulus modulus, EvalLayout layout) {
    this.modulus = modulus;
    this.layout = layout;
  }

  public final Modulus modulus() {
    return modulus;
  }

  public final EvalLayout layout() {
    return layout;
  }

  public final int logN() {
    return layout.logN();
  }

  /// N, the words in a row.
  public final int degree() {
    return 1 << layout.logN();
  }

  /// Whether rows of this limb live in [Rows#fast].
  public final boolean isFastLane() {
    return modulus.isFastLane();
  }

  /// Coefficients to evaluations.
  public abstract void forward(Rows in, int io, Rows out, int oo);

  /// Evaluations to coefficients, scaled by N^−1.
  public abstract void inverse(Rows in, int io, Rows out, int oo);

  /// out = a + b.
  public abstract void add(Rows a, int ao, Rows b, int bo, Rows out, int oo);

  /// out = a − b.
  public abstract void sub(Rows a, int ao, Rows b, int bo, Rows out, int oo);

  /// out = −a.
  public abstract void neg(Rows a, int ao, Rows out, int oo);

  /// out = a ⊙ b.
  public abstract void mul(Rows a, int ao, Rows b, int bo, Rows out, int oo);

  /// out = a ⊙ b + c.
  public abstract void mulAdd(Rows a, int ao, Rows b, int bo, Rows c, int co, Rows out, int oo);

  /// out = scalar · a.
  public abstract void mulScalar(Rows a, int ao, long scalar, Rows out, int oo);

  /// out = (a − b) · scalar: the end of ModDown with scalar = P^−1.
  public abstract void subMulScalar(Rows a, int ao, Rows b, int bo, long scalar, Rows out, int oo);

  /// Every word of out becomes `scalar`.
  public abstract void fill(long scalar, Rows out, int oo);

  /// out = in.
  public abstract void copy(Rows in, int io, Rows out, int oo);

  /// An automorphism; `out` is another row than `in`.
  public abstract void permute(Rows in, int io, Permutation permutation, Rows out, int oo);

  /// out = Σ a_d ⊙ b_d over d in [0, terms), any number of terms above zero; `out` is none of the
  /// operands' rows. Products are added exactly and reduced once for every eight.
  public abstract void innerProduct(
      Rows[] a, int[] ao, Rows[] b, int[] bo, int terms, Rows out, int oo);

  /// outB = Σ a_d ⊙ b_d and outC = Σ a_d ⊙ c_d: two [#innerProduct] with the same first factors,
  /// read once where there is a kernel for it.
  public void innerProductPair(
      Rows[] a,
      int[] ao,
      Rows[] b,
      int[] bo,
      Rows[] c,
      int[] co,
      int terms,
      Rows outB,
      int oob,
      Rows outC,
      int ooc) {
    innerProduct(a, ao, b, bo, terms, outB, oob);
    innerProduct(a, ao, c, co, terms, outC, ooc);
  }

  /// low = a_0 ⊙ b_0, cross = a_0 ⊙ b_1 + a_1 ⊙ b_0, high = a_1 ⊙ b_1; no result is a factor.
  public void tensorProduct(
      Rows a0,
      int ao0,
      Rows a1,
      int ao1,
      Rows b0,
      int bo0,
      Rows b1,
      int bo1,
      Rows low,
      int lowAt,
      Rows cross,
      int crossAt,
      Rows high,
      int highAt) {
    mul(a0, ao0, b0, bo0, low, lowAt);
    mul(a0, ao0, b1, bo1, cross, crossAt);
    mulAdd(a1, ao1, b0, bo0, cross, crossAt, cross, crossAt);
    mul(a1, ao1, b1, bo1, high, highAt);
  }

  /// First half of a base conversion, at a source limb: the digits y = \[(x + addend)·factor\] mod
  /// q in **\[0, q)**, with factor = (Q/q)^−1 mod q, and addend 0 or, for ModDown, ⌊P/2⌋ mod q.
  /// Digits are read by [#gather] only.
  public abstract void scaleToCanonical(
      Rows in, int io, long addend, long factor, Rows out, int oo);

  /// Second half, at a target limb, for the words [from, to) of the row: out = Σ y_i·c_i − shift.
  /// Going through a row in ranges that stay in cache while all target limbs read them is what
  /// makes conversions from many limbs fast; `from` and `to` are multiples of eight, or N.
  ///
  /// @param sources the storage of source i's digits, in the lane of its own prime
  /// @param offsets the first word of source i's row
  public abstract void gather(
      Rows[] sources, int[] offsets, GatherWeights weights, int from, int to, Rows out, int oo);

  /// The constants of a [#gather] at this limb.
  ///
  /// @param from the primes of the sources
  /// @param factors c_i in [0, q) by source
  /// @param shift in [0, q)
  public final GatherWeights weights(RnsBasis from, long[] factors, long shift) {
    return GatherWeights.of(from, modulus, factors, shift);
  }

  /// The constants of the base conversion from `from` (product Q): c_i = Q/q_i mod this prime.
  ///
  /// @param shift in [0, q): 0, or ⌊P/2⌋ mod this prime in ModDown
  public final GatherWeights conversionWeights(RnsBasis from, long shift) {
    long[] factors = new long[from.size()];
    for (int i = 0; i < factors.length; i++) {
      factors[i] = modulus.reduce(from.cofactor(i));
    }
    return weights(from, factors, shift);
  }

  /// Reads N canonical words in the contract's order (evaluations) or in natural order
  /// (coefficients).
  ///
  /// @param segment heap or native memory; words are read unaligned, in native byte order
  /// @param staging scratch of the calling thread, at least [#STAGING_WORDS] long
  /// @throws IllegalArgumentException if a word is not below q, with its index; the row is then
  ///   undefined
  public final void load(
      MemorySegment segment, long byteOffset, Domain domain, Rows out, int oo, long[] staging) {
    boolean permuted = domain == Domain.EVAL && !layout.isIdentity();
    int chunk = Math.min(degree(), STAGING_WORDS);
    for (int first = 0; first < degree(); first += chunk) {
      long bytes = byteOffset + (long) first * Long.BYTES;
      MemorySegment.copy(segment, ValueLayout.JAVA_LONG_UNALIGNED, bytes, staging, 0, chunk);
      if (permuted) {
        BlockTransposition.apply(staging, chunk, layout.logLanes());
      }
      int bad = fromWords(staging, chunk, out, oo + first);
      if (bad >= 0) {
        int index = first + (permuted ? layout.position(bad) : bad);
        throw new IllegalArgumentException(
            "word %d is %s, not below the modulus %d"
                .formatted(index, Long.toUnsignedString(staging[bad]), modulus.value()));
      }
    }
  }

  /// Writes N canonical words in the contract's order (evaluations) or in natural order
  /// (coefficients).
  ///
  /// @param segment heap or native memory; words are written unaligned, in native byte order
  /// @param staging scratch of the calling thread, at least [#STAGING_WORDS] long
  public final void store(
      Rows in, int io, Domain domain, MemorySegment segment, long byteOffset, long[] staging) {
    boolean permuted = domain == Domain.EVAL && !layout.isIdentity();
    int chunk = Math.min(degree(), STAGING_WORDS);
    for (int first = 0; first < degree(); first += chunk) {
      toWords(in, io + first, staging, chunk);
      if (permuted) {
        BlockTransposition.apply(staging, chunk, layout.logLanes());
      }
      long bytes = byteOffset + (long) first * Long.BYTES;
      MemorySegment.copy(staging, 0, segment, ValueLayout.JAVA_LONG_UNALIGNED, bytes, chunk);
    }
  }

  /// Converts the first `count` words; returns the index of the first that is too large, or −1.
  abstract int fromWords(long[] words, int count, Rows out, int oo);

  abstract void toWords(Rows in, int io, long[] words, int count);
}
