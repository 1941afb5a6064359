package io.cloakwork.bench.floors;

import io.cloakwork.cost.GraphCost;
import io.cloakwork.spi.graph.CommandGraph;
import io.cloakwork.spi.graph.RnsOp;

/// What a computation asks of any machine, counted from its command graphs.
///
/// A product is a modular multiplication, with at most one addition that goes along with it; other
/// additions are counted apart and are no part of a floor, for what only adds is bound by memory
/// everywhere, and lazy representations let a product carry several.
///
/// @param fastProducts modulo primes of the fast lane
/// @param wideProducts modulo larger primes
/// @param additions modular additions and subtractions that no product carries
/// @param bytes the fewest that move: every row of inputs, keys, plaintexts and outputs once,
///   however many items of the batch or commands use it, in words of 64 bits
public record Work(long fastProducts, long wideProducts, long additions, long bytes) {

  public static final Work NONE = new Work(0, 0, 0, 0);

  /// Counts one run of a graph.
  public static Work of(CommandGraph graph) {
    Work work = new Work(0, 0, 0, GraphCost.of(graph).streamedBytes());
    for (RnsOp command : graph.commands()) {
      work = work.plus(OpWork.of(command));
    }
    return work;
  }

  /// Both, one after the other.
  public Work plus(Work other) {
    return new Work(
        fastProducts + other.fastProducts,
        wideProducts + other.wideProducts,
        additions + other.additions,
        bytes + other.bytes);
  }

  public long products() {
    return fastProducts + wideProducts;
  }

  /// Products modulo primes of one lane.
  public long products(Lane lane) {
    return switch (lane) {
      case FAST -> fastProducts;
      case WIDE -> wideProducts;
    };
  }

  /// Products a byte: what decides which of the two limits holds. Zero where nothing moves.
  public double intensity() {
    return bytes == 0 ? 0 : (double) products() / bytes;
  }
}
