package io.cloakwork.compiler.activation;

import io.cloakwork.compiler.tensor.TensorGraph;
import io.cloakwork.compiler.tensor.TensorNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/// Decides which inputs the activations of a network are fitted for. Samples and the ranges in a
/// model's notes count together; without either, made-up inputs are run, and what they reach is
/// doubled; a promise of the caller outweighs all of them.
///
/// @param ranges of the inputs of activations and polynomials, as far as they are known
/// @param notes what was guessed or ignored, one sentence each
public record Calibration(Map<TensorNode, InputRange> ranges, List<String> notes) {

  /// How much wider than on made-up inputs real inputs are taken to be.
  private static final double GUESS = 2;

  public Calibration {
    ranges = Map.copyOf(ranges);
    notes = List.copyOf(notes);
  }

  /// @param samples inputs of the caller; may be empty
  /// @param standIns inputs to run if nothing else is known
  /// @throws io.cloakwork.compiler.CompileException if a sample does not fit the network
  public static Calibration of(
      TensorGraph graph,
      ActivationOptions options,
      List<double[]> samples,
      Supplier<List<double[]>> standIns) {
    List<String> notes = new ArrayList<>();
    Map<TensorNode, InputRange> ranges = new HashMap<>();
    options.ranges().flatMap(r -> stated(graph, r, notes)).ifPresent(ranges::putAll);
    if (!samples.isEmpty()) {
      String source = "in %d samples".formatted(samples.size());
      InputRanges.observed(graph, samples, source)
          .forEach((node, seen) -> ranges.merge(node, seen, InputRange::union));
    }
    if (ranges.isEmpty() && InputRanges.anyActivation(graph)) {
      guess(graph, options, standIns.get(), ranges, notes);
    }
    options.interval().ifPresent(promised -> promise(promised, ranges));
    return new Calibration(ranges, notes);
  }

  private static Optional<Map<TensorNode, InputRange>> stated(
      TensorGraph graph, ModelRanges known, List<String> notes) {
    Optional<Map<TensorNode, InputRange>> matched = InputRanges.stated(graph, known);
    if (matched.isEmpty() && !known.entries().isEmpty()) {
      notes.add(
          "the %d ranges in %s do not match the network's %d activations and are ignored"
              .formatted(
                  known.entries().size(), known.origin(), InputRanges.nonlinear(graph).size()));
    }
    return matched;
  }

  private static void guess(
      TensorGraph graph,
      ActivationOptions options,
      List<double[]> standIns,
      Map<TensorNode, InputRange> ranges,
      List<String> notes) {
    InputRanges.observed(graph, standIns, "guessed from made-up inputs")
        .forEach((node, seen) ->
            ranges.put(node, seen.withRange(seen.range().widened(GUESS), seen.source())));
    if (options.interval().isEmpty()) {
      notes.add(
          "warning: the ranges of activation inputs are guessed from made-up inputs; give samples to calibrate them");
    }
  }

  private static void promise(Interval promised, Map<TensorNode, InputRange> ranges) {
    ranges.replaceAll((_, known) -> known.withRange(promised, "as promised"));
  }
}
