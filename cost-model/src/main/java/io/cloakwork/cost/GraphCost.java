package io.cloakwork.cost;

import io.cloakwork.spi.graph.CommandGraph;

/// What one run of a command graph asks of a machine, by the meaning of its commands, with the
/// composites written out, less what every backend can fold away (copies, constants added around a
/// base conversion, the subtraction before the last product of a division).
///
/// @param logN log2 of the words of a row
/// @param fast rows modulo primes of the fast lane
/// @param wide rows modulo larger primes
/// @param streamedBytes bytes of inputs, keys, weights and outputs, each counted once: they are
///   taken not to be in any cache when the run starts
/// @param stages parts that follow each other because a conversion needs all limbs of a row
/// @see io.cloakwork.spi.graph.RnsOp
public record GraphCost(int logN, RowCounts fast, RowCounts wide, long streamedBytes, int stages) {

  /// Counts a graph.
  public static GraphCost of(CommandGraph graph) {
    return new GraphCounter(graph).count();
  }
}
