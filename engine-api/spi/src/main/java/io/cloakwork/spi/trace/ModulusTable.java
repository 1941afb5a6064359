package io.cloakwork.spi.trace;

import io.cloakwork.spi.graph.Domain;
import io.cloakwork.spi.graph.RnsShape;
import io.cloakwork.spi.ring.Modulus;
import io.cloakwork.spi.ring.RnsBasis;
import io.cloakwork.spi.trace.encoding.Message;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The primes of a trace, which shapes name by their index, and shapes as messages.
final class ModulusTable {

  /// Chains have a few dozen primes.
  private static final int MAX_MODULI = 1024;

  private final List<Modulus> moduli;
  private final Map<Modulus, Integer> indexes = new HashMap<>();

  private ModulusTable(List<Modulus> moduli) {
    this.moduli = moduli;
    for (Modulus modulus : moduli) {
      indexes.put(modulus, indexes.size());
    }
  }

  static ModulusTable of(Trace trace) {
    return new ModulusTable(trace.moduli());
  }

  /// @throws TraceException if there are too many, or one is no prime that the contract allows
  static ModulusTable read(long[] values) {
    if (values.length > MAX_MODULI) {
      throw new TraceException(
          "there are %d moduli, more than %d".formatted(values.length, MAX_MODULI));
    }
    List<Modulus> moduli = new ArrayList<>();
    for (long value : values) {
      try {
        moduli.add(Modulus.of(value));
      } catch (IllegalArgumentException e) {
        throw new TraceException("the list of moduli: " + e.getMessage(), e);
      }
    }
    return new ModulusTable(moduli);
  }

  List<Modulus> moduli() {
    return moduli;
  }

  void writeShape(RnsShape shape, Message to) {
    to.setName("domain", shape.domain() == Domain.EVAL ? "EVAL" : "COEFF")
        .set("log_n", shape.logN())
        .set("batch", shape.batch())
        .set("polys", shape.polys())
        .addAll("moduli", shape.basis().moduli().stream().mapToLong(indexes::get));
  }

  /// @throws TraceException if the shape has too many rows or names a modulus that is not there
  RnsShape readShape(Message from, RowBudget budget) {
    long[] limbs = from.numbers("moduli");
    List<Modulus> basis = new ArrayList<>();
    for (long limb : limbs) {
      if (limb >= moduli.size()) {
        throw new TraceException("a shape has modulus %d of %d".formatted(limb, moduli.size()));
      }
      basis.add(moduli.get((int) limb));
    }
    budget.takeShape(from.number("batch"), from.number("polys"), limbs.length);
    Domain domain = from.name("domain").equals("EVAL") ? Domain.EVAL : Domain.COEFF;
    return new RnsShape(
        domain,
        (int) Math.min(from.number("log_n"), Integer.MAX_VALUE),
        (int) from.number("batch"),
        (int) from.number("polys"),
        new RnsBasis(basis));
  }
}
