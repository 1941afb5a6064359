package io.cloakwork.bench.ops;

import io.cloakwork.bench.floors.Work;
import io.cloakwork.bench.result.Timing;
import java.util.OptionalDouble;

/// What timing one operation gave.
///
/// @param op its name in reports
/// @param batch items that one run computed
/// @param timing of a run, all items
/// @param work that a run asks of the device; what the host does is not counted
/// @param precisionBits −log2 of the largest error in any slot, inputs in [−1, 1); empty for exact
///   operations
public record Measurement(
    String op, int batch, Timing timing, Work work, OptionalDouble precisionBits) {}
