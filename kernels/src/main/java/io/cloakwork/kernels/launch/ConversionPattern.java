package io.cloakwork.kernels.launch;

import io.cloakwork.spi.graph.RnsOp;
import io.cloakwork.spi.graph.RnsView;
import io.cloakwork.spi.graph.Scalars;
import io.cloakwork.spi.graph.Value;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Base conversions with all that is around them: constants added before and subtracted after (how
/// digits are raised and remainders taken around zero), the inverse transform before, if nothing
/// else reads its coefficients, and the transform after. The digits of one polynomial are raised
/// together.
final class ConversionPattern {

  private final Uses uses;

  ConversionPattern(Uses uses) {
    this.uses = uses;
  }

  /// A conversion with its constants and the transform after it.
  ///
  /// @param parts the commands
  private record Chain(Digit digit, RnsView<?> out, List<Integer> parts) {

    Chain of(RnsView<?> in) {
      return new Chain(new Digit(in, digit.before(), digit.after()), out, parts);
    }
  }

  void apply(PlanOp[] fused) {
    for (int i = 0; i < uses.count(); i++) {
      if (uses.command(i) instanceof RnsOp.Intt intt) {
        decomposition(i, intt, fused);
      }
    }
    for (int i = 0; i < uses.count(); i++) {
      if (uses.command(i) instanceof RnsOp.BaseConvert op && !uses.isTaken(i)) {
        Chain chain = chain(i, op);
        chain.parts().forEach(uses::take);
        fused[i] = new PlanOp.Conversion(i, List.of(chain.digit()), List.of(chain.out()));
      }
    }
  }

  /// Takes all readers of the coefficients if each is a conversion of limbs of its own.
  private void decomposition(int index, RnsOp.Intt intt, PlanOp[] fused) {
    if (!uses.isMadeAtOnce(intt.out()) || !Uses.sameRows(intt.in(), intt.out())) {
      return;
    }
    List<Chain> chains = new ArrayList<>();
    Set<Integer> limbs = new HashSet<>();
    for (int reader : uses.readers(intt.out().value())) {
      Optional<Chain> chain = chainFrom(reader, intt.out().value());
      if (chain.isEmpty()) {
        return;
      }
      RnsView<?> read = chain.get().digit().in();
      for (int i = 0; i < read.limbs(); i++) {
        if (!limbs.add(read.limb(i))) {
          return;
        }
      }
      chains.add(chain.get().of(intt.in().restrict(read.basis())));
    }
    if (chains.isEmpty() || !haveOneDomain(chains)) {
      return;
    }
    chains.sort(Comparator.comparing(chain -> chain.parts().getFirst()));
    chains.forEach(chain -> chain.parts().forEach(uses::take));
    uses.take(index);
    fused[index] =
        new PlanOp.Conversion(
            index,
            chains.stream().map(Chain::digit).toList(),
            List.copyOf(chains.stream().map(Chain::out).toList()));
  }

  private static boolean haveOneDomain(List<Chain> chains) {
    return chains.stream().allMatch(c -> c.out().domain() == chains.getFirst().out().domain());
  }

  /// The chain that begins where command `reader` reads all polynomials of the coefficients, if it
  /// is one.
  private Optional<Chain> chainFrom(int reader, Value coefficients) {
    int convert =
        switch (uses.command(reader)) {
          case RnsOp.BaseConvert _ -> reader;
          case RnsOp.Add<?> add -> uses.onlyReader(add.out());
          default -> -1;
        };
    if (convert < 0 || !(uses.command(convert) instanceof RnsOp.BaseConvert op)) {
      return Optional.empty();
    }
    Chain chain = chain(convert, op);
    RnsView<?> read = chain.digit().in();
    return read.value().equals(coefficients) && read.polys() == coefficients.shape().polys()
        ? Optional.of(chain)
        : Optional.empty();
  }

  private Chain chain(int index, RnsOp.BaseConvert op) {
    List<Integer> parts = new ArrayList<>(List.of(index));
    RnsView<?> in = op.in();
    Optional<Scalars> before = Optional.empty();
    int maker = uses.madeOnlyFor(in, index);
    if (maker >= 0 && uses.command(maker) instanceof RnsOp.Add<?> add) {
      RnsView<?> other = uses.constant(add.b()).isPresent() ? add.a() : add.b();
      Optional<Scalars> addend = uses.constant(add.b()).or(() -> uses.constant(add.a()));
      if (addend.isPresent() && Uses.sameRows(other, add.out())) {
        parts.add(maker);
        before = addend;
        in = other;
      }
    }
    RnsView<?> out = op.out();
    Optional<Scalars> after = Optional.empty();
    int user = uses.onlyReader(out);
    if (user >= 0
        && uses.command(user) instanceof RnsOp.Sub<?> sub
        && sub.a().equals(out)
        && Uses.sameRows(sub.out(), out)
        && uses.constant(sub.b()).isPresent()) {
      parts.add(user);
      after = uses.constant(sub.b());
      out = sub.out();
      user = uses.onlyReader(out);
    }
    if (user >= 0
        && uses.command(user) instanceof RnsOp.Ntt ntt
        && ntt.in().equals(out)
        && Uses.sameRows(ntt.out(), out)) {
      parts.add(user);
      out = ntt.out();
    }
    return new Chain(new Digit(in, before, after), out, parts);
  }
}
