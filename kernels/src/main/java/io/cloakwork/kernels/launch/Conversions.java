package io.cloakwork.kernels.launch;

import io.cloakwork.spi.graph.RnsOp;
import io.cloakwork.spi.graph.RnsView;
import io.cloakwork.spi.ring.Modulus;
import io.cloakwork.spi.ring.RnsBasis;
import java.math.BigInteger;

/// Launches of base conversions and of divisions by limbs.
final class Conversions {

  // The high part of a wide digit counts in units of 2^32.
  private static final BigInteger SPLIT = BigInteger.ONE.shiftLeft(32);

  private final PlanContext context;
  private final Transforms transforms;

  Conversions(PlanContext context, Transforms transforms) {
    this.context = context;
    this.transforms = transforms;
  }

  /// Digits first, then the sums of their multiples.
  void convert(RnsOp.BaseConvert op) {
    RnsView<?> in = op.in();
    RnsBasis from = in.basis();
    RnsView<?> out = op.out();
    context.withScratch(
        in.batch(),
        in.polys(),
        in.limbs(),
        digits -> {
          for (LanePart part : LanePart.of(from, context.tuning())) {
            scale(part, in.batch(), in.polys(), context.rows(in), digits, cofactorInverses(from));
          }
          sum(
              from,
              out.basis(),
              out.batch(),
              out.polys(),
              digits,
              context.rows(out),
              BigInteger.ZERO);
        });
  }

  private interface Factor {
    long of(Modulus modulus, int limb);
  }

  /// (Q/q_i)^−1 mod q_i.
  private static Factor cofactorInverses(RnsBasis basis) {
    return (modulus, limb) -> modulus.invert(modulus.reduce(basis.cofactor(limb)));
  }

  private void scale(LanePart part, int items, int polys, Rows in, Rows out, Factor factor) {
    long[] scalars = new long[part.limbs().size() * Lane.SCALAR_WORDS];
    for (int i = 0; i < part.limbs().size(); i++) {
      Modulus modulus = part.basis().get(i);
      long value = factor.of(modulus, part.limbs().get(i));
      part.lane().writeScalar(value, 0, modulus, scalars, i * Lane.SCALAR_WORDS);
    }
    context
        .writer()
        .step(context.products(part.lane()), "scale", part.basis(), items, polys)
        .with(part.of(in))
        .with(part.of(out))
        .scalars(scalars)
        .launch(context.tuning());
  }

  /// out = Σ y_i·(Q/q_i) + start from the digits y_i modulo the primes of `from`.
  private void sum(
      RnsBasis from, RnsBasis to, int items, int polys, Rows digits, Rows out, BigInteger start) {
    for (LanePart part : LanePart.of(to, context.tuning())) {
      // The digits are rows one after the other whatever the limb of the result.
      Rows source = digits.select(new int[part.basis().size()]);
      context
          .writer()
          .step(context.products(part.lane()), "base_convert", part.basis(), items, polys)
          .with(source)
          .with(part.of(out))
          .scalars(weights(part, from, start))
          .count(from.size())
          .extra(part.basis().size())
          .limbsOfGroup(context.tuning().targets())
          .launch(context.tuning());
    }
  }

  private static long[] weights(LanePart part, RnsBasis from, BigInteger start) {
    int sources = from.size();
    int stride = 1 + 2 * sources;
    long[] words = new long[sources + part.basis().size() * stride];
    BigInteger[] cofactors = new BigInteger[sources];
    for (int s = 0; s < sources; s++) {
      words[s] = from.get(s).isFastLane() ? 0 : 1;
      cofactors[s] = from.cofactor(s);
    }
    for (int t = 0; t < part.basis().size(); t++) {
      Modulus modulus = part.basis().get(t);
      int at = sources + t * stride;
      words[at] = modulus.reduce(start);
      for (int s = 0; s < sources; s++) {
        BigInteger high = cofactors[s].multiply(SPLIT);
        words[at + 1 + 2 * s] = part.lane().weight(modulus.reduce(cofactors[s]), modulus);
        words[at + 2 + 2 * s] = part.lane().weight(modulus.reduce(high), modulus);
      }
    }
    return words;
  }

  /// out = (in − Ntt(BaseConvert(t + ⌊P/2⌋) − ⌊P/2⌋)) · P^−1 on the kept limbs, t being the
  /// coefficients modulo P. The inverse transform makes the digits of t + ⌊P/2⌋ itself.
  void divide(RnsView<?> in, RnsView<?> out) {
    RnsBasis kept = out.basis();
    RnsBasis divisor = in.basis().range(kept.size(), in.limbs());
    BigInteger half = divisor.product().shiftRight(1);
    Factor inverses = cofactorInverses(divisor);
    Rows source = context.rows(in);
    int items = in.batch();
    int polys = in.polys();
    context.withScratch(
        items,
        polys,
        divisor.size(),
        digits ->
            context.withScratch(
                items,
                polys,
                kept.size(),
                remainder -> {
                  transforms.inverse(
                      divisor,
                      items,
                      polys,
                      source.select(positions(kept.size(), in.limbs())),
                      digits,
                      inverses::of,
                      (q, limb) -> q.multiply(inverses.of(q, limb), q.reduce(half)));
                  sum(divisor, kept, items, polys, digits, remainder, half.negate());
                  transforms.forward(kept, items, polys, remainder, remainder);
                  subtractAndScale(
                      out, source.select(positions(0, kept.size())), remainder, divisor.product());
                }));
  }

  private static int[] positions(int from, int to) {
    return java.util.stream.IntStream.range(from, to).toArray();
  }

  /// out = (in − remainder) · P^−1.
  private void subtractAndScale(RnsView<?> out, Rows in, Rows remainder, BigInteger p) {
    for (LanePart part : LanePart.of(out.basis(), context.tuning())) {
      long[] scalars = new long[part.limbs().size() * Lane.SCALAR_WORDS];
      for (int i = 0; i < part.limbs().size(); i++) {
        Modulus modulus = part.basis().get(i);
        long inverse = modulus.invert(modulus.reduce(p));
        part.lane().writeScalar(inverse, 0, modulus, scalars, i * Lane.SCALAR_WORDS);
      }
      context
          .writer()
          .step(context.products(part.lane()), "sub_scale", part.basis(), out.batch(), out.polys())
          .with(part.of(in))
          .with(part.of(remainder))
          .with(part.of(context.rows(out)))
          .scalars(scalars)
          .launch(context.tuning());
    }
  }
}
