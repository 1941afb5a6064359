package io.cloakwork.kernels.launch;

import io.cloakwork.spi.ring.Modulus;
import java.util.List;
import java.util.Optional;

/// Launches of transforms: one for each pass and lane.
final class Transforms {

  private final PlanContext context;

  Transforms(PlanContext context) {
    this.context = context;
  }

  private TransformShape shape(LanePart part) {
    return TransformShape.of(context.logN(), part.lane(), context.tuning());
  }

  /// What is transformed: rows of these primes for so many items and polynomials.
  record Extent(List<Modulus> limbs, int items, int polys) {}

  /// Digits that a transform converts at its head: for each limb the first row of its digit.
  ///
  /// @param count digits in all
  record Head(Rows rows, int count, LimbWords conversions) {}

  /// out = Ntt(in), or of what the head converts to; both may be the same rows.
  void forward(Extent extent, Optional<Head> head, Rows in, Rows out) {
    for (LanePart part : LanePart.of(extent.limbs(), context.tuning())) {
      Rows target = part.of(out);
      if (shape(part).hasTwoPasses()) {
        columns(part, extent, head, part.of(in), target);
        begin("ntt_blocks", part, extent, target).with(target).launch(shape(part).tiles());
      } else if (head.isPresent()) {
        long[] words = part.words(head.get().conversions());
        beginConversion("convert_blocks", part, extent, head.get(), 0)
            .with(target)
            .count(words.length / part.size())
            .scalars(words)
            .launch(shape(part).tiles());
      } else {
        begin("ntt_blocks", part, extent, part.of(in)).with(target).launch(shape(part).tiles());
      }
    }
  }

  /// The first pass of two.
  private void columns(LanePart part, Extent extent, Optional<Head> head, Rows in, Rows out) {
    if (head.isPresent()) {
      long[] words = part.words(head.get().conversions());
      beginConversion("convert_columns", part, extent, head.get(), 0)
          .with(out)
          .count(words.length / part.size())
          .scalars(words)
          .launch(shape(part).tiles());
    } else {
      begin("ntt_columns", part, extent, in).with(out).launch(shape(part).tiles());
    }
  }

  /// How a division ends, for `polys` polynomials from `firstPoly`: out = ((in − x) · factor +
  /// addend)(X^g), row by row.
  ///
  /// @param addend has rows even if `adds` is false: any
  /// @param element g
  record Quotient(
      int firstPoly,
      int polys,
      Rows in,
      LimbWords factors,
      boolean adds,
      Rows addend,
      int element,
      Rows out) {}

  /// Division by a remainder x = Ntt(remainder), or of what the head converts to. Writes
  /// `remainder`.
  void divide(Extent extent, Optional<Head> head, Rows remainder, List<Quotient> quotients) {
    for (LanePart part : LanePart.of(extent.limbs(), context.tuning())) {
      boolean hasTwoPasses = shape(part).hasTwoPasses();
      Rows rest = part.of(remainder);
      if (hasTwoPasses) {
        columns(part, extent, head, rest, rest);
      }
      for (Quotient quotient : quotients) {
        Extent polys = new Extent(extent.limbs(), extent.items(), quotient.polys());
        int first = quotient.firstPoly();
        if (hasTwoPasses || head.isEmpty()) {
          end(
              begin("divide_blocks", part, polys, rest.fromPoly(first)),
              part,
              quotient.factors(),
              quotient);
        } else {
          end(
              beginConversion("convert_divide_blocks", part, polys, head.get(), first),
              part,
              quotient.factors().then(head.get().conversions()),
              quotient);
        }
      }
    }
  }

  private void end(LaunchWriter.Step step, LanePart part, LimbWords scalars, Quotient quotient) {
    long[] words = part.words(scalars);
    Rows addend = part.of(quotient.addend());
    step.with(part.of(quotient.in()))
        .with(addend, quotient.adds() ? addend.distinctLimbs() : 0)
        .with(part.of(quotient.out()))
        .count(words.length / part.size())
        .extra(2 * quotient.element() + (quotient.adds() ? 1 : 0))
        .scalars(words)
        .launch(shape(part).tiles());
  }

  /// out = factor · Intt(in) + addend.
  void inverse(Extent extent, Rows in, Rows out, Residue factor, Residue addend) {
    Residue whole =
        (q, limb) -> q.multiply(q.invert(q.reduce(1L << context.logN())), factor.of(q, limb));
    LimbWords scalars = LimbWords.scalars(whole, addend);
    for (LanePart part : LanePart.of(extent.limbs(), context.tuning())) {
      TransformShape shape = shape(part);
      long[] words = part.words(scalars);
      Rows source = part.of(in);
      Rows target = part.of(out);
      inversePass("intt_blocks", part, extent, source)
          .with(target)
          .scalars(words)
          .launch(shape.tiles());
      if (shape.hasTwoPasses()) {
        inversePass("intt_columns", part, extent, target)
            .with(target)
            .scalars(words)
            .launch(shape.tiles());
      }
    }
  }

  private LaunchWriter.Step begin(String kernel, LanePart part, Extent extent, Rows in) {
    return withPowers(pass(kernel, part, extent).with(in), kernel, part, false);
  }

  private LaunchWriter.Step beginConversion(
      String kernel, LanePart part, Extent extent, Head head, int firstPoly) {
    LaunchWriter.Step step =
        pass(kernel, part, extent).with(part.of(head.rows()).fromPoly(firstPoly), head.count());
    return withPowers(step, kernel, part, false);
  }

  private LaunchWriter.Step inversePass(String kernel, LanePart part, Extent extent, Rows in) {
    return withPowers(pass(kernel, part, extent).with(in), kernel, part, true);
  }

  private LaunchWriter.Step pass(String kernel, LanePart part, Extent extent) {
    KernelProgram program = KernelProgram.transforms(part.lane(), shape(part));
    return context.writer().step(program, kernel, part.moduli(), extent.items(), extent.polys());
  }

  /// A pass over columns reads next to nothing of the tables.
  private LaunchWriter.Step withPowers(
      LaunchWriter.Step step, String kernel, LanePart part, boolean inverse) {
    Rows powers = powers(part, inverse);
    int limbs = kernel.endsWith("_columns") ? 0 : powers.distinctLimbs();
    return step.with(powers, limbs * part.lane().factorWords());
  }

  private Rows powers(LanePart part, boolean inverse) {
    Lane lane = part.lane();
    int[] rows = new int[part.size()];
    for (int i = 0; i < rows.length; i++) {
      rows[i] =
          context.twiddles().firstRow(lane, context.logN(), part.moduli().get(i))
              + (inverse ? lane.factorWords() : 0);
    }
    return Rows.of(new BufferRef.Twiddles(lane, context.logN()), rows);
  }
}
