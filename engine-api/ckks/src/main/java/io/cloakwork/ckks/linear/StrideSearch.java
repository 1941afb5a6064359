package io.cloakwork.ckks.linear;

import java.util.SortedSet;

/// Finds the stride whose baby and giant steps cost least, by trying them: all small strides, so
/// that two-dimensional neighbourhoods split by their rows, and every power of two.
final class StrideSearch {

  private static final int ALL_STRIDES_TO = 1024;

  private final int slots;
  private final int[] offsets;
  private final StepCost cost;
  // lastSeen[step] is the number of the candidate that last used the step.
  private final int[] babySeen;
  private final int[] giantSeen;
  private int candidate;
  private double bestCost = Double.POSITIVE_INFINITY;
  private int bestStride;
  private int bestShift;

  private StrideSearch(int slots, SortedSet<Integer> offsets, StepCost cost) {
    this.slots = slots;
    this.offsets = offsets.stream().mapToInt(Integer::intValue).toArray();
    this.cost = cost;
    this.babySeen = new int[slots];
    this.giantSeen = new int[slots];
  }

  static BsgsPlan best(int slots, SortedSet<Integer> offsets, StepCost cost) {
    StrideSearch search = new StrideSearch(slots, offsets, cost);
    for (int stride = 1; stride <= Math.min(slots, ALL_STRIDES_TO); stride++) {
      search.tryBothShifts(stride);
    }
    for (int stride = 2 * ALL_STRIDES_TO; stride <= slots; stride *= 2) {
      search.tryBothShifts(stride);
    }
    return BsgsPlan.split(slots, offsets, search.bestStride, search.bestShift);
  }

  /// Babies in [0, stride), then around zero, where maps with both signs save a giant step.
  private void tryBothShifts(int stride) {
    tryStride(stride, 0);
    if (stride > 1) {
      tryStride(stride, stride / 2);
    }
  }

  private void tryStride(int stride, int shift) {
    candidate++;
    double total = 0;
    for (int i = 0; i < offsets.length && total < bestCost; i++) {
      int baby = Math.floorMod(offsets[i] + shift, stride) - shift;
      int babyIndex = baby & slots - 1;
      if (babySeen[babyIndex] != candidate) {
        babySeen[babyIndex] = candidate;
        total += babyIndex == 0 ? 0 : cost.baby();
      }
      int giantIndex = offsets[i] - baby & slots - 1;
      if (giantSeen[giantIndex] != candidate) {
        giantSeen[giantIndex] = candidate;
        total += giantIndex == 0 ? 0 : cost.giant();
      }
    }
    if (total < bestCost) {
      bestCost = total;
      bestStride = stride;
      bestShift = shift;
    }
  }
}
