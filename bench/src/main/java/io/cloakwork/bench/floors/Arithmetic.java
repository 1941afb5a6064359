package io.cloakwork.bench.floors;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Modular products of one kind, those that have a rate of their own.
public record Arithmetic(Lane lane, Form form) implements Comparable<Arithmetic> {

  private static final Comparator<Arithmetic> ORDER =
      Comparator.comparing(Arithmetic::lane).thenComparing(Arithmetic::form);

  /// Every kind, lane by lane.
  public static List<Arithmetic> all() {
    List<Arithmetic> all = new ArrayList<>();
    for (Lane lane : Lane.values()) {
      for (Form form : Form.values()) {
        all.add(new Arithmetic(lane, form));
      }
    }
    return all;
  }

  @Override
  public int compareTo(Arithmetic other) {
    return ORDER.compare(this, other);
  }

  /// The name in reports.
  public String label() {
    return "%s, %s".formatted(form.label(), lane.range());
  }
}
