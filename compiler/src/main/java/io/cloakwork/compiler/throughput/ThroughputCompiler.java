package io.cloakwork.compiler.throughput;

import io.cloakwork.ckks.Parameters;
import io.cloakwork.ckks.ParametersLiteral;
import io.cloakwork.ckks.Scales;
import io.cloakwork.ckks.SecurityPolicy;
import io.cloakwork.compiler.CompileException;
import io.cloakwork.compiler.layer.LayerProgram;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// Compiles layers for throughput: among the scales whose estimated error is small enough and the
/// rings for them, chooses what is cheapest for one input.
public final class ThroughputCompiler {

  /// Bits of precision that are had at least: fewer would save hardly anything here.
  public static final double LEAST_PRECISION_BITS = 14;

  /// Samples that are run with noise.
  private static final int NOISY_RUNS = 8;

  private final List<double[]> samples;
  // The results of the exact network, node by node, one list a sample.
  private final List<List<double[]>> exact;
  private final double precisionBits;
  private final SecurityPolicy security;
  private final Sketch sketch;
  // The largest absolute values of each node.
  private final double[] largest;
  private final double headRoom;

  /// A program and how it came about.
  ///
  /// @param literal its parameters as they would be written down
  /// @param precisionBits predicted for each stage's result, the output's last: log2 of the largest
  ///   absolute value over the largest error
  /// @param nanosPerInput estimated, on one thread, with every slot used
  public record Result(
      ThroughputProgram program,
      ParametersLiteral literal,
      List<Double> precisionBits,
      double nanosPerInput) {}

  private ThroughputCompiler(
      LayerProgram layers,
      List<double[]> samples,
      double headRoom,
      double precisionBits,
      SecurityPolicy security) {
    this.samples = samples;
    this.headRoom = headRoom;
    this.precisionBits = Math.max(precisionBits, LEAST_PRECISION_BITS);
    this.security = security;
    this.sketch = Sketching.of(layers, samples);
    this.exact = samples.stream().map(sketch::trace).toList();
    this.largest = largest();
  }

  /// @param layers after [io.cloakwork.compiler.layer.ActivationNormalisation]
  /// @param samples inputs that show how large values become
  /// @param headRoom how many times larger values may be and still decrypt right
  /// @param precisionBits that the output is to have, at least
  /// @throws CompileException if the network cannot be compiled
  public static Result compile(
      LayerProgram layers,
      List<double[]> samples,
      double headRoom,
      double precisionBits,
      SecurityPolicy security) {
    return new ThroughputCompiler(layers, samples, headRoom, precisionBits, security).compile();
  }

  private Result compile() {
    Result best = null;
    for (ScaleChoice choice : ScaleChoice.ALL) {
      LevelPlan plan = LevelPlan.of(sketch, choice, bounds());
      double bound = best == null ? Double.MAX_VALUE : best.nanosPerInput();
      best = cheapest(plan, choice, bound).orElse(best);
    }
    if (best == null) {
      throw new CompileException(
          "no secure ring of degree up to 2^16 computes the network to %.1f bits with one element a ciphertext; the latency objective may"
              .formatted(precisionBits));
    }
    return best;
  }

  private record Candidate(ParametersLiteral literal, Parameters parameters, double nanos) {}

  /// The cheapest ring that is precise enough, if it is cheaper than `bound`.
  private Optional<Result> cheapest(LevelPlan plan, ScaleChoice choice, double bound) {
    List<Candidate> candidates =
        RingSearch.candidates(plan.chainBits(), choice.logScale(), security).stream()
            .map(literal -> candidate(plan, literal))
            .filter(candidate -> candidate.nanos() < bound)
            .sorted(Comparator.comparingDouble(Candidate::nanos))
            .toList();
    for (Candidate candidate : candidates) {
      ThroughputProgram program = StageBuilder.build(sketch, plan, candidate.parameters());
      List<Double> bits = precisionBits(program);
      if (bits.getLast() >= precisionBits) {
        return Optional.of(new Result(program, candidate.literal(), bits, candidate.nanos()));
      }
    }
    return Optional.empty();
  }

  private Candidate candidate(LevelPlan plan, ParametersLiteral literal) {
    Parameters parameters = literal.validate();
    return new Candidate(literal, parameters, StageCost.perInput(sketch, plan, parameters));
  }

  private List<Double> precisionBits(ThroughputProgram program) {
    List<double[]> noisy = samples.subList(0, Math.min(NOISY_RUNS, samples.size()));
    double[] errors = NoiseEstimate.largestErrors(program, noisy, exact);
    List<Double> bits = new ArrayList<>();
    for (int stage = 0; stage < errors.length; stage++) {
      double value = largest[Math.min(stage, largest.length - 1)];
      if (stage == errors.length - 1) {
        value = Math.max(value, sketch.reach());
      }
      double error = Math.max(errors[stage], Double.MIN_NORMAL);
      bits.add(Scales.log2(Math.max(value, Double.MIN_NORMAL) / error));
    }
    return bits;
  }

  private double[] largest() {
    double[] max = new double[sketch.nodes().size()];
    for (List<double[]> trace : exact) {
      for (int i = 0; i < max.length; i++) {
        max[i] = Math.max(max[i], Arrays.stream(trace.get(i)).map(Math::abs).max().orElse(0));
      }
    }
    return max;
  }

  /// What the absolute values of each node may become.
  private double[] bounds() {
    return Arrays.stream(largest).map(value -> value * headRoom).toArray();
  }
}
