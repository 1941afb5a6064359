package io.cloakwork.ckks.linear;

import io.cloakwork.ckks.OperandMismatchException;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/// How Σ_{j < count} rotate_{j·stride} is computed in about log(count) steps. Every step replaces
/// the sum so far, of m terms, by that of r·m terms: r rotations of it by multiples of m·stride are
/// added, from one decomposition and with one division, or, for counts without small factors, the
/// sum rotated once and the argument.
///
/// @param stride the distance of the slots that are added; negative adds those to the right
/// @param count how many are added
/// @param steps in their order
public record InnerSumPlan(int stride, int count, List<Step> steps) {

  /// One step: the sum so far, rotated by each of `rotations` (zero among them for itself) and
  /// added, and the argument if `addsArgument`.
  public record Step(List<Integer> rotations, boolean addsArgument) {
    public Step {
      rotations = List.copyOf(rotations);
    }
  }

  private static final int MAX_RADIX = 16;

  public InnerSumPlan {
    steps = List.copyOf(steps);
  }

  /// The plan of least cost: where decompositions are dear, steps of four or eight rotations that
  /// share one, with more keys.
  ///
  /// @throws OperandMismatchException if `count` is not positive
  public static InnerSumPlan of(int stride, int count, StepCost cost) {
    requirePositive(count);
    return new InnerSumPlan(stride, count, new Search(stride, count, cost).steps(count));
  }

  /// The plan with the fewest keys: one a doubling.
  ///
  /// @throws OperandMismatchException if `count` is not positive
  public static InnerSumPlan ofFewestKeys(int stride, int count) {
    return of(stride, count, new StepCost(1, 1));
  }

  private static void requirePositive(int count) {
    if (count < 1) {
      throw new OperandMismatchException("an inner sum of %d slots".formatted(count));
    }
  }

  /// The rotations that need keys, not reduced modulo any number of slots.
  public SortedSet<Integer> rotations() {
    SortedSet<Integer> rotations = new TreeSet<>();
    steps.forEach(step -> rotations.addAll(step.rotations()));
    rotations.remove(0);
    return rotations;
  }

  /// The least cost for every number of terms.
  private static final class Search {
    private final int stride;
    private final double[] cost;
    // The radix of the last step; 0 for one rotation and the argument.
    private final int[] radix;

    Search(int stride, int count, StepCost stepCost) {
      this.stride = stride;
      this.cost = new double[count + 1];
      this.radix = new int[count + 1];
      double shared = stepCost.giant() - stepCost.baby();
      for (int n = 2; n <= count; n++) {
        cost[n] = cost[n - 1] + stepCost.giant();
        for (int r = 2; r <= Math.min(MAX_RADIX, n); r++) {
          double candidate = n % r == 0 ? cost[n / r] + shared + (r - 1) * stepCost.baby() : 0;
          if (n % r == 0 && candidate < cost[n]) {
            cost[n] = candidate;
            radix[n] = r;
          }
        }
      }
    }

    List<Step> steps(int count) {
      if (count == 1) {
        return List.of();
      }
      int r = radix[count];
      int before = r == 0 ? count - 1 : count / r;
      List<Step> steps = new ArrayList<>(steps(before));
      List<Integer> rotations = new ArrayList<>();
      for (int j = 0; j < r; j++) {
        rotations.add(j * before * stride);
      }
      steps.add(r == 0 ? new Step(List.of(stride), true) : new Step(rotations, false));
      return steps;
    }
  }
}
