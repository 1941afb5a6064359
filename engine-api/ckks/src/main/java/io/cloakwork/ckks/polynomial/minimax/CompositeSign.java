package io.cloakwork.ckks.polynomial.minimax;

import io.cloakwork.ckks.OperandMismatchException;
import io.cloakwork.ckks.polynomial.PolynomialPlan;
import io.cloakwork.ckks.polynomial.SlotPolynomial;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/// The sign on \[−1, −ε\] ∪ \[ε, 1\] as a composition of odd minimax polynomials, each for the
/// range of the one before (Lee, Lee, No and others, ePrint 2020/834): far less deep than one
/// polynomial of the same error. Between −ε and ε the value lies between those at −ε and ε.
///
/// Every stage but the last is divided by its largest value, so that ranges stay within \[−1, 1\],
/// where Chebyshev polynomials are small.
///
/// @param epsilon ε
/// @param error the largest error on \[−1, −ε\] ∪ \[ε, 1\]
/// @param reluError the largest error of x·(1 + sign x)/2 as ReLU on \[−1, 1\], and of the maximum
///   of two numbers at most 1 apart: also small between −ε and ε, where x is
/// @param stages applied in their order
public record CompositeSign(double epsilon, double error, double reluError, List<Stage> stages) {

  private static final int MAX_DEPTH = 40;
  private static final int LEAST_STAGE_DEPTH = 2;
  private static final int MOST_STAGE_DEPTH = 5;
  private static final double MOST_GAP_BITS = 5;
  private static final double GAP_STEP = 0.5;
  private static final int GAP_SAMPLES = 2048;
  private static final double SAMPLING_MARGIN = 1e-3;

  /// One odd polynomial, in the Chebyshev basis, and how it is evaluated.
  public record Stage(SlotPolynomial polynomial, PolynomialPlan plan) {}

  public CompositeSign {
    stages = List.copyOf(stages);
  }

  /// For `alpha` bits: ε and error 2^−alpha, the measure of ePrint 2020/834.
  ///
  /// @param alpha in \[1, 30\]
  public static CompositeSign ofBits(int alpha) {
    if (alpha < 1 || alpha > 30) {
      throw new OperandMismatchException(
          "a sign of %d bits: they must be in [1, 30]".formatted(alpha));
    }
    return of(Math.scalb(1.0, -alpha), Math.scalb(1.0, -alpha));
  }

  /// For ReLU and maxima with an error of at most 2^−bits: ε may be larger than that by some bits,
  /// and the depth is smaller for it.
  ///
  /// @param bits in \[2, 24\]
  public static CompositeSign forRelu(int bits) {
    if (bits < 2 || bits > 24) {
      throw new OperandMismatchException(
          "a ReLU of %d bits: they must be in [2, 24]".formatted(bits));
    }
    double error = Math.scalb(1.0, -bits);
    CompositeSign best = null;
    for (double gap = MOST_GAP_BITS; gap >= 0; gap -= GAP_STEP) {
      double epsilon = Math.min(0.5, error * StrictMath.pow(2, gap));
      int mostDepth = best == null ? MAX_DEPTH : best.depth();
      List<Integer> degrees = shortest(epsilon, 2 * error, mostDepth);
      if (degrees == null) {
        break;
      }
      CompositeSign candidate = ofDegrees(epsilon, lowered(epsilon, 2 * error, degrees));
      if (candidate.reluError <= error && (best == null || candidate.isBetterThan(best))) {
        best = candidate;
      }
    }
    return Objects.requireNonNull(best, "at a gap of no bits the error is at most half of it");
  }

  private boolean isBetterThan(CompositeSign other) {
    return depth() != other.depth()
        ? depth() < other.depth()
        : relinearizations() < other.relinearizations();
  }

  /// The composition of least depth, of stages of degree 3 to 31, and among the shortest of those
  /// one whose degrees cannot be lowered one by one.
  ///
  /// A stage's error shrinks with a larger ε and the next ε is larger for a smaller error; so the
  /// best prefix of every depth is the one with the largest ε after it.
  ///
  /// @throws OperandMismatchException if ε or the error are not in (0, 1)
  public static CompositeSign of(double epsilon, double error) {
    if (!(error > 0 && error < 1)) {
      throw new OperandMismatchException("error %s is not in (0, 1)".formatted(error));
    }
    List<Integer> degrees = shortest(epsilon, error, MAX_DEPTH);
    if (degrees == null) {
      throw new OperandMismatchException(
          "no composition of depth %d has epsilon %s and error %s"
              .formatted(MAX_DEPTH, epsilon, error));
    }
    return ofDegrees(epsilon, lowered(epsilon, error, degrees));
  }

  /// The degrees of the composition of least depth, or null if that is more than `mostDepth`.
  private static List<Integer> shortest(double epsilon, double error, int mostDepth) {
    List<Prefix> byDepth = new ArrayList<>(List.of(new Prefix(epsilon, List.of())));
    for (int depth = 1; depth <= mostDepth; depth++) {
      Prefix best = null;
      for (int last = LEAST_STAGE_DEPTH; last <= Math.min(MOST_STAGE_DEPTH, depth); last++) {
        Prefix before = byDepth.get(depth - last);
        Prefix candidate = before == null ? null : before.then((1 << last) - 1);
        if (candidate != null && (best == null || candidate.epsilon > best.epsilon)) {
          best = candidate;
        }
      }
      if (best != null && best.error() <= error) {
        return best.degrees;
      }
      byDepth.add(best);
    }
    return null;
  }

  /// What the first stages do: the ε of the next.
  private record Prefix(double epsilon, List<Integer> degrees) {

    Prefix then(int degree) {
      double error = fitted(epsilon, degree);
      List<Integer> all = new ArrayList<>(degrees);
      all.add(degree);
      return new Prefix(next(error), all);
    }

    /// The error if the last stage were left as it is.
    double error() {
      return (1 - epsilon) / (1 + epsilon);
    }

    /// The range \[1 − error, 1 + error\], divided by its upper end.
    private static double next(double error) {
      return (1 - error) / (1 + error);
    }

    /// The least error for a degree or below; a degree beyond double precision is as good as one
    /// within.
    private static double fitted(double epsilon, int degree) {
      Optional<OddSignFit> fit = Optional.empty();
      for (int d = degree; fit.isEmpty() && d >= 1; d -= 2) {
        fit = OddSignFit.ifExact(epsilon, d);
      }
      return fit.orElseThrow().error();
    }
  }

  private static int[] lowered(double epsilon, double error, List<Integer> degrees) {
    int[] lowest = degrees.stream().mapToInt(Integer::intValue).toArray();
    for (int i = lowest.length - 1; i >= 0; i--) {
      while (lowest[i] > 3) {
        lowest[i] -= 2;
        if (after(epsilon, lowest) > error) {
          lowest[i] += 2;
          break;
        }
      }
    }
    return lowest;
  }

  private static double after(double epsilon, int[] degrees) {
    Prefix prefix = new Prefix(epsilon, List.of());
    for (int degree : degrees) {
      prefix = prefix.then(degree);
    }
    return prefix.error();
  }

  /// The composition with stages of these degrees, all odd.
  ///
  /// @throws OperandMismatchException if there are none, or one cannot be fitted ([OddSignFit#of])
  public static CompositeSign ofDegrees(double epsilon, int... degrees) {
    if (degrees.length == 0) {
      throw new OperandMismatchException("a composition of no polynomials");
    }
    double reached = epsilon;
    double error = 1;
    List<Stage> stages = new ArrayList<>();
    for (int i = 0; i < degrees.length; i++) {
      OddSignFit fit = OddSignFit.of(reached, degrees[i]);
      error = fit.error();
      reached = Prefix.next(error);
      boolean last = i == degrees.length - 1;
      SlotPolynomial polynomial = last ? fit.polynomial() : fit.polynomial().times(1 / (1 + error));
      stages.add(new Stage(polynomial, PolynomialPlan.of(polynomial)));
    }
    return new CompositeSign(epsilon, error, reluError(epsilon, error, stages), stages);
  }

  /// x·|sign x − s(x)|/2: at most half the error above ε, sampled below, where it is smooth.
  private static double reluError(double epsilon, double error, List<Stage> stages) {
    double worst = error / 2;
    for (int i = 1; i <= GAP_SAMPLES; i++) {
      double x = epsilon * i / GAP_SAMPLES;
      double sampled = x * Math.abs(1 - evaluate(stages, x)) / 2;
      worst = Math.max(worst, sampled * (1 + SAMPLING_MARGIN));
    }
    return worst;
  }

  /// Levels from the argument to the sign.
  public int depth() {
    return stages.stream().mapToInt(stage -> stage.plan().depth()).sum();
  }

  /// Relinearisations, each with a rescale.
  public int relinearizations() {
    return stages.stream().mapToInt(stage -> stage.plan().relinearizations()).sum();
  }

  /// The degrees of the stages.
  public int[] degrees() {
    return stages.stream().mapToInt(stage -> stage.polynomial().degree()).toArray();
  }

  /// The composition at `x`.
  public double evaluate(double x) {
    return evaluate(stages, x);
  }

  private static double evaluate(List<Stage> stages, double x) {
    double value = x;
    for (Stage stage : stages) {
      value = stage.polynomial().evaluate(value);
    }
    return value;
  }

  /// x·(1 + sign x)/2.
  public double evaluateRelu(double x) {
    return x * (1 + evaluate(x)) / 2;
  }

  @Override
  public String toString() {
    return "CompositeSign[epsilon 2^%.2f, error 2^%.2f, degrees %s, depth %d]"
        .formatted(
            Math.log(epsilon) / Math.log(2),
            Math.log(error) / Math.log(2),
            Arrays.toString(degrees()),
            depth());
  }
}
