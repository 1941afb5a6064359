package io.cloakwork.bench.ops;

import io.cloakwork.bench.floors.Work;
import io.cloakwork.bench.timing.Slices;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.function.Supplier;

/// One row of a report that has yet to be measured.
///
/// @param op its name in reports
/// @param batch items that one run computes
/// @param parts what is timed, each on its own
/// @param combine makes the row's time of the times of the parts
/// @param work counts what one run asks of the device
/// @param precision bits of the worst slot, if there are slots
record BenchCase(
    String op,
    int batch,
    List<Runnable> parts,
    Function<List<Slices>, Slices> combine,
    Supplier<Work> work,
    Supplier<OptionalDouble> precision) {

  BenchCase {
    parts = List.copyOf(parts);
  }

  /// A case that is what it times.
  static BenchCase of(
      String op, int batch, Runnable run, Supplier<Work> work, Supplier<OptionalDouble> precision) {
    return new BenchCase(op, batch, List.of(run), List::getFirst, work, precision);
  }
}
