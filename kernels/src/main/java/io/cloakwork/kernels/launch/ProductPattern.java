package io.cloakwork.kernels.launch;

import io.cloakwork.spi.graph.RnsOp;
import io.cloakwork.spi.graph.RnsView;
import io.cloakwork.spi.graph.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Inner products with what is added to them, scaled or not; and without the copies that complete
/// raised digits: a digit's own limbs are read where they were copied from.
final class ProductPattern {

  private final Uses uses;
  // By the digit that a copy completes.
  private final Map<Value, RnsOp.Copy<?>> copies = new HashMap<>();
  private final Map<Value, Integer> copyCommands = new HashMap<>();

  ProductPattern(Uses uses) {
    this.uses = uses;
  }

  void apply(PlanOp[] fused) {
    findCopies();
    boolean removed;
    do {
      removed = removeMixed();
    } while (removed);
    copyCommands.values().forEach(uses::take);
    for (int i = 0; i < fused.length; i++) {
      if (uses.command(i) instanceof RnsOp.InnerProduct op) {
        PlanOp.Product product = product(i, op);
        uses.take(i);
        fused[product.command()] = product;
      }
    }
  }

  /// Copies into temporaries that nothing but inner products reads, as their first factors.
  private void findCopies() {
    for (int i = 0; i < uses.count(); i++) {
      if (uses.command(i) instanceof RnsOp.Copy<?> copy
          && !copy.out().value().isBound()
          && !copies.containsKey(copy.out().value())
          && Uses.sameRows(copy.a(), copy.out())
          && copy.out().polys() == copy.out().value().shape().polys()
          && uses.readers(copy.out().value()).stream().allMatch(r -> isFactor(copy.out(), r))) {
        copies.put(copy.out().value(), copy);
        copyCommands.put(copy.out().value(), i);
      }
    }
  }

  private boolean isFactor(RnsView<?> view, int reader) {
    return uses.command(reader) instanceof RnsOp.InnerProduct op
        && op.b().stream().noneMatch(b -> b.value().equals(view.value()))
        && op.a().stream()
            .filter(a -> a.value().equals(view.value()))
            .allMatch(a -> a.polys() == view.polys());
  }

  /// Gives up the copies of an inner product whose sources are not one polynomial.
  private boolean removeMixed() {
    for (int i = 0; i < uses.count(); i++) {
      if (uses.command(i) instanceof RnsOp.InnerProduct op) {
        List<RnsView<?>> sources = new ArrayList<>();
        op.a().forEach(a -> own(a).ifPresent(sources::add));
        if (sources.stream().anyMatch(source -> !isSamePlace(source, sources.getFirst()))) {
          op.a().forEach(a -> copies.remove(a.value()));
          op.a().forEach(a -> copyCommands.remove(a.value()));
          return true;
        }
      }
    }
    return false;
  }

  private static boolean isSamePlace(RnsView<?> a, RnsView<?> b) {
    return a.value().equals(b.value()) && a.firstPoly() == b.firstPoly() && a.polys() == b.polys();
  }

  private Optional<RnsView<?>> own(RnsView<?> factor) {
    return Optional.ofNullable(copies.get(factor.value())).map(RnsOp.Copy::a);
  }

  private PlanOp.Product product(int index, RnsOp.InnerProduct op) {
    List<Optional<RnsView<?>>> own = new ArrayList<>();
    op.a().forEach(a -> own.add(own(a)));
    int sum = uses.onlyReader(op.out());
    if (sum >= 0
        && uses.command(sum) instanceof RnsOp.Add<?> add
        && (add.a().equals(op.out()) || add.b().equals(op.out()))
        && Uses.sameRows(add.out(), op.out())
        && !add.a().equals(add.b())) {
      uses.take(sum);
      PlanOp.Start start = start(add.a().equals(op.out()) ? add.b() : add.a(), sum);
      return new PlanOp.Product(sum, op, own, Optional.of(start), add.out());
    }
    return new PlanOp.Product(index, op, own, Optional.empty(), op.out());
  }

  private PlanOp.Start start(RnsView<?> summand, int sum) {
    if (uses.isMadeAtOnce(summand) && uses.readers(summand.value()).equals(List.of(sum))) {
      int maker = uses.writers(summand.value()).getFirst();
      if (!uses.isTaken(maker)
          && uses.command(maker) instanceof RnsOp.MulScalar<?> scaled
          && Uses.sameRows(scaled.a(), scaled.out())) {
        uses.take(maker);
        return new PlanOp.Start(scaled.a(), Optional.of(scaled.scalars()));
      }
    }
    return new PlanOp.Start(summand, Optional.empty());
  }
}
