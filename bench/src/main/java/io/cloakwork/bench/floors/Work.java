package io.cloakwork.bench.floors;

import io.cloakwork.cost.GraphCost;
import io.cloakwork.spi.graph.CommandGraph;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/// What a computation asks of any machine, counted from its command graphs.
///
/// A product is a multiplication of two residues modulo a prime; what else it takes depends on its
/// [Form], so that each form is counted by itself: an inner product of n pairs is n terms and one
/// reduction, which is no product, not n products that are reduced. Additions that no product
/// carries are counted apart and are no part of a floor, for what only adds is bound by memory
/// everywhere, and lazy representations let a product carry several.
///
/// @param counts products by kind, none of them zero
/// @param additions modular additions and subtractions that no product carries
/// @param bytes the fewest that move: every row of inputs, keys, plaintexts and outputs once,
///   however many items of the batch or commands use it, in words of 64 bits
public record Work(Map<Arithmetic, Long> counts, long additions, long bytes) {

  public static final Work NONE = new Work(Map.of(), 0, 0);

  public Work {
    Map<Arithmetic, Long> copy = new TreeMap<>(counts);
    copy.values().removeIf(count -> count == 0);
    counts = Collections.unmodifiableMap(copy);
  }

  /// Counts one run of a graph.
  public static Work of(CommandGraph graph) {
    return new WorkCounter(graph).count().plus(moving(GraphCost.of(graph).streamedBytes()));
  }

  /// Nothing but products of one kind.
  public static Work products(Lane lane, Form form, long count) {
    return new Work(Map.of(new Arithmetic(lane, form), count), 0, 0);
  }

  /// Nothing but additions.
  static Work adding(long additions) {
    return new Work(Map.of(), additions, 0);
  }

  /// Nothing but traffic.
  public static Work moving(long bytes) {
    return new Work(Map.of(), 0, bytes);
  }

  /// Both, one after the other.
  public Work plus(Work other) {
    Map<Arithmetic, Long> sum = new TreeMap<>(counts);
    other.counts.forEach((kind, count) -> sum.merge(kind, count, Long::sum));
    return new Work(sum, additions + other.additions, bytes + other.bytes);
  }

  /// The same on rows that are in registers or the nearest cache: nothing moves.
  public Work withoutTraffic() {
    return new Work(counts, additions, 0);
  }

  /// Products of all kinds.
  public long products() {
    return counts.values().stream().mapToLong(Long::longValue).sum();
  }

  /// Products of one kind.
  public long products(Lane lane, Form form) {
    return counts.getOrDefault(new Arithmetic(lane, form), 0L);
  }

  /// Products a byte: what decides which of the two limits holds. Zero where nothing moves.
  public double intensity() {
    return bytes == 0 ? 0 : (double) products() / bytes;
  }
}
