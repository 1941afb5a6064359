package io.cloakwork.kernels.launch;

import io.cloakwork.spi.graph.Domain;
import io.cloakwork.spi.graph.RnsView;
import io.cloakwork.spi.ring.GaloisElement;
import io.cloakwork.spi.ring.Modulus;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/// Launches of base conversions and of divisions by limbs.
final class Conversions {

  private final PlanContext context;
  private final Transforms transforms;

  Conversions(PlanContext context, Transforms transforms) {
    this.context = context;
    this.transforms = transforms;
  }

  /// Digits first, then the sums of their multiples; all digits' together if their results are in
  /// one place.
  void convert(PlanOp.Conversion op) {
    Optional<Rows> together = Rows.joined(op.outs().stream().map(context::rows).toList());
    if (together.isPresent()) {
      convert(op.digits(), op.outs(), together.get());
      return;
    }
    for (int d = 0; d < op.digits().size(); d++) {
      RnsView<?> out = op.outs().get(d);
      convert(List.of(op.digits().get(d)), List.of(out), context.rows(out));
    }
  }

  private void convert(List<Digit> digits, List<RnsView<?>> outs, Rows out) {
    DigitWords words = new DigitWords(digits, outs.stream().map(RnsView::basis).toList());
    RnsView<?> first = outs.getFirst();
    Transforms.Extent extent = new Transforms.Extent(words.targets(), first.batch(), first.polys());
    withDigits(
        digits,
        words,
        made -> {
          switch (first.domain()) {
            case Domain.Coeff _ -> sum(extent, words, made, out);
            case Domain.Eval _ -> {
              Optional<Transforms.Head> head = head(words, made);
              if (head.isEmpty()) {
                sum(extent, words, made, out);
              }
              transforms.forward(extent, head, out, out);
            }
          }
        });
  }

  /// The digits for the transform of the results, if it is to make them itself.
  private Optional<Transforms.Head> head(DigitWords words, Rows digits) {
    return words.mostSources() <= context.tuning().fusedSources()
        ? Optional.of(
            new Transforms.Head(sources(words, digits), words.sources().size(), words::conversion))
        : Optional.empty();
  }

  /// Makes the digits, factor · x + addend, x being coefficients, in rows of their own.
  private void withDigits(List<Digit> digits, DigitWords words, PlanContext.Inner use) {
    RnsView<?> first = digits.getFirst().in();
    int items = first.batch();
    int polys = first.polys();
    Rows in =
        Rows.joined(digits.stream().map(digit -> context.rows(digit.in())).toList()).orElseThrow();
    context.withScratch(
        items,
        polys,
        words.sources().size(),
        made -> {
          switch (first.domain()) {
            case Domain.Eval _ ->
                transforms.inverse(
                    new Transforms.Extent(words.sources(), items, polys),
                    in,
                    made,
                    words::inverse,
                    words::addend);
            case Domain.Coeff _ -> {
              for (LanePart part : LanePart.of(words.sources(), context.tuning())) {
                context
                    .writer()
                    .step(context.products(part.lane()), "scale", part.moduli(), items, polys)
                    .with(part.of(in))
                    .with(part.of(made))
                    .scalars(part.words(LimbWords.scalars(words::inverse, words::addend)))
                    .launch(context.tuning());
              }
            }
          }
          use.use(made);
        });
  }

  /// For each limb of the results the first row of its digit.
  private static Rows sources(DigitWords words, Rows digits) {
    return digits.select(
        IntStream.range(0, words.targets().size()).map(words::firstSource).boxed().toList());
  }

  /// out = Σ y_i·(Q/q_i) + start from the digits.
  private void sum(Transforms.Extent extent, DigitWords words, Rows digits, Rows out) {
    int targets = context.tuning().targets();
    for (LanePart part : LanePart.of(words.targets(), context.tuning())) {
      List<Integer> chosen = inGroups(part.limbs(), words, targets);
      List<Modulus> limbs = chosen.stream().map(words.targets()::get).toList();
      LanePart groups = new LanePart(part.lane(), chosen, limbs);
      long[] conversions = groups.words(words::conversion);
      context
          .writer()
          .step(
              context.products(part.lane()), "base_convert", limbs, extent.items(), extent.polys())
          .with(sources(words, digits).select(chosen), words.sources().size())
          .with(out.select(chosen))
          .scalars(conversions)
          .count(conversions.length / limbs.size())
          .limbsOfGroup(targets)
          .launch(context.tuning());
    }
  }

  /// Limbs in groups of `size` that come from one digit, the last of which is repeated to fill a
  /// group.
  private static List<Integer> inGroups(List<Integer> limbs, DigitWords words, int size) {
    List<Integer> groups = new ArrayList<>();
    for (int i = 0; i < limbs.size(); i++) {
      groups.add(limbs.get(i));
      boolean endsDigit =
          i + 1 == limbs.size() || words.digitOf(limbs.get(i + 1)) != words.digitOf(limbs.get(i));
      while (endsDigit && groups.size() % size != 0) {
        groups.add(limbs.get(i));
      }
    }
    return groups;
  }

  /// The remainder's digits and its conversion, then for each ending its polynomials.
  void divide(PlanOp.Division op) {
    RnsView<?> quotients = op.quotients();
    DigitWords words = new DigitWords(List.of(op.remainder()), List.of(quotients.basis()));
    withDigits(
        List.of(op.remainder()),
        words,
        digits ->
            context.withScratch(
                quotients.batch(),
                quotients.polys(),
                quotients.limbs(),
                remainder -> {
                  Transforms.Extent extent =
                      new Transforms.Extent(words.targets(), quotients.batch(), quotients.polys());
                  Optional<Transforms.Head> head = head(words, digits);
                  if (head.isEmpty()) {
                    sum(extent, words, digits, remainder);
                  }
                  transforms.divide(extent, head, remainder, quotients(op));
                }));
  }

  private List<Transforms.Quotient> quotients(PlanOp.Division op) {
    LimbWords factors = LimbWords.scalars((_, limb) -> op.factors().get(limb), Residue.ZERO);
    return List.copyOf(op.endings().stream().map(ending -> quotient(op, ending, factors)).toList());
  }

  private Transforms.Quotient quotient(
      PlanOp.Division op, PlanOp.Ending ending, LimbWords factors) {
    Rows in = context.rows(op.in()).fromPoly(ending.firstPoly());
    return new Transforms.Quotient(
        ending.firstPoly(),
        ending.out().polys(),
        in,
        factors,
        ending.addend().isPresent(),
        ending.addend().map(context::rows).orElse(in),
        ending.element().map(GaloisElement::value).orElse(1),
        context.rows(ending.out()));
  }
}
