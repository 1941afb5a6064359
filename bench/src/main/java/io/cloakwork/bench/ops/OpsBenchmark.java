package io.cloakwork.bench.ops;

import io.cloakwork.bench.timing.Effort;
import io.cloakwork.bench.timing.Rounds;
import io.cloakwork.bench.timing.Slices;
import io.cloakwork.ckks.Parameters;
import io.cloakwork.spi.device.Device;
import io.cloakwork.spi.device.Reuse;
import io.cloakwork.spi.device.UnsupportedGraphException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.DoubleConsumer;

/// Measures the operations of one parameter set on one device.
///
/// @param parameters that the operations are of
/// @param device that they run on; stays the caller's
/// @param selection which operations
/// @param batch items of every operand
public record OpsBenchmark(Parameters parameters, Device device, Selection selection, int batch) {

  /// The rows, and what could not be measured and why.
  public record Results(List<Measurement> measurements, List<String> refused) {

    public Results {
      measurements = List.copyOf(measurements);
      refused = List.copyOf(refused);
    }
  }

  /// Measures every operation that the device has: those of the scheme in turns, then those of the
  /// contract.
  ///
  /// @param progress told which part of all is done, in (0, 1]
  public Results run(Effort effort, DoubleConsumer progress) {
    List<Measurement> all = new ArrayList<>();
    List<String> refused = new ArrayList<>();
    int schemeRows = new Selection(selection.scheme(), Set.of()).rows(batch);
    double schemePart = (double) schemeRows / Math.max(1, selection.rows(batch));
    if (schemeRows > 0) {
      all.addAll(scheme(effort, part -> progress.accept(part * schemePart), refused));
    }
    if (!selection.rns().isEmpty()) {
      try (RnsBenchmark rns = new RnsBenchmark(parameters, device, batch, selection.rns())) {
        refused.addAll(rns.refused());
        all.addAll(
            measure(
                rns.cases(),
                effort,
                part -> progress.accept(schemePart + part * (1 - schemePart))));
      }
    }
    return new Results(all, refused);
  }

  /// Ciphertexts need nearly all of the contract; a device that has only part of it is measured on
  /// transforms, if it has those.
  private List<Measurement> scheme(
      Effort effort, DoubleConsumer progress, Collection<String> refused) {
    Optional<String> lacking = lackingForCiphertexts();
    if (lacking.isEmpty()) {
      try (OperationBenchmark scheme =
          new OperationBenchmark(parameters, device, batch, selection.scheme())) {
        return measure(scheme.cases(), effort, progress);
      }
    }
    refused.add("operations of the scheme need more than the device has: " + lacking.get());
    try (TransformBench transforms = new TransformBench(parameters, device)) {
      List<BenchCase> cases = new ArrayList<>(List.of(transforms.forward(), transforms.inverse()));
      cases.removeIf(each ->
          batch > 1 || selection.scheme().stream().noneMatch(one -> one.label().equals(each.op())));
      return measure(cases, effort, progress);
    } catch (UnsupportedGraphException e) {
      refused.add("transforms: " + e.getMessage());
      return List.of();
    }
  }

  /// Why the device cannot compute with ciphertexts of the parameters, if it cannot.
  private Optional<String> lackingForCiphertexts() {
    RnsOperand size = RnsOperand.of(parameters);
    for (RnsOperation operation : RnsOperation.values()) {
      if (operation != RnsOperation.LINEAR_COMBINATION) { // only networks use it
        try {
          device.compile(operation.graph(size, RnsForm.FUSED), Reuse.ONCE).close();
        } catch (UnsupportedGraphException e) {
          return Optional.of(e.getMessage());
        }
      }
    }
    return Optional.empty();
  }

  private static List<Measurement> measure(
      List<BenchCase> cases, Effort effort, DoubleConsumer progress) {
    List<Runnable> parts = cases.stream().flatMap(each -> each.parts().stream()).toList();
    List<Slices> timings = Rounds.time(parts, effort, progress);
    List<Measurement> measured = new ArrayList<>();
    int next = 0;
    for (BenchCase each : cases) {
      List<Slices> own = timings.subList(next, next + each.parts().size());
      next += own.size();
      measured.add(
          new Measurement(
              each.op(),
              each.batch(),
              each.combine().apply(own).toTiming(),
              each.work().get(),
              each.precision().get()));
    }
    return measured;
  }
}
