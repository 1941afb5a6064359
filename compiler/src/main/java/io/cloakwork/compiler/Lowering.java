package io.cloakwork.compiler;

import io.cloakwork.ckks.Parameters;
import io.cloakwork.ckks.ParametersLiteral;
import io.cloakwork.compiler.layer.LayerProgram;
import io.cloakwork.compiler.packing.AffinePacking;
import io.cloakwork.compiler.packing.PackingSearch;
import io.cloakwork.compiler.program.ProgramBuilder;
import io.cloakwork.compiler.program.SlotProgram;
import java.util.List;
import java.util.Optional;

/// From layers to a program over ciphertexts: the smallest secure ring, and in it the cheapest
/// scale and digits, whose predicted precision suffices.
final class Lowering {

  /// Prices of a byte of keys, in element-wise products of one limb: at the lowest, a key of 20 MB
  /// counts as much as twenty products; at the highest, more than any number of rotations.
  private static final double LOWEST_KEY_PRICE = 1e-6;

  private static final double HIGHEST_KEY_PRICE = 1;

  private final String name;
  private final LayerProgram layers;
  private final CompileOptions options;
  private int tried;
  private double best = Double.NEGATIVE_INFINITY;

  private Lowering(String name, LayerProgram layers, CompileOptions options) {
    this.name = name;
    this.layers = layers;
    this.options = options;
  }

  /// @throws CompileException if no ring will do
  static Lowered lower(String name, LayerProgram layers, CompileOptions options) {
    Lowering lowering = new Lowering(name, layers, options);
    int size = Math.max(layers.input().size(), layers.output().size());
    long slots = (long) size * Math.max(1, options.imagesPerCiphertext());
    for (int logN = ParameterSelection.MIN_LOG_N; logN <= ParameterSelection.MAX_LOG_N; logN++) {
      if (1L << (logN - 1) >= slots) {
        Optional<Lowered> lowered = lowering.inRing(logN);
        if (lowered.isPresent()) {
          return lowered.get();
        }
      }
    }
    throw new CompileException(lowering.refusal());
  }

  private String refusal() {
    if (best > Double.NEGATIVE_INFINITY) {
      return "network '%s' reaches a predicted precision of %.1f bits, not %.1f, in every secure ring; ask for less or shorten it from %d levels"
          .formatted(name, best, options.precisionBits(), layers.depth());
    }
    return "network '%s' needs %d levels and does not fit one ciphertext of any secure ring with at most %d bytes of weights; %d rings were tried"
        .formatted(name, layers.depth(), options.maxWeightBytes(), tried);
  }

  /// Raises the scale until the prediction is good enough.
  private Optional<Lowered> inRing(int logN) {
    boolean chosen = options.logScale().isPresent();
    int minScale = options.logScale().orElse(CompileOptions.MIN_LOG_SCALE);
    int maxScale = options.logScale().orElse(ParameterSelection.WIDEST_SCALE);
    while (minScale <= maxScale) {
      Optional<Lowered> lowered =
          ParameterSelection.best(logN, layers.depth(), minScale, maxScale, options.security())
              .flatMap(this::with);
      if (lowered.isEmpty()) {
        return lowered;
      }
      double missing = options.precisionBits() - lowered.get().precision().output();
      if (chosen || missing <= 0) {
        return lowered;
      }
      best = Math.max(best, lowered.get().precision().output());
      minScale = lowered.get().literal().logScale() + Math.max(1, (int) Math.ceil(missing));
    }
    return Optional.empty();
  }

  private Optional<Lowered> with(ParametersLiteral literal) {
    tried++;
    Parameters parameters = literal.validate();
    int images =
        options.imagesPerCiphertext() == CompileOptions.BEST_PER_IMAGE
            ? bestPerImage(parameters)
            : options.imagesPerCiphertext();
    return packed(parameters, images, 0)
        .map(packings -> {
          Lowered lowered = lowered(literal, parameters, packings, images);
          return fits(lowered, parameters) ? lowered : withFewerKeys(lowered, parameters, images);
        });
  }

  private Optional<List<AffinePacking>> packed(Parameters parameters, int images, double keyPrice) {
    return PackingSearch.best(layers, parameters, images, options.maxWeightBytes(), keyPrice);
  }

  private Lowered lowered(
      ParametersLiteral literal, Parameters parameters, List<AffinePacking> packings, int images) {
    SlotProgram program = program(packings, parameters, images);
    List<double[]> samples = StandInInputs.orSamples(layers.input(), options);
    Precision precision = Precision.predict(layers, program, samples);
    return new Lowered(literal, program, ProgramKeys.of(program), precision);
  }

  /// The number of images at which the affine layers and the polynomials cost least an image.
  private int bestPerImage(Parameters parameters) {
    double polynomials = PolynomialCost.of(layers, parameters);
    int best = 1;
    double bestCost = Double.POSITIVE_INFINITY;
    int size = Math.max(layers.input().size(), layers.output().size());
    for (int images = 1; (long) images * size <= parameters.slots(); images *= 2) {
      Optional<List<AffinePacking>> packings = packed(parameters, images, 0);
      if (packings.isPresent()) {
        double affine = packings.get().stream().mapToDouble(AffinePacking::cost).sum();
        if ((affine + polynomials) / images < bestCost) {
          best = images;
          bestCost = (affine + polynomials) / images;
        }
      }
    }
    return best;
  }

  private boolean fits(Lowered lowered, Parameters parameters) {
    return options.maxKeyBytes().isEmpty()
        || lowered.keys().bytes(parameters) <= options.maxKeyBytes().getAsLong();
  }

  /// Prices keys higher and higher until they fit.
  private Lowered withFewerKeys(Lowered free, Parameters parameters, int images) {
    long least = free.keys().bytes(parameters);
    for (double price = LOWEST_KEY_PRICE; price <= HIGHEST_KEY_PRICE; price *= 4) {
      Optional<List<AffinePacking>> packings = packed(parameters, images, price);
      if (packings.isEmpty()) {
        continue;
      }
      Lowered lowered = lowered(free.literal(), parameters, packings.get(), images);
      if (fits(lowered, parameters)) {
        return lowered;
      }
      least = Math.min(least, lowered.keys().bytes(parameters));
    }
    throw new CompileException(
        "network '%s' needs at least %d bytes of keys on the device, %d are allowed"
            .formatted(name, least, options.maxKeyBytes().orElseThrow()));
  }

  /// The program whose output has the largest scale that leaves its values room.
  private SlotProgram program(List<AffinePacking> packings, Parameters parameters, int images) {
    double widest = parameters.defaultScale();
    SlotProgram draft = ProgramBuilder.build(layers, packings, parameters, images, widest);
    Ranges ranges = Ranges.measure(draft, layers.input(), options);
    ranges.check();
    double scale = ranges.outputScale();
    return scale == widest
        ? draft
        : ProgramBuilder.build(layers, packings, parameters, images, scale);
  }
}
