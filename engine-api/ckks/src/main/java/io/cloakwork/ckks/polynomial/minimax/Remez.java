package io.cloakwork.ckks.polynomial.minimax;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleUnaryOperator;

/// The exchange algorithm of Remez, in its barycentric form (Pachón and Trefethen, BIT 49, 2009),
/// with a weight: the polynomial r of degree n with the least max |w·(f − r)| on an interval.
///
/// On a reference of n + 2 points there is one polynomial whose weighted error is ±h in turn; then
/// the reference moves to where the error is extreme, until it is no larger than |h| anywhere,
/// which no polynomial can undercut (de la Vallée Poussin). Where errors come down to rounding the
/// best reference so far is kept.
final class Remez {

  private static final int MAX_EXCHANGES = 60;
  private static final int FRUITLESS_EXCHANGES = 8;
  private static final int SAMPLES_A_POINT = 24;
  private static final int REFINEMENTS = 40;
  private static final double CONVERGED = 1e-9;

  /// Errors below this, relative to the function, are rounding.
  private static final double ROUNDING = 0x1p-48;

  private static final double GOLDEN = 0.6180339887498949;

  private final DoubleUnaryOperator function;
  private final DoubleUnaryOperator weight;
  private final double low;
  private final double high;
  private final double[] grid;
  private double[] reference;
  private Interpolant polynomial;
  private double levelled;
  private Result best;
  private double bestError = Double.POSITIVE_INFINITY;

  private record Extremum(double t, double error) {}

  /// @param polynomial r; its nodes are where the error alternates, ascending
  /// @param levelled |h|, which no polynomial of that degree undercuts
  record Result(Interpolant polynomial, double levelled) {}

  private Remez(
      DoubleUnaryOperator function,
      DoubleUnaryOperator weight,
      double low,
      double high,
      int degree) {
    this.function = function;
    this.weight = weight;
    this.low = low;
    this.high = high;
    this.reference = new double[degree + 2];
    for (int j = 0; j < reference.length; j++) {
      reference[j] = node(j + 0.5, reference.length);
    }
    this.grid = grid(SAMPLES_A_POINT * reference.length);
  }

  /// @param weight positive on the interval
  /// @param degree at least 0
  static Result solve(
      DoubleUnaryOperator function,
      DoubleUnaryOperator weight,
      double low,
      double high,
      int degree) {
    Remez remez = new Remez(function, weight, low, high, degree);
    return remez.run();
  }

  /// The j-th of n points, dense at both ends, ascending.
  private double node(double j, int n) {
    return (low + high - (high - low) * StrictMath.cos(Math.PI * j / n)) / 2;
  }

  /// Points dense at both ends, evenly spread ones, and ones that are dense at the lower end on
  /// every scale, as the extrema of sign approximations are.
  private double[] grid(int count) {
    double[] points = new double[3 * (count + 1)];
    double ratio = low > 0 ? high / low : 1;
    for (int j = 0; j <= count; j++) {
      points[3 * j] = node(j, count);
      points[3 * j + 1] = low + (high - low) * j / count;
      points[3 * j + 2] =
          low > 0 ? low * StrictMath.pow(ratio, (double) j / count) : node(j, count);
    }
    return Arrays.stream(points).map(t -> Math.clamp(t, low, high)).sorted().distinct().toArray();
  }

  private Result run() {
    double size = 0;
    for (double t : grid) {
      size = Math.max(size, Math.abs(weight.applyAsDouble(t) * function.applyAsDouble(t)));
    }
    int fruitless = 0;
    for (int round = 0; round < MAX_EXCHANGES && fruitless < FRUITLESS_EXCHANGES; round++) {
      level();
      List<Extremum> extrema = alternating(extrema());
      double worst = extrema.stream().mapToDouble(e -> Math.abs(e.error())).max().orElse(0);
      fruitless++;
      if (worst < bestError) {
        fruitless = 0;
        bestError = worst;
        best = new Result(polynomial, Math.abs(levelled));
      }
      boolean done = worst <= Math.abs(levelled) * (1 + CONVERGED) || worst <= size * ROUNDING;
      if (done || extrema.size() < reference.length) {
        break;
      }
      reference = thin(extrema).stream().mapToDouble(Extremum::t).toArray();
    }
    return best;
  }

  /// The polynomial whose weighted error on the reference is h, −h, h, ….
  private void level() {
    double[] weights = Interpolant.weights(reference);
    double[] values = new double[reference.length];
    double numerator = 0;
    double denominator = 0;
    for (int j = 0; j < reference.length; j++) {
      double sign = (j & 1) == 0 ? 1 : -1;
      values[j] = function.applyAsDouble(reference[j]);
      numerator += weights[j] * values[j];
      denominator += weights[j] * sign / weight.applyAsDouble(reference[j]);
    }
    levelled = numerator / denominator;
    for (int j = 0; j < reference.length; j++) {
      double sign = (j & 1) == 0 ? 1 : -1;
      values[j] -= sign * levelled / weight.applyAsDouble(reference[j]);
    }
    polynomial = new Interpolant(reference.clone(), weights, values);
  }

  private double error(double t) {
    return weight.applyAsDouble(t) * (function.applyAsDouble(t) - polynomial.at(t));
  }

  /// Local extrema of the error, refined, and the reference, ascending.
  private List<Extremum> extrema() {
    double[] errors = Arrays.stream(grid).map(this::error).toArray();
    List<Extremum> found = new ArrayList<>();
    for (int i = 0; i < grid.length; i++) {
      double magnitude = Math.abs(errors[i]);
      boolean leftLower = i == 0 || Math.abs(errors[i - 1]) <= magnitude;
      boolean rightLower = i == grid.length - 1 || Math.abs(errors[i + 1]) <= magnitude;
      if (leftLower && rightLower) {
        double from = i == 0 ? grid[i] : grid[i - 1];
        double to = i == grid.length - 1 ? grid[i] : grid[i + 1];
        found.add(refine(from, to, new Extremum(grid[i], errors[i])));
      }
    }
    for (double t : reference) {
      found.add(new Extremum(t, error(t)));
    }
    found.sort((a, b) -> Double.compare(a.t(), b.t()));
    return found;
  }

  /// Golden-section search around `start` for the largest error of its sign.
  private Extremum refine(double from, double to, Extremum start) {
    double sign = Math.signum(start.error());
    double a = from;
    double b = to;
    double c = b - GOLDEN * (b - a);
    double d = a + GOLDEN * (b - a);
    double atC = sign * error(c);
    double atD = sign * error(d);
    for (int i = 0; i < REFINEMENTS; i++) {
      if (atC > atD) {
        b = d;
        d = c;
        atD = atC;
        c = b - GOLDEN * (b - a);
        atC = sign * error(c);
      } else {
        a = c;
        c = d;
        atC = atD;
        d = a + GOLDEN * (b - a);
        atD = sign * error(d);
      }
    }
    double middle = (a + b) / 2;
    Extremum refined = new Extremum(middle, error(middle));
    return sign * refined.error() > sign * start.error() ? refined : start;
  }

  /// The largest of every run of one sign.
  private static List<Extremum> alternating(List<Extremum> sorted) {
    List<Extremum> kept = new ArrayList<>();
    for (Extremum next : sorted) {
      if (next.error() == 0) {
        continue;
      }
      Extremum last = kept.isEmpty() ? null : kept.getLast();
      if (last == null || last.error() < 0 != next.error() < 0) {
        kept.add(next);
      } else if (Math.abs(next.error()) > Math.abs(last.error())) {
        kept.set(kept.size() - 1, next);
      }
    }
    return kept;
  }

  /// Leaves as many as the reference has, alternating, the largest among them: the smaller end, or
  /// the neighbours whose larger one is smallest.
  private List<Extremum> thin(List<Extremum> alternating) {
    List<Extremum> kept = new ArrayList<>(alternating);
    while (kept.size() > reference.length) {
      if (kept.size() == reference.length + 1) {
        boolean first = Math.abs(kept.getFirst().error()) < Math.abs(kept.getLast().error());
        kept.remove(first ? 0 : kept.size() - 1);
        continue;
      }
      int weakest = 0;
      for (int i = 1; i + 1 < kept.size(); i++) {
        weakest = pair(kept, i) < pair(kept, weakest) ? i : weakest;
      }
      kept.remove(weakest + 1);
      kept.remove(weakest);
    }
    return kept;
  }

  private static double pair(List<Extremum> extrema, int i) {
    return Math.max(Math.abs(extrema.get(i).error()), Math.abs(extrema.get(i + 1).error()));
  }

  /// The largest weighted error of `approximation` at the grid and the reference: what a fit is
  /// worth once its coefficients are rounded.
  static double worst(
      DoubleUnaryOperator weightedError, double[] reference, double low, double high) {
    double worst = 0;
    int count = 4 * SAMPLES_A_POINT * reference.length;
    for (int j = 0; j <= count; j++) {
      double angle = Math.PI * j / count;
      double t = (low + high - (high - low) * StrictMath.cos(angle)) / 2;
      worst = Math.max(worst, Math.abs(weightedError.applyAsDouble(Math.clamp(t, low, high))));
    }
    for (double t : reference) {
      worst = Math.max(worst, Math.abs(weightedError.applyAsDouble(t)));
    }
    return worst;
  }
}
