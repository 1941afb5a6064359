package io.cloakwork.compiler.throughput;

import io.cloakwork.ckks.Parameters;
import io.cloakwork.ckks.Parameters.Digit;
import io.cloakwork.ckks.Scales;
import io.cloakwork.compiler.CipherForm;
import io.cloakwork.compiler.CompiledProgram;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/// The error to expect of a program's outputs: it is run on clear values with rounded weights and
/// Gaussian noise of the size that each operation adds, and compared with the exact network.
///
/// Standard deviations of coefficients: a fresh public-key encryption √(4N/3 + 1)·σ, a division by
/// a prime √((2N/3 + 1)/12) from rounding two polynomials of which one meets a ternary secret, and
/// a key switch √(dN/12)·σ·D/P for d digits of size D (ePrint 2012/099, appendix A.5; ePrint
/// 2019/688, §3). A slot's real part sums N of them with weights of mean square 1/2.
final class NoiseEstimate {

  /// Of the centred binomial distribution with η = 21.
  private static final double SIGMA = 3.24;

  private static final long SEED = 0x401e;

  private final ThroughputProgram program;
  private final Random random = new Random(SEED);

  private NoiseEstimate(ThroughputProgram program) {
    this.program = program;
  }

  /// What to expect of results, over all samples.
  ///
  /// @param stageBits of each stage: log2 of its largest absolute value over its largest error
  /// @param relativeError the largest error of an output, relative to the largest output of that
  ///   sample
  record Expectation(List<Double> stageBits, double relativeError) {}

  /// @param exact the outputs of the exact network, one a sample
  static Expectation of(ThroughputProgram program, List<double[]> samples, List<double[]> exact) {
    NoiseEstimate estimate = new NoiseEstimate(program);
    double[] values = new double[program.stages().size()];
    double[] errors = new double[values.length];
    double worst = 0;
    for (int s = 0; s < samples.size(); s++) {
      List<double[]> clear = ThroughputInterpreter.trace(program, samples.get(s), (_, _) -> {});
      List<double[]> noisy =
          ThroughputInterpreter.trace(program, samples.get(s), estimate::disturb);
      for (int stage = 0; stage < values.length; stage++) {
        values[stage] = Math.max(values[stage], largest(clear.get(stage)));
        errors[stage] =
            Math.max(errors[stage], largestDifference(clear.get(stage), noisy.get(stage)));
      }
      double error = largestDifference(exact.get(s), noisy.getLast());
      worst = Math.max(worst, error / Math.max(largest(exact.get(s)), Double.MIN_NORMAL));
    }
    List<Double> bits = new ArrayList<>();
    for (int stage = 0; stage < values.length; stage++) {
      double value = Math.max(values[stage], Double.MIN_NORMAL);
      bits.add(Scales.log2(value / Math.max(errors[stage], Double.MIN_NORMAL)));
    }
    return new Expectation(bits, worst);
  }

  private static double largest(double[] values) {
    return Arrays.stream(values).map(Math::abs).max().orElse(0);
  }

  private static double largestDifference(double[] a, double[] b) {
    double largest = 0;
    for (int i = 0; i < a.length; i++) {
      largest = Math.max(largest, Math.abs(a[i] - b[i]));
    }
    return largest;
  }

  private void disturb(int stage, double[] values) {
    double added = added(stage);
    double before = beforeSquare(stage);
    for (int i = 0; i < values.length; i++) {
      // (x + e)² − x² = 2·x·e
      double passed = before == 0 ? 0 : 2 * Math.sqrt(Math.abs(values[i])) * before;
      values[i] += Math.hypot(added, passed) * random.nextGaussian();
    }
  }

  /// Standard deviation of what rescaling adds to the operand of a square.
  private double beforeSquare(int index) {
    return index != CompiledProgram.INPUT
            && program.stages().get(index) instanceof ThroughputStage.Square square
            && square.rescales() > 0
        ? rounding() / Math.sqrt(square.form().scale())
        : 0;
  }

  /// Standard deviation in a slot of a division's rounding.
  private double rounding() {
    return slot() * Math.sqrt((2.0 * program.parameters().degree() / 3 + 1) / 12);
  }

  /// From coefficients to the real part of a slot.
  private double slot() {
    return Math.sqrt(program.parameters().degree() / 2.0);
  }

  /// Standard deviation of what a stage adds to each of its results.
  private double added(int index) {
    double n = program.parameters().degree();
    if (index == CompiledProgram.INPUT) {
      return slot() * SIGMA * Math.sqrt(4 * n / 3 + 1) / program.inputForm().scale();
    }
    ThroughputStage stage = program.stages().get(index);
    return switch (stage) {
      case ThroughputStage.Linear _ -> 0;
      case ThroughputStage.Rescale rescale -> rounding() / rescale.form().scale();
      case ThroughputStage.Square square -> switched(square.form());
      // Each element T_k of the basis has the error of its own computation and what it inherits.
      case ThroughputStage.Chebyshev c -> switched(c.form()) * (1 + c.polynomial().degree());
    };
  }

  /// Of a key switch and its division.
  private double switched(CipherForm form) {
    return (rounding() + slot() * keySwitch(form)) / form.scale();
  }

  /// Of coefficients, before the division's rounding.
  private double keySwitch(CipherForm form) {
    Parameters parameters = program.parameters();
    List<Digit> digits = parameters.digits(form.level());
    double logP = parameters.chain().specialP().log2();
    double sum = 0;
    for (Digit digit : digits) {
      double logD = parameters.chain().chainQ().range(digit.from(), digit.to()).log2();
      double ratio = Math.pow(2, logD - logP);
      sum += ratio * ratio * parameters.degree() / 12.0;
    }
    return SIGMA * Math.sqrt(sum);
  }
}
