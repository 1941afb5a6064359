package io.cloakwork.kernels.launch;

import io.cloakwork.spi.graph.Compositions;
import io.cloakwork.spi.graph.Domain;
import io.cloakwork.spi.graph.RnsOp;
import io.cloakwork.spi.graph.RnsView;
import io.cloakwork.spi.graph.Scalars;
import io.cloakwork.spi.ring.RnsBasis;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Divisions by limbs, written as ModDown or Rescale or written out: the transform of the remainder
/// ends with (in − x) · factor. It also takes what is done with the quotients, if nothing else
/// reads them: a sum, and an automorphism (of the sum or of the quotients).
final class DivisionPattern {

  private final Uses uses;

  DivisionPattern(Uses uses) {
    this.uses = uses;
  }

  /// @param fused has the conversions
  void apply(PlanOp[] fused) {
    for (int i = 0; i < fused.length; i++) {
      if (fused[i] instanceof PlanOp.Conversion conversion && conversion.digits().size() == 1) {
        int at = i;
        written(conversion)
            .ifPresent(division -> {
              fused[at] = null;
              place(division, fused);
            });
      }
    }
    for (int i = 0; i < fused.length; i++) {
      switch (uses.command(i)) {
        case RnsOp.ModDown op -> place(division(i, op.in(), op.out()), fused);
        case RnsOp.Rescale op -> place(division(i, op.in(), op.out()), fused);
        default -> {}
      }
    }
  }

  private static PlanOp.Division division(
      int command, Digit remainder, RnsView<?> in, Scalars factors, RnsView<?> out) {
    PlanOp.Ending ending = new PlanOp.Ending(0, Optional.empty(), Optional.empty(), out);
    return new PlanOp.Division(command, remainder, in, factors, out, List.of(ending));
  }

  private static PlanOp.Division division(int command, RnsView<?> in, RnsView<?> out) {
    RnsBasis kept = out.basis();
    RnsBasis divisor = in.basis().range(kept.size(), in.limbs());
    BigInteger p = divisor.product();
    BigInteger half = p.shiftRight(1);
    Digit remainder =
        new Digit(
            in.restrict(divisor),
            Optional.of(Scalars.of(half, divisor)),
            Optional.of(Scalars.of(half, kept)));
    return division(command, remainder, in.restrict(kept), Compositions.inverse(p, kept), out);
  }

  /// (in − x) · factor, where x is the transformed conversion.
  private Optional<PlanOp.Division> written(PlanOp.Conversion conversion) {
    RnsView<?> x = conversion.outs().getFirst();
    int subtraction = uses.onlyReader(x);
    if (x.domain() != Domain.EVAL
        || subtraction < 0
        || !(uses.command(subtraction) instanceof RnsOp.Sub<?> sub)
        || !sub.b().equals(x)
        || sub.a().equals(x)
        || !Uses.sameRows(sub.out(), x)) {
      return Optional.empty();
    }
    int scaling = uses.onlyReader(sub.out());
    if (scaling < 0
        || !(uses.command(scaling) instanceof RnsOp.MulScalar<?> scaled)
        || !scaled.a().equals(sub.out())
        || !Uses.sameRows(scaled.out(), sub.out())) {
      return Optional.empty();
    }
    uses.take(subtraction);
    uses.take(scaling);
    return Optional.of(
        division(scaling, conversion.digits().getFirst(), sub.a(), scaled.scalars(), scaled.out()));
  }

  /// Puts the division where the first of its endings stands, or where it is.
  private void place(PlanOp.Division division, PlanOp[] fused) {
    uses.take(division.command());
    PlanOp.Division placed = endings(division).orElse(division);
    fused[placed.command()] = placed;
  }

  /// The same division with what is done with its quotients, if that can be done at its end.
  private Optional<PlanOp.Division> endings(PlanOp.Division division) {
    RnsView<?> quotients = division.quotients();
    List<Integer> readers = uses.readers(quotients.value());
    if (!uses.isMadeAtOnce(quotients) || readers.isEmpty()) {
      return Optional.empty();
    }
    int first = readers.getFirst();
    List<PlanOp.Ending> endings = new ArrayList<>();
    Set<Integer> parts = new HashSet<>();
    Set<Integer> polys = new HashSet<>();
    for (int reader : readers) {
      Optional<PlanOp.Ending> ending = ending(reader, quotients, first, parts);
      if (ending.isEmpty() || !addPolys(ending.get(), polys)) {
        return Optional.empty();
      }
      endings.add(ending.get());
    }
    if (polys.size() != quotients.polys()) {
      return Optional.empty();
    }
    parts.forEach(uses::take);
    return Optional.of(
        new PlanOp.Division(
            first, division.remainder(), division.in(), division.factors(), quotients, endings));
  }

  private static boolean addPolys(PlanOp.Ending ending, Set<Integer> polys) {
    for (int i = 0; i < ending.out().polys(); i++) {
      if (!polys.add(ending.firstPoly() + i)) {
        return false;
      }
    }
    return true;
  }

  /// What command `reader` does with some polynomials of the quotients, if it can be done at
  /// command `first`. Adds its commands to `parts`.
  private Optional<PlanOp.Ending> ending(
      int reader, RnsView<?> quotients, int first, Set<Integer> parts) {
    if (uses.isTaken(reader)) {
      return Optional.empty();
    }
    return switch (uses.command(reader)) {
      case RnsOp.Automorphism<?> op
          when readsAllLimbs(op.a(), quotients) && Uses.sameRows(op.a(), op.out()) -> {
        parts.add(reader);
        yield Optional.of(
            new PlanOp.Ending(
                op.a().firstPoly(), Optional.empty(), Optional.of(op.element()), op.out()));
      }
      case RnsOp.Add<?> op -> {
        boolean isFirst = readsAllLimbs(op.a(), quotients);
        RnsView<?> read = isFirst ? op.a() : op.b();
        RnsView<?> other = isFirst ? op.b() : op.a();
        if (!readsAllLimbs(read, quotients)
            || other.value().equals(quotients.value())
            || !Uses.sameRows(read, op.out())
            || !uses.isThereBefore(other, first)) {
          yield Optional.empty();
        }
        parts.add(reader);
        yield Optional.of(sum(read.firstPoly(), other, op.out(), parts));
      }
      default -> Optional.empty();
    };
  }

  private PlanOp.Ending sum(int firstPoly, RnsView<?> other, RnsView<?> out, Set<Integer> parts) {
    int user = uses.onlyReader(out);
    if (user >= 0
        && uses.command(user) instanceof RnsOp.Automorphism<?> op
        && op.a().equals(out)
        && Uses.sameRows(op.a(), op.out())) {
      parts.add(user);
      return new PlanOp.Ending(firstPoly, Optional.of(other), Optional.of(op.element()), op.out());
    }
    return new PlanOp.Ending(firstPoly, Optional.of(other), Optional.empty(), out);
  }

  private static boolean readsAllLimbs(RnsView<?> read, RnsView<?> quotients) {
    return read.value().equals(quotients.value()) && read.basis().equals(quotients.basis());
  }
}
