package io.cloakwork.bench.ops;

import io.cloakwork.bench.floors.Lane;
import java.util.ArrayList;
import java.util.List;

/// An operation of the contract, how it is recorded, and the arithmetic of its primes.
public record RnsCase(RnsOperation operation, Lane lane, RnsForm form) {

  /// Every operation, both lanes, both ways to record it where there are two.
  public static List<RnsCase> all() {
    List<RnsCase> all = new ArrayList<>();
    for (Lane lane : Lane.values()) {
      for (RnsOperation operation : RnsOperation.values()) {
        operation.forms().forEach(form -> all.add(new RnsCase(operation, lane, form)));
      }
    }
    return List.copyOf(all);
  }

  /// The name of its row.
  public String label() {
    return operation.label(lane, form);
  }

  /// Whether a person who asks for `name` means this, too: its own name, or the operation's for all
  /// of its rows.
  boolean isNamed(String name) {
    return label().equals(name) || operation.label().equals(name);
  }
}
