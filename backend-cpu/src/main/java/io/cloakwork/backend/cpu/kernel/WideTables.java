package io.cloakwork.backend.cpu.kernel;

import io.cloakwork.spi.ring.Modulus;
import io.cloakwork.spi.ring.NttTables;
import java.math.BigInteger;

/// The constants of one wide-lane limb: q, Barrett's constant, the plan of its transform, and its
/// twiddles.
final class WideTables {

  final long q;

  /// The bit length k of q.
  final int bits;

  /// floor(2^2k/q)·2^(63−k): its high product with floor(x/2^(k−1)) is Barrett's quotient.
  final long barrett;

  /// 2^64 mod q with its Shoup quotient, and the quotient of 1: floor(2^64/q).
  final long wordRadix;

  final long wordRadixQuotient;
  final long oneQuotient;

  final NttPlan plan;
  final Twiddles forward;
  final Twiddles inverse;

  /// N^−1, and N^−1 times the twiddle of the inverse's last stage, each with its Shoup quotient.
  final long scale;

  final long scaleQuotient;
  final long scaledTwiddle;
  final long scaledTwiddleQuotient;

  /// Twiddles by [TwiddleOrder] with their Shoup quotients.
  static final class Twiddles {
    final long[] head;
    final long[] headQuotient;
    final long[] tail;
    final long[] tailQuotient;

    private Twiddles(long[] powers, NttPlan plan, long q) {
      head = java.util.Arrays.copyOf(powers, TwiddleOrder.headSize(plan));
      headQuotient = quotients(head, q);
      int[] order = TwiddleOrder.tail(plan);
      tail = new long[order.length];
      for (int i = 0; i < tail.length; i++) {
        tail[i] = powers[order[i]];
      }
      tailQuotient = quotients(tail, q);
    }

    private static long[] quotients(long[] factors, long q) {
      long[] quotients = new long[factors.length];
      for (int i = 0; i < quotients.length; i++) {
        quotients[i] = Shoup.quotient(factors[i], q);
      }
      return quotients;
    }
  }

  WideTables(NttTables ntt, EvalLayout layout) {
    Modulus modulus = ntt.modulus();
    q = modulus.value();
    bits = modulus.bits();
    barrett =
        BigInteger.ONE
            .shiftLeft(2 * bits)
            .divide(BigInteger.valueOf(q))
            .shiftLeft(63 - bits)
            .longValue();
    wordRadix = modulus.reduce(BigInteger.ONE.shiftLeft(Long.SIZE));
    wordRadixQuotient = Shoup.quotient(wordRadix, q);
    oneQuotient = Shoup.quotient(1, q);
    plan = NttPlan.wide(layout);
    forward = new Twiddles(ntt.bitReversedPowers(), plan, q);
    long[] inversePowers = ntt.bitReversedInversePowers();
    inverse = new Twiddles(inversePowers, plan, q);
    scale = ntt.inverseN();
    scaleQuotient = Shoup.quotient(scale, q);
    scaledTwiddle = modulus.multiply(scale, inversePowers[1]);
    scaledTwiddleQuotient = Shoup.quotient(scaledTwiddle, q);
  }
}
