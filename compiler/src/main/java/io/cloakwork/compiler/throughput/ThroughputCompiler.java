package io.cloakwork.compiler.throughput;

import io.cloakwork.ckks.Parameters;
import io.cloakwork.ckks.ParametersLiteral;
import io.cloakwork.ckks.Scales;
import io.cloakwork.ckks.SecurityPolicy;
import io.cloakwork.compiler.CompileException;
import io.cloakwork.compiler.PredictedError;
import io.cloakwork.compiler.layer.FittedResult;
import io.cloakwork.compiler.layer.LayerProgram;
import io.cloakwork.compiler.layer.Sensitivity;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// Compiles layers for throughput: among the scales whose estimated error is small enough and the
/// rings for them, chooses what is cheapest for one input.
public final class ThroughputCompiler {

  /// The most error of an output that scales are chosen for, relative to the largest output: a
  /// larger one would make hardly anything cheaper here.
  public static final double TARGET_ERROR = 5e-5;

  /// Samples that are run with noise: those on which it weighs most.
  private static final int NOISY_RUNS = 8;

  private final List<double[]> samples;
  private final List<double[]> exact;
  private final double targetError;
  private final SecurityPolicy security;
  private final Sketch sketch;
  // Bounds on the absolute values of each node, and how large outputs become.
  private final double[] largest;
  private final double largestOutput;
  private final Optional<FittedResult> end;

  /// A program and how it came about.
  ///
  /// @param literal its parameters as they would be written down
  /// @param stageBits expected precision of each stage's results, in bits of the largest
  /// @param largestOutput on the samples
  /// @param relativeError of outputs: three standard deviations, relative to the largest output
  /// @param nanosPerInput estimated, on one thread, with every slot used
  public record Result(
      ThroughputProgram program,
      ParametersLiteral literal,
      List<Double> stageBits,
      double largestOutput,
      double relativeError,
      double nanosPerInput) {

    /// log2 of the largest output over its error.
    public double outputBits() {
      return -Scales.log2(Math.max(relativeError, Double.MIN_NORMAL));
    }
  }

  private ThroughputCompiler(
      LayerProgram layers,
      List<double[]> samples,
      double headRoom,
      double precisionBits,
      SecurityPolicy security) {
    this.samples = Sensitivity.mostDisturbed(layers, samples, NOISY_RUNS);
    this.targetError = Math.min(TARGET_ERROR, Math.pow(2, -precisionBits));
    this.security = security;
    this.sketch = Sketching.of(layers, samples);
    List<List<double[]>> traces = samples.stream().map(sketch::trace).toList();
    this.exact = this.samples.stream().map(sample -> sketch.trace(sample).getLast()).toList();
    this.largest = largest(traces, headRoom);
    this.end = FittedResult.of(layers);
    this.largestOutput =
        Math.max(largest(traces, 1)[largest.length - 1], end.map(FittedResult::reach).orElse(0.0));
  }

  /// @param layers after [io.cloakwork.compiler.layer.ActivationNormalisation]
  /// @param samples inputs that show how large values become
  /// @param headRoom how many times larger values may be and still decrypt right
  /// @param precisionBits wanted: log2 of the largest output over its error
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
    for (Precision precision : Precision.CHOICES) {
      LevelPlan plan = LevelPlan.of(sketch, precision, largest);
      double bound = best == null ? Double.MAX_VALUE : best.nanosPerInput();
      best = cheapest(plan, precision, bound).orElse(best);
    }
    if (best == null) {
      throw new CompileException(
          "no secure ring of degree up to 2^16 computes the network to a relative error of %s with one element a ciphertext; the latency objective may"
              .formatted(targetError));
    }
    return best;
  }

  private record Candidate(ParametersLiteral literal, Parameters parameters, double nanos) {}

  /// The cheapest ring that is precise enough, if it is cheaper than `bound`.
  private Optional<Result> cheapest(LevelPlan plan, Precision precision, double bound) {
    List<Candidate> candidates =
        RingSearch.candidates(plan.chainBits(), precision.logScale(), security).stream()
            .map(literal -> candidate(plan, literal))
            .filter(candidate -> candidate.nanos() < bound)
            .sorted(Comparator.comparingDouble(Candidate::nanos))
            .toList();
    for (Candidate candidate : candidates) {
      ThroughputProgram program = StageBuilder.build(sketch, plan, candidate.parameters());
      NoiseEstimate.Expectation noise = NoiseEstimate.of(program, samples, exact);
      double steepest =
          end.map(result -> result.steepest(_ -> noise.argumentDeviation())).orElse(0.0);
      double deviation = Math.max(noise.outputDeviation(), steepest);
      double error = PredictedError.DEVIATIONS * deviation / largestOutput;
      if (error <= targetError) {
        return Optional.of(
            new Result(
                program.holdsZeros() ? program : program.withoutLanes(),
                candidate.literal(),
                noise.stageBits(),
                largestOutput,
                error,
                candidate.nanos()));
      }
    }
    return Optional.empty();
  }

  private Candidate candidate(LevelPlan plan, ParametersLiteral literal) {
    Parameters parameters = literal.validate();
    return new Candidate(literal, parameters, StageCost.perInput(sketch, plan, parameters));
  }

  /// The largest absolute values of each node on the samples, with head-room.
  private static double[] largest(List<List<double[]>> traces, double headRoom) {
    double[] bounds = new double[traces.getFirst().size()];
    for (List<double[]> trace : traces) {
      for (int i = 0; i < bounds.length; i++) {
        double max = Arrays.stream(trace.get(i)).map(Math::abs).max().orElse(0);
        bounds[i] = Math.max(bounds[i], max * headRoom);
      }
    }
    return bounds;
  }
}
