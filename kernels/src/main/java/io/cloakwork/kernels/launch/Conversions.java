package io.cloakwork.kernels.launch;

import io.cloakwork.spi.graph.Domain;
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
  void convert(PlanOp.Conversion op) {
    RnsView<?> in = op.in();
    RnsBasis from = in.basis();
    Residue inverses = cofactorInverses(from);
    Residue addends =
        (q, limb) -> op.before().map(x -> q.multiply(x.get(limb), inverses.of(q, limb))).orElse(0L);
    RnsView<?> out = op.out();
    Residue start = (q, limb) -> op.after().map(x -> q.negate(x.get(limb))).orElse(0L);
    context.withScratch(
        in.batch(),
        in.polys(),
        in.limbs(),
        digits -> {
          digits(in, digits, inverses, addends);
          sum(from, out.basis(), out.batch(), out.polys(), digits, context.rows(out), start);
        });
  }

  /// digits = factor · x + addend, x being the coefficients of `in`.
  private void digits(RnsView<?> in, Rows digits, Residue factor, Residue addend) {
    Rows source = context.rows(in);
    switch (in.domain()) {
      case Domain.Eval _ ->
          transforms.inverse(
              in.basis(), in.batch(), in.polys(), source, digits, factor::of, addend::of);
      case Domain.Coeff _ -> {
        for (LanePart part : LanePart.of(in.basis(), context.tuning())) {
          context
              .writer()
              .step(context.products(part.lane()), "scale", part.basis(), in.batch(), in.polys())
              .with(part.of(source))
              .with(part.of(digits))
              .scalars(scalars(part, factor, addend))
              .launch(context.tuning());
        }
      }
    }
  }

  private interface Residue {
    long of(Modulus modulus, int limb);
  }

  private static long[] scalars(LanePart part, Residue factor, Residue addend) {
    long[] scalars = new long[part.limbs().size() * Lane.SCALAR_WORDS];
    for (int i = 0; i < part.limbs().size(); i++) {
      Modulus modulus = part.basis().get(i);
      int limb = part.limbs().get(i);
      part.lane()
          .writeScalar(
              factor.of(modulus, limb),
              addend.of(modulus, limb),
              modulus,
              scalars,
              i * Lane.SCALAR_WORDS);
    }
    return scalars;
  }

  /// (Q/q_i)^−1 mod q_i.
  private static Residue cofactorInverses(RnsBasis basis) {
    return (modulus, limb) -> modulus.invert(modulus.reduce(basis.cofactor(limb)));
  }

  /// out = Σ y_i·(Q/q_i) + start from the digits y_i modulo the primes of `from`.
  private void sum(
      RnsBasis from, RnsBasis to, int items, int polys, Rows digits, Rows out, Residue start) {
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

  private static long[] weights(LanePart part, RnsBasis from, Residue start) {
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
      words[at] = start.of(modulus, part.limbs().get(t));
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
    Residue inverses = cofactorInverses(divisor);
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
                  sum(
                      divisor,
                      kept,
                      items,
                      polys,
                      digits,
                      remainder,
                      (q, _) -> q.reduce(half.negate()));
                  transforms.forward(kept, items, polys, remainder, remainder);
                  BigInteger p = divisor.product();
                  subtractAndScale(
                      out,
                      source.select(positions(0, kept.size())),
                      remainder,
                      (q, _) -> q.invert(q.reduce(p)));
                }));
  }

  private static int[] positions(int from, int to) {
    return java.util.stream.IntStream.range(from, to).toArray();
  }

  void subtractAndScale(PlanOp.Difference op) {
    subtractAndScale(
        op.out(), context.rows(op.a()), context.rows(op.b()), (_, limb) -> op.factors().get(limb));
  }

  /// out = (a − b) · factor.
  private void subtractAndScale(RnsView<?> out, Rows a, Rows b, Residue factor) {
    for (LanePart part : LanePart.of(out.basis(), context.tuning())) {
      context
          .writer()
          .step(context.products(part.lane()), "sub_scale", part.basis(), out.batch(), out.polys())
          .with(part.of(a))
          .with(part.of(b))
          .with(part.of(context.rows(out)))
          .scalars(scalars(part, factor, (_, _) -> 0))
          .launch(context.tuning());
    }
  }
}
