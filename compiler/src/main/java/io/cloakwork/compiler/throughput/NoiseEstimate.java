package io.cloakwork.compiler.throughput;

import io.cloakwork.ckks.Parameters;
import io.cloakwork.ckks.Scales;
import io.cloakwork.ckks.noise.StepDeviations;
import io.cloakwork.compiler.CipherForm;
import io.cloakwork.compiler.CompiledProgram;
import io.cloakwork.compiler.program.PolynomialInterpreter;
import io.cloakwork.compiler.program.SlotNoise;
import io.cloakwork.compiler.tensor.ChebyshevPolynomial;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/// The error to expect of a program's outputs: it is run on clear values with rounded weights and
/// Gaussian noise of the size that each operation adds on average ([StepDeviations]), and compared
/// with the exact network. Inputs are taken to be encrypted under the secret key.
final class NoiseEstimate implements ThroughputInterpreter.Disturbance {

  private static final long SEED = 0x401e;

  private final ThroughputProgram program;
  private final Parameters parameters;
  private final StepDeviations deviations;
  private final Random random = new Random(SEED);
  private final Map<ThroughputStage.Chebyshev, PolynomialInterpreter> polynomials = new HashMap<>();
  // Of each stage: the rounding of the division that its readers begin with, and its own noise.
  private final double[] rescaled;
  private final double[] own;
  private final ChebyshevPolynomial[] readers;

  private NoiseEstimate(ThroughputProgram program) {
    this.program = program;
    this.parameters = program.parameters();
    this.deviations = StepDeviations.of(parameters);
    int stages = program.stages().size();
    this.rescaled = new double[stages];
    this.own = new double[stages];
    this.readers = new ChebyshevPolynomial[stages];
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
            deviations.rescale() / rescaledScale(square.operand(), square.rescales());
        own[index] = switched(form);
      }
      case ThroughputStage.Chebyshev c -> {
        readers[c.operand()] = c.polynomial();
        SlotNoise steps = SlotNoise.seeded(parameters, SEED + index);
        polynomials.put(
            c, new PolynomialInterpreter(c.plan(), c.slotPolynomial(), form.scale(), steps));
        rescaled[c.operand()] = deviations.rescale() / rescaledScale(c.operand(), c.rescales());
      }
      case ThroughputStage.Rescale rescale ->
          rescaled[rescale.operand()] =
              deviations.rescale() / rescaledScale(rescale.operand(), rescale.rescales());
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
  /// @param outputDeviation root mean square error of the outputs
  /// @param argumentDeviation the same of what polynomials meet, the largest of any
  record Expectation(List<Double> stageBits, double outputDeviation, double argumentDeviation) {}

  /// Samples that leave the interval of a polynomial are folded back into it.
  ///
  /// @param exact the outputs of the exact network, one a sample
  static Expectation of(ThroughputProgram program, List<double[]> samples, List<double[]> exact) {
    NoiseEstimate estimate = new NoiseEstimate(program);
    double[] values = new double[program.stages().size()];
    double[] errors = new double[values.length];
    double[] meanSquares = new double[values.length];
    double squares = 0;
    for (int s = 0; s < samples.size(); s++) {
      double[] input = samples.get(s);
      List<double[]> clear = ThroughputInterpreter.trace(program, input, estimate::fold);
      List<double[]> noisy = ThroughputInterpreter.trace(program, input, estimate);
      for (int stage = 0; stage < values.length; stage++) {
        double[] none = new double[clear.get(stage).length];
        values[stage] = Math.max(values[stage], largestDifference(clear.get(stage), none));
        errors[stage] =
            Math.max(errors[stage], largestDifference(clear.get(stage), noisy.get(stage)));
        meanSquares[stage] += meanSquare(clear.get(stage), noisy.get(stage)) / samples.size();
      }
      squares += meanSquare(exact.get(s), noisy.getLast()) / samples.size();
    }
    List<Double> bits = new ArrayList<>();
    for (int stage = 0; stage < values.length; stage++) {
      double value = Math.max(values[stage], Double.MIN_NORMAL);
      bits.add(Scales.log2(value / Math.max(errors[stage], Double.MIN_NORMAL)));
    }
    double argument = 0;
    for (int stage = 0; stage < values.length; stage++) {
      if (estimate.readers[stage] != null) {
        argument = Math.max(argument, meanSquares[stage]);
      }
    }
    return new Expectation(bits, Math.sqrt(squares), Math.sqrt(argument));
  }

  private static double meanSquare(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += (a[i] - b[i]) * (a[i] - b[i]);
    }
    return sum / a.length;
  }

  private static double largestDifference(double[] a, double[] b) {
    double largest = 0;
    for (int i = 0; i < a.length; i++) {
      largest = Math.max(largest, Math.abs(a[i] - b[i]));
    }
    return largest;
  }

  private void fold(int stage, double[] values) {
    if (stage != CompiledProgram.INPUT && readers[stage] != null) {
      Arrays.setAll(values, i -> readers[stage].folded(values[i]));
    }
  }

  @Override
  public double[] evaluate(ThroughputStage.Chebyshev stage, double[] x) {
    return polynomials.get(stage).evaluate(x);
  }

  @Override
  public void disturb(int stage, double[] values) {
    fold(stage, values);
    double deviation =
        stage == CompiledProgram.INPUT ? fresh() : Math.hypot(own[stage], rescaled[stage]);
    for (int i = 0; i < values.length; i++) {
      values[i] += deviation * random.nextGaussian();
    }
  }

  private double fresh() {
    return deviations.secretKeyEncryption() / program.inputForm().scale();
  }

  /// Of a key switch and its division.
  private double switched(CipherForm form) {
    return Math.hypot(deviations.divisionByP(), deviations.keySwitch(form.level())) / form.scale();
  }
}
