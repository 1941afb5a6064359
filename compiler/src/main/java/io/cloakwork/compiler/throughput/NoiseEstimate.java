package io.cloakwork.compiler.throughput;

import io.cloakwork.ckks.Parameters;
import io.cloakwork.ckks.Parameters.Digit;
import io.cloakwork.ckks.Scales;
import io.cloakwork.compiler.CipherForm;
import io.cloakwork.compiler.CompiledProgram;
import java.util.ArrayList;
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
  private final Parameters parameters;
  private final Random random = new Random(SEED);
  // Of each stage: the rounding of the division that its readers begin with, and its own noise.
  private final double[] rescaled;
  private final double[] own;
  private final boolean[] feedsPolynomial;

  private NoiseEstimate(ThroughputProgram program) {
    this.program = program;
    this.parameters = program.parameters();
    int stages = program.stages().size();
    this.rescaled = new double[stages];
    this.own = new double[stages];
    this.feedsPolynomial = new boolean[stages];
    for (int i = 0; i < stages; i++) {
      measure(i, program.stages().get(i));
    }
  }

  private void measure(int index, ThroughputStage stage) {
    CipherForm form = stage.form();
    switch (stage) {
      case ThroughputStage.Linear _ -> {}
      case ThroughputStage.Square square -> {
        rescaled[square.operand()] =
            rounding() / rescaledScale(square.operand(), square.rescales());
        own[index] = switched(form);
      }
      case ThroughputStage.Chebyshev c -> {
        feedsPolynomial[c.operand()] = true;
        rescaled[c.operand()] = rounding() / rescaledScale(c.operand(), c.rescales());
        // Each element T_k of the basis has the error of its own computation and what it inherits.
        own[index] = switched(form) * (1 + c.polynomial().degree());
      }
      case ThroughputStage.Rescale rescale ->
          rescaled[rescale.operand()] =
              rounding() / rescaledScale(rescale.operand(), rescale.rescales());
    }
  }

  private double rescaledScale(int operand, int rescales) {
    CipherForm form = program.form(operand);
    double scale = form.scale();
    for (int i = 0; i < rescales; i++) {
      scale = Scales.afterRescale(parameters, form.level() - i, scale);
    }
    // Without a division there is no rounding.
    return rescales == 0 ? Double.POSITIVE_INFINITY : scale;
  }

  /// What to expect of results on the samples.
  ///
  /// @param stageBits of each stage: log2 of its largest absolute value over its largest error
  /// @param largestError of an output
  record Expectation(List<Double> stageBits, double largestError) {}

  /// Outside the interval of a polynomial nothing is promised, so samples that lead there are bent
  /// back to its ends.
  ///
  /// @param exact the outputs of the exact network, one a sample
  static Expectation of(ThroughputProgram program, List<double[]> samples, List<double[]> exact) {
    NoiseEstimate estimate = new NoiseEstimate(program);
    double[] values = new double[program.stages().size()];
    double[] errors = new double[values.length];
    double largestError = 0;
    for (int s = 0; s < samples.size(); s++) {
      double[] input = samples.get(s);
      List<double[]> clear = ThroughputInterpreter.trace(program, input, estimate::bend);
      List<double[]> noisy = ThroughputInterpreter.trace(program, input, estimate::disturb);
      for (int stage = 0; stage < values.length; stage++) {
        double[] none = new double[clear.get(stage).length];
        values[stage] = Math.max(values[stage], largestDifference(clear.get(stage), none));
        errors[stage] =
            Math.max(errors[stage], largestDifference(clear.get(stage), noisy.get(stage)));
      }
      largestError = Math.max(largestError, largestDifference(exact.get(s), noisy.getLast()));
    }
    List<Double> bits = new ArrayList<>();
    for (int stage = 0; stage < values.length; stage++) {
      double value = Math.max(values[stage], Double.MIN_NORMAL);
      bits.add(Scales.log2(value / Math.max(errors[stage], Double.MIN_NORMAL)));
    }
    return new Expectation(bits, largestError);
  }

  private static double largestDifference(double[] a, double[] b) {
    double largest = 0;
    for (int i = 0; i < a.length; i++) {
      largest = Math.max(largest, Math.abs(a[i] - b[i]));
    }
    return largest;
  }

  private void bend(int stage, double[] values) {
    if (stage != CompiledProgram.INPUT && feedsPolynomial[stage]) {
      for (int i = 0; i < values.length; i++) {
        values[i] = Math.clamp(values[i], -1, 1);
      }
    }
  }

  private void disturb(int stage, double[] values) {
    bend(stage, values);
    double deviation =
        stage == CompiledProgram.INPUT ? fresh() : Math.hypot(own[stage], rescaled[stage]);
    for (int i = 0; i < values.length; i++) {
      values[i] += deviation * random.nextGaussian();
    }
  }

  private double fresh() {
    double coefficient = SIGMA * Math.sqrt(4.0 * parameters.degree() / 3 + 1);
    return slot() * coefficient / program.inputForm().scale();
  }

  /// Of a key switch and its division.
  private double switched(CipherForm form) {
    return (rounding() + slot() * keySwitch(form)) / form.scale();
  }

  /// In a slot, of a division's rounding.
  private double rounding() {
    return slot() * Math.sqrt((2.0 * parameters.degree() / 3 + 1) / 12);
  }

  /// From coefficients to the real part of a slot.
  private double slot() {
    return Math.sqrt(parameters.degree() / 2.0);
  }

  /// Of coefficients, before the division's rounding.
  private double keySwitch(CipherForm form) {
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
