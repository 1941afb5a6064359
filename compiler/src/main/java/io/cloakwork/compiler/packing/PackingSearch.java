package io.cloakwork.compiler.packing;

import io.cloakwork.ckks.Parameters;
import io.cloakwork.compiler.layer.Layer;
import io.cloakwork.compiler.layer.LayerProgram;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Chooses the packing of every affine layer: dynamic programming over the layouts of the values
/// that later layers still read, because a cheaper layer may leave a layout that makes the next one
/// dearer. Polynomials keep the layout; the terms of a layer meet in the layout that suits one of
/// them.
///
/// Assumes one ciphertext holds every intermediate tensor; where none of the candidates fits, or
/// encoded weights pass the memory limit, the result is empty and a larger ring may help.
public final class PackingSearch {

  /// Partial programs kept from layer to layer.
  private static final int BEAM = 12;

  private final LayerProgram program;
  private final Parameters parameters;
  private final int slots;
  private final long maxWeightBytes;
  private final double keyPrice;

  private PackingSearch(
      LayerProgram program,
      Parameters parameters,
      int images,
      long maxWeightBytes,
      double keyPrice) {
    this.keyPrice = keyPrice;
    this.program = program;
    this.parameters = parameters;
    this.slots = parameters.slots() / images;
    this.maxWeightBytes = maxWeightBytes;
  }

  /// A choice for the layers up to some layer.
  ///
  /// @param layouts of the values that later layers read, by layer; the network's input among them
  /// @param steps of the rotations that there are keys for
  /// @param cost with the price of the keys
  private record Partial(
      List<AffinePacking> packings,
      Map<Integer, SlotLayout> layouts,
      Set<Integer> steps,
      double cost,
      long weightBytes) {

    /// @param keyPrice of each new key
    Partial then(int index, AffinePacking packing, long bytes, double keyPrice) {
      Set<Integer> longerSteps = new HashSet<>(steps);
      packing.terms().forEach(term -> longerSteps.addAll(term.rotations()));
      double keys = (longerSteps.size() - steps.size()) * keyPrice;
      List<AffinePacking> longer = new ArrayList<>(packings);
      longer.add(packing);
      Map<Integer, SlotLayout> known = new HashMap<>(layouts);
      for (LinearPacking term : packing.terms()) {
        known.put(term.term().source(), term.in());
      }
      known.put(index, packing.out());
      return new Partial(
          List.copyOf(longer),
          Map.copyOf(known),
          longerSteps,
          cost + packing.cost() + keys,
          weightBytes + bytes);
    }

    /// After polynomial `index`, which keeps the layout of its operand.
    Partial passed(int index, int source) {
      Map<Integer, SlotLayout> known = new HashMap<>(layouts);
      known.put(index, known.get(source));
      return new Partial(packings, Map.copyOf(known), steps, cost, weightBytes);
    }

    Map<Integer, SlotLayout> layoutsOf(Set<Integer> live) {
      Map<Integer, SlotLayout> kept = new HashMap<>(layouts);
      kept.keySet().retainAll(live);
      return kept;
    }
  }

  /// The cheapest packing of each affine layer, in order, on slots ÷ images slots.
  ///
  /// @param images how many inputs share a ciphertext
  /// @param maxWeightBytes bound on the encoded weights on the device
  /// @param keyPrice what a byte of rotation keys costs, in the unit of costs: the higher, the
  ///   fewer different steps
  public static Optional<PackingChoice> best(
      LayerProgram program,
      Parameters parameters,
      int images,
      long maxWeightBytes,
      double keyPrice) {
    return new PackingSearch(program, parameters, images, maxWeightBytes, keyPrice).search();
  }

  private Optional<PackingChoice> search() {
    List<Partial> beam = List.of(new Partial(List.of(), Map.of(), Set.of(), 0, 0));
    int[] below = program.levelsBelow();
    for (int i = 0; i < program.layers().size(); i++) {
      beam =
          switch (program.layers().get(i)) {
            case Layer.Affine affine -> extend(beam, i, affine, below[i] + 1);
            case Layer.Polynomial p -> passed(beam, i, p.source());
            case Layer.Chebyshev c -> passed(beam, i, c.source());
            case Layer.Monic m -> passed(beam, i, m.source());
          };
    }
    return beam.stream()
        .min(Comparator.comparingDouble(Partial::cost))
        .map(best -> new PackingChoice(best.packings(), best.steps().size()));
  }

  private static List<Partial> passed(List<Partial> beam, int index, int source) {
    return beam.stream().map(partial -> partial.passed(index, source)).toList();
  }

  /// @param level of the layer's operands
  private List<Partial> extend(List<Partial> beam, int index, Layer.Affine layer, int level) {
    Set<Integer> live = readFrom(index);
    RotationCost cost = new RotationCost(parameters, level, keyPrice);
    RotationCost foldCost = new RotationCost(parameters, level - 1, keyPrice);
    boolean clean =
        program.readers(index).stream()
            .anyMatch(reader -> program.layers().get(reader).needsCleanSlots());
    Map<Map<Integer, SlotLayout>, Partial> best = new LinkedHashMap<>();
    List<List<AffinePacking>> candidates =
        beam.parallelStream().map(one -> candidates(one, layer, cost, foldCost)).toList();
    for (int i = 0; i < beam.size(); i++) {
      Partial partial = beam.get(i);
      for (AffinePacking candidate : candidates.get(i)) {
        long bytes = weightBytes(candidate, level);
        Partial longer = partial.then(index, candidate, bytes, cost.keyPrice());
        if (longer.weightBytes() <= maxWeightBytes && (candidate.leavesZeros() || !clean)) {
          best.merge(longer.layoutsOf(live), longer, (a, b) -> a.cost() <= b.cost() ? a : b);
        }
      }
    }
    return best.values().stream()
        .sorted(Comparator.comparingDouble(Partial::cost))
        .limit(BEAM)
        .toList();
  }

  /// What layers after layer `index` read, and layer `index` itself.
  private Set<Integer> readFrom(int index) {
    Set<Integer> live = new HashSet<>(Set.of(index));
    for (int i = index + 1; i < program.layers().size(); i++) {
      live.addAll(program.layers().get(i).sources());
    }
    return live;
  }

  private List<AffinePacking> candidates(
      Partial partial, Layer.Affine layer, RotationCost cost, RotationCost foldCost) {
    if (!partial.layouts().keySet().containsAll(layer.sources())) {
      Layer.Term only = layer.terms().getFirst();
      return Candidates.ofInput(only, slots, cost, foldCost).stream()
          .map(packing -> new AffinePacking(layer, List.of(packing)))
          .toList();
    }
    List<AffinePacking> result = new ArrayList<>();
    for (int leader = 0; leader < layer.terms().size(); leader++) {
      Layer.Term term = layer.terms().get(leader);
      SlotLayout in = partial.layouts().get(term.source());
      for (LinearPacking packing : Candidates.of(term, in, cost, foldCost)) {
        follow(partial, layer, leader, packing, cost, foldCost).ifPresent(result::add);
      }
    }
    return result;
  }

  /// The layer with one term packed as `packing` says and the others into its layout.
  private static Optional<AffinePacking> follow(
      Partial partial,
      Layer.Affine layer,
      int leader,
      LinearPacking packing,
      RotationCost cost,
      RotationCost foldCost) {
    List<LinearPacking> terms = new ArrayList<>();
    for (int i = 0; i < layer.terms().size(); i++) {
      Layer.Term term = layer.terms().get(i);
      if (i == leader) {
        terms.add(packing);
        continue;
      }
      SlotLayout in = partial.layouts().get(term.source());
      Optional<LinearPacking> onto =
          Candidates.onto(term, in, packing.out(), cost, foldCost).stream()
              .min(Comparator.comparingDouble(LinearPacking::cost));
      if (onto.isEmpty()) {
        return Optional.empty();
      }
      terms.add(onto.get());
    }
    return Optional.of(new AffinePacking(layer, terms));
  }

  /// Bytes of a packing's diagonals over the primes of `level` and the special primes.
  private long weightBytes(AffinePacking packing, int level) {
    long limbs = level + 1L + parameters.chain().specialP().size();
    long diagonals = packing.terms().stream().mapToLong(t -> t.plan().offsets().size()).sum();
    return diagonals * limbs * parameters.degree() * Long.BYTES;
  }
}
