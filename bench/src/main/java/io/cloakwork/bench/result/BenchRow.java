package io.cloakwork.bench.result;

import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/// One measured figure with everything that is needed to judge it.
///
/// @param by whose code ran
/// @param workload the network that a row of another kind than [Kind#OP] belongs to; empty for
///   operations
/// @param op the operation, for instance `rotate`; of a network `infer`; the layer's name, the
///   stage of the set-up, or the part of a served request
/// @param level of the operands, where it is not the highest
/// @param batch independent items in one run: ciphertexts of an operation, images of a network
/// @param threads of the host, or workers of the device
/// @param precisionBits -log2 of the largest error of a slot for values in [-1, 1]
/// @param setupMicros what had to be done once before the first run
/// @param floor the least time that it can take there
public record BenchRow(
    Kind kind,
    Implementation by,
    String workload,
    String op,
    ParameterFacts parameters,
    OptionalInt level,
    int batch,
    int threads,
    Timing timing,
    OptionalDouble precisionBits,
    OptionalDouble setupMicros,
    Optional<Floor> floor) {

  /// Medians of two runs on an idle machine agree within so much.
  private static final double NOISE = 0.05;

  /// An operation at the highest level, of which only the time is known so far.
  public static BenchRow op(
      Implementation by,
      String op,
      ParameterFacts parameters,
      int batch,
      int threads,
      Timing timing) {
    return of(Kind.OP, by, "", op, parameters, batch, threads, timing);
  }

  /// A row of any kind, of which only the time is known so far.
  public static BenchRow of(
      Kind kind,
      Implementation by,
      String workload,
      String op,
      ParameterFacts parameters,
      int batch,
      int threads,
      Timing timing) {
    return new BenchRow(
        kind,
        by,
        workload,
        op,
        parameters,
        OptionalInt.empty(),
        batch,
        threads,
        timing,
        OptionalDouble.empty(),
        OptionalDouble.empty(),
        Optional.empty());
  }

  /// The same with operands at a level below the highest.
  public BenchRow withLevel(int operandLevel) {
    return with(OptionalInt.of(operandLevel), precisionBits, setupMicros, floor);
  }

  /// The same with a precision.
  public BenchRow withPrecision(double bits) {
    return with(level, OptionalDouble.of(bits), setupMicros, floor);
  }

  /// The same with the time of what had to be done before.
  public BenchRow withSetup(double micros) {
    return with(level, precisionBits, OptionalDouble.of(micros), floor);
  }

  /// The same with a floor.
  public BenchRow withFloor(Floor least) {
    return with(level, precisionBits, setupMicros, Optional.of(least));
  }

  private BenchRow with(
      OptionalInt newLevel,
      OptionalDouble newPrecision,
      OptionalDouble newSetup,
      Optional<Floor> newFloor) {
    return new BenchRow(
        kind,
        by,
        workload,
        op,
        parameters,
        newLevel,
        batch,
        threads,
        timing,
        newPrecision,
        newSetup,
        newFloor);
  }

  /// Limbs of the operands: one more than the level, or all of the chain.
  public OptionalInt limbs() {
    return level.isPresent() ? OptionalInt.of(level.getAsInt() + 1) : parameters.limbs();
  }

  /// The part of the floor's speed that was achieved.
  public OptionalDouble achieved() {
    return floor.isEmpty()
        ? OptionalDouble.empty()
        : OptionalDouble.of(floor.get().achieved(timing.medianMicros()));
  }

  /// Whether the row was faster than its floor by more than two runs on an idle machine differ:
  /// then a peak or a count is too low, and the floor is none.
  public boolean beatsFloor() {
    return achieved().orElse(0) > 1 + NOISE;
  }
}
