package io.cloakwork.compiler;

import io.cloakwork.ckks.KeyRequest;
import io.cloakwork.ckks.Parameters;
import io.cloakwork.ckks.ParametersLiteral;
import io.cloakwork.ckks.record.KeyLevels;
import io.cloakwork.compiler.layer.LayerProgram;
import io.cloakwork.compiler.packing.AffinePacking;
import io.cloakwork.compiler.packing.PackingSearch;
import io.cloakwork.compiler.program.ProgramBuilder;
import io.cloakwork.compiler.program.Segment;
import io.cloakwork.compiler.program.SlotProgram;
import java.util.List;
import java.util.Optional;

/// From layers to a program over ciphertexts: the smallest secure ring, and in it the cheapest
/// scale and digits, whose predicted precision suffices.
final class Lowering {

  /// A network on ciphertexts.
  record Lowered(
      ParametersLiteral literal, SlotProgram program, KeyRequest keys, Precision precision) {}

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
    int images = options.imagesPerCiphertext();
    return PackingSearch.best(layers, parameters, images, options.maxWeightBytes())
        .map(packings -> {
          SlotProgram program = program(packings, parameters, images);
          List<double[]> samples = StandInInputs.orSamples(options, layers.input());
          Precision precision = Precision.predict(program, samples);
          return new Lowered(literal, program, keys(program), precision);
        });
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

  /// The union of what all segments use.
  private static KeyRequest keys(SlotProgram program) {
    Parameters parameters = program.parameters();
    KeyLevels anyLevel = KeyLevels.atMaxLevel(parameters);
    KeyRequest keys = KeyRequest.none(parameters);
    for (Segment segment : program.segments()) {
      keys =
          keys.union(SegmentRecorder.record(parameters, segment, 1, anyLevel).recording().keys());
    }
    return keys;
  }
}
