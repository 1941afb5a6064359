package io.cloakwork.kernels.launch;

import io.cloakwork.spi.graph.RnsOp;
import io.cloakwork.spi.graph.RnsView;
import io.cloakwork.spi.graph.Scalars;
import io.cloakwork.spi.ring.GaloisElement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What launches are planned for: a command of the graph, or several that kernels do as one.
sealed interface PlanOp {

  List<RnsView<?>> reads();

  List<RnsView<?>> writes();

  /// The index of the command that it stands at.
  int command();

  /// A command as it is.
  record Single(int command, RnsOp op) implements PlanOp {
    @Override
    public List<RnsView<?>> reads() {
      return op.reads();
    }

    @Override
    public List<RnsView<?>> writes() {
      return List.of(op.out());
    }
  }

  /// Conversions of digits of one polynomial: result i is that of digit i, transformed if it is in
  /// the evaluation domain. The digits have limbs of their own, in one domain.
  record Conversion(int command, List<Digit> digits, List<RnsView<?>> outs) implements PlanOp {
    public Conversion {
      digits = List.copyOf(digits);
      outs = List.copyOf(outs);
    }

    @Override
    public List<RnsView<?>> reads() {
      return List.copyOf(digits.stream().map(Digit::in).toList());
    }

    @Override
    public List<RnsView<?>> writes() {
      return outs;
    }
  }

  /// The quotients (in − Ntt(remainder)) · factors, each polynomial of them with one ending.
  ///
  /// @param quotients the view that the quotients would be written to, were nothing done with them
  record Division(
      int command,
      Digit remainder,
      RnsView<?> in,
      Scalars factors,
      RnsView<?> quotients,
      List<Ending> endings)
      implements PlanOp {
    public Division {
      endings = List.copyOf(endings);
    }

    @Override
    public List<RnsView<?>> reads() {
      List<RnsView<?>> all = new ArrayList<>(List.of(remainder.in(), in));
      endings.forEach(ending -> ending.addend().ifPresent(all::add));
      return all;
    }

    @Override
    public List<RnsView<?>> writes() {
      return List.copyOf(endings.stream().map(Ending::out).toList());
    }
  }

  /// What becomes of the quotients of `out.polys()` polynomials from `firstPoly`: out = (quotients
  /// + addend)(X^element).
  record Ending(
      int firstPoly,
      Optional<RnsView<?>> addend,
      Optional<GaloisElement> element,
      RnsView<?> out) {}

  /// out = Σ_d a_d ⊙ b_d + start.
  ///
  /// @param own for each a_d the view from which limbs are read instead, where there is one: a
  ///   digit's own limbs are those of what was decomposed
  record Product(
      int command,
      RnsOp.InnerProduct op,
      List<Optional<RnsView<?>>> own,
      Optional<Start> start,
      RnsView<?> out)
      implements PlanOp {
    public Product {
      own = List.copyOf(own);
    }

    @Override
    public List<RnsView<?>> reads() {
      List<RnsView<?>> all = new ArrayList<>(op.reads());
      own.forEach(view -> view.ifPresent(all::add));
      start.ifPresent(summand -> all.add(summand.view()));
      return all;
    }

    @Override
    public List<RnsView<?>> writes() {
      return List.of(out);
    }
  }

  /// A summand: `view`, each limb times its factor if there are factors.
  record Start(RnsView<?> view, Optional<Scalars> factors) {}
}
