package io.cloakwork.compiler.packing;

import io.cloakwork.ckks.Parameters;
import io.cloakwork.compiler.layer.Layer;
import io.cloakwork.compiler.layer.LayerProgram;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Chooses the packing of every affine layer: dynamic programming over the layouts between them,
/// because a cheaper layer may leave a layout that makes the next one dearer. Polynomials keep the
/// layout.
///
/// Assumes one ciphertext holds every intermediate tensor; where none of the candidates fits, or
/// encoded weights pass the memory limit, the result is empty and a larger ring may help.
public final class PackingSearch {

  /// Partial programs kept from layer to layer.
  private static final int BEAM = 12;

  private final Parameters parameters;
  private final long maxWeightBytes;

  private PackingSearch(Parameters parameters, long maxWeightBytes) {
    this.parameters = parameters;
    this.maxWeightBytes = maxWeightBytes;
  }

  private record Partial(List<LinearPacking> packings, double cost, long weightBytes) {

    SlotLayout layout() {
      return packings.getLast().out();
    }

    Partial then(LinearPacking packing, long bytes) {
      List<LinearPacking> longer = new ArrayList<>(packings);
      longer.add(packing);
      return new Partial(List.copyOf(longer), cost + packing.cost(), weightBytes + bytes);
    }
  }

  /// The cheapest packing of each affine layer, in order.
  ///
  /// @param maxWeightBytes bound on the encoded weights on the device
  public static Optional<List<LinearPacking>> best(
      LayerProgram program, Parameters parameters, long maxWeightBytes) {
    return new PackingSearch(parameters, maxWeightBytes).search(program);
  }

  private Optional<List<LinearPacking>> search(LayerProgram program) {
    List<Partial> beam = List.of(new Partial(List.of(), 0, 0));
    int level = parameters.maxLevel();
    for (Layer layer : program.layers()) {
      if (layer instanceof Layer.Affine affine) {
        beam = extend(beam, affine, level);
      }
      level -= layer.depth();
    }
    return beam.stream().min(Comparator.comparingDouble(Partial::cost)).map(Partial::packings);
  }

  private List<Partial> extend(List<Partial> beam, Layer.Affine layer, int level) {
    RotationCost cost = new RotationCost(parameters, level);
    RotationCost foldCost = new RotationCost(parameters, level - 1);
    Map<SlotLayout, Partial> best = new HashMap<>();
    for (Partial partial : beam) {
      List<LinearPacking> candidates =
          partial.packings().isEmpty()
              ? Candidates.ofInput(layer, parameters.slots(), cost, foldCost)
              : Candidates.of(layer, partial.layout(), cost, foldCost);
      for (LinearPacking candidate : candidates) {
        Partial longer = partial.then(candidate, weightBytes(candidate, level));
        if (longer.weightBytes() <= maxWeightBytes) {
          best.merge(longer.layout(), longer, (a, b) -> a.cost() <= b.cost() ? a : b);
        }
      }
    }
    return best.values().stream()
        .sorted(Comparator.comparingDouble(Partial::cost))
        .limit(BEAM)
        .toList();
  }

  /// Bytes of a packing's diagonals over the primes of `level` and the special primes.
  private long weightBytes(LinearPacking packing, int level) {
    long limbs = level + 1L + parameters.chain().specialP().size();
    return packing.plan().offsets().size() * limbs * parameters.degree() * Long.BYTES;
  }
}
