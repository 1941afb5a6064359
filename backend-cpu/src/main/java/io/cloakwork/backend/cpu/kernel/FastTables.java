package io.cloakwork.backend.cpu.kernel;

import io.cloakwork.spi.ring.Modulus;
import io.cloakwork.spi.ring.NttTables;

/// The constants of one fast-lane limb: q as a double, the plan of its transform, and its twiddles.
final class FastTables {

  final double q;
  final double inverseQ;
  final NttPlan plan;

  final Twiddles forward;
  final Twiddles inverse;

  /// N^−1, and N^−1 times the twiddle of the inverse's last stage, each with its quotient by q.
  final double scale;

  final double scaleOverQ;
  final double scaledTwiddle;
  final double scaledTwiddleOverQ;

  /// Balanced twiddles by [TwiddleOrder], and for the head their quotients by q.
  static final class Twiddles {
    final double[] head;
    final double[] headOverQ;
    final double[] tail;

    private Twiddles(long[] powers, NttPlan plan, Modulus modulus) {
      head = new double[TwiddleOrder.headSize(plan)];
      headOverQ = new double[head.length];
      for (int i = 0; i < head.length; i++) {
        head[i] = modulus.centre(powers[i]);
        headOverQ[i] = head[i] / modulus.value();
      }
      int[] order = TwiddleOrder.tail(plan);
      tail = new double[order.length];
      for (int i = 0; i < tail.length; i++) {
        tail[i] = modulus.centre(powers[order[i]]);
      }
    }
  }

  FastTables(NttTables ntt, EvalLayout layout) {
    Modulus modulus = ntt.modulus();
    q = modulus.value();
    inverseQ = 1.0 / q;
    plan = NttPlan.fast(layout, q);
    forward = new Twiddles(ntt.bitReversedPowers(), plan, modulus);
    long[] inversePowers = ntt.bitReversedInversePowers();
    inverse = new Twiddles(inversePowers, plan, modulus);
    scale = modulus.centre(ntt.inverseN());
    scaleOverQ = scale / q;
    scaledTwiddle = modulus.centre(modulus.multiply(ntt.inverseN(), inversePowers[1]));
    scaledTwiddleOverQ = scaledTwiddle / q;
  }
}
