package io.cloakwork.compiler;

import io.cloakwork.ckks.KeySwitchKey;
import io.cloakwork.ckks.Parameters;
import io.cloakwork.compiler.layer.LayerProgram;
import io.cloakwork.compiler.packing.PackingChoice;
import io.cloakwork.compiler.packing.PackingSearch;
import io.cloakwork.compiler.program.ProgramBuilder;
import io.cloakwork.compiler.program.SlotProgram;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/// Packs a network into rings and makes programs of the plans.
final class RingPlanner {

  /// Prices of a byte of keys, in element-wise products of one limb, which are tried in turn where
  /// keys must be fewer: at the lowest, a key of 20 MB counts as much as twenty products; at the
  /// highest, more than any number of rotations.
  private static final double LOWEST_KEY_PRICE = 1e-6;

  private static final double HIGHEST_KEY_PRICE = 1;

  /// What a byte of keys costs a request, in products of words of 0.3 ns: making it takes a
  /// nanosecond and sending it ten, which a few hundred requests share.
  private static final double KEY_BYTE_PRICE = 0.1;

  private final LayerProgram layers;
  private final CompileOptions options;
  private int ringsTried;
  private long leastKeyBytes = Long.MAX_VALUE;

  RingPlanner(LayerProgram layers, CompileOptions options) {
    this.layers = layers;
    this.options = options;
  }

  int depth() {
    return layers.depth();
  }

  /// Plans made so far.
  int ringsTried() {
    return ringsTried;
  }

  /// Of the programs whose keys were too large, the least.
  OptionalLong leastKeyBytes() {
    return leastKeyBytes == Long.MAX_VALUE ? OptionalLong.empty() : OptionalLong.of(leastKeyBytes);
  }

  /// The scale that a search starts with.
  int minLogScale() {
    return options.logScale().orElse(CompileOptions.MIN_LOG_SCALE);
  }

  /// log2 of the first ring with slots for as many images as are asked for.
  int smallestRing() {
    long slots = (long) size() * Math.max(1, options.imagesPerCiphertext());
    int logN = ParameterSelection.MIN_LOG_N;
    while (logN <= ParameterSelection.MAX_LOG_N && 1L << (logN - 1) < slots) {
      logN++;
    }
    return logN;
  }

  private int size() {
    return Math.max(layers.input().size(), layers.output().size());
  }

  private Optional<ParameterSelection.Selection> selection(int logN, int minScale) {
    int maxScale = options.logScale().orElse(ParameterSelection.WIDEST_SCALE);
    return minScale > maxScale
        ? Optional.empty()
        : ParameterSelection.best(
            logN,
            layers.depth(),
            minScale,
            maxScale,
            options.security(),
            options.imagesPerCiphertext() != 1);
  }

  /// What rotations in a ring cost at least; none if none of its parameter sets is secure.
  OptionalDouble price(int logN) {
    return selection(logN, minLogScale()).stream()
        .mapToDouble(ParameterSelection.Selection::price)
        .findAny();
  }

  /// The cheapest plan in the ring of degree 2^logN with at least such a scale; none if no
  /// parameter set is secure or the layers do not fit.
  Optional<RingPlan> plan(int logN, int minScale) {
    Optional<ParameterSelection.Selection> selection = selection(logN, minScale);
    if (selection.isEmpty()) {
      return Optional.empty();
    }
    ringsTried++;
    return options.imagesPerCiphertext() == CompileOptions.BEST_PER_IMAGE
        ? bestPerImage(selection.get())
        : plan(selection.get(), options.imagesPerCiphertext());
  }

  private Optional<RingPlan> plan(ParameterSelection.Selection selection, int images) {
    Parameters parameters = selection.parameters();
    return packing(parameters, images, 0)
        .map(packing -> {
          double cost =
              (packing.cost() + PolynomialCost.of(layers, parameters)) * parameters.degree();
          long keyBytes =
              packing.rotationKeys()
                  * KeySwitchKey.shape(parameters, parameters.maxLevel()).bytes();
          return new RingPlan(
              selection, packing, images, (cost + KEY_BYTE_PRICE * keyBytes) / images);
        });
  }

  /// The plan for the number of images at which one costs least.
  private Optional<RingPlan> bestPerImage(ParameterSelection.Selection selection) {
    Optional<RingPlan> best = Optional.empty();
    for (int images = 1; (long) images * size() <= selection.parameters().slots(); images *= 2) {
      Optional<RingPlan> plan = plan(selection, images);
      if (plan.isPresent() && (best.isEmpty() || plan.get().cost() < best.get().cost())) {
        best = plan;
      }
    }
    return best;
  }

  private Optional<PackingChoice> packing(Parameters parameters, int images, double keyPrice) {
    return PackingSearch.best(layers, parameters, images, options.maxWeightBytes(), keyPrice);
  }

  /// The program of a plan, packed for fewer keys if there must be; none if they never fit.
  ///
  /// @throws CompileException if values outgrow the modulus
  Optional<Lowered> lower(RingPlan plan) {
    Parameters parameters = plan.selection().parameters();
    Lowered free = lower(plan, parameters, plan.packing());
    if (fits(free, parameters)) {
      return Optional.of(free);
    }
    for (double price = LOWEST_KEY_PRICE; price <= HIGHEST_KEY_PRICE; price *= 4) {
      Optional<Lowered> lowered =
          packing(parameters, plan.images(), price)
              .map(packing -> lower(plan, parameters, packing))
              .filter(fewer -> fits(fewer, parameters));
      if (lowered.isPresent()) {
        return lowered;
      }
    }
    return Optional.empty();
  }

  /// The program whose output has the largest scale that leaves its values room.
  private Lowered lower(RingPlan plan, Parameters parameters, PackingChoice packing) {
    double widest = parameters.defaultScale();
    SlotProgram draft = program(packing, parameters, plan.images(), widest);
    Ranges ranges = Ranges.measure(draft, layers.input(), options);
    ranges.check();
    double scale = ranges.outputScale();
    SlotProgram program =
        scale == widest ? draft : program(packing, parameters, plan.images(), scale);
    program = Ranges.holdZeros(program) ? program : program.withoutLanes();
    List<double[]> samples = StandInInputs.orSamples(layers.input(), options);
    Precision precision = Precision.predict(layers, program, samples);
    return new Lowered(plan.selection().literal(), program, ProgramKeys.of(program), precision);
  }

  private boolean fits(Lowered lowered, Parameters parameters) {
    if (options.maxKeyBytes().isEmpty()) {
      return true;
    }
    long bytes = lowered.keys().bytes(parameters);
    boolean fits = bytes <= options.maxKeyBytes().getAsLong();
    if (!fits) {
      leastKeyBytes = Math.min(leastKeyBytes, bytes);
    }
    return fits;
  }

  private SlotProgram program(
      PackingChoice packing, Parameters parameters, int images, double outputScale) {
    return ProgramBuilder.build(layers, packing.packings(), parameters, images, outputScale);
  }
}
