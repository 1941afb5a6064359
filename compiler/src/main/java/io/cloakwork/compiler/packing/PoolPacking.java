package io.cloakwork.compiler.packing;

import io.cloakwork.compiler.layer.SumPool;
import io.cloakwork.compiler.tensor.Window;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A sum pool on a grid: rotations and additions only. Every slot receives a window's sum; those at
/// the pool's stride are the results, and no other is read afterwards.
///
/// @param sums each a list of steps: x ← x + Σ rotate(x, step)
/// @param layout where the results lie
record PoolPacking(List<List<Integer>> sums, SlotLayout layout) {

  /// @param in a layout with a grid
  static PoolPacking of(SumPool pool, SlotLayout in) {
    Grid grid = in.grid().orElseThrow();
    Window window = pool.window();
    List<List<Integer>> sums = new ArrayList<>();
    addSums(sums, window.kernelW(), grid.columnPitch() * window.dilationW());
    addSums(sums, window.kernelH(), grid.rowPitch() * window.dilationH());
    Grid pooled = grid.strided(window.strideH(), window.strideW());
    int[] slotOf = new int[pool.out().size()];
    for (int element = 0; element < slotOf.length; element++) {
      slotOf[element] = pooled.position(pool.out(), element);
    }
    SlotLayout layout = SlotLayout.of(in.slots(), in.period(), slotOf, Optional.of(pooled));
    return new PoolPacking(sums, layout);
  }

  /// The sum of `count` values `pitch` apart, one stage for each prime factor of `count`.
  private static void addSums(List<List<Integer>> sums, int count, int pitch) {
    int left = count;
    int step = pitch;
    for (int factor = 2; left > 1; factor++) {
      while (left % factor == 0) {
        List<Integer> steps = new ArrayList<>();
        for (int i = 1; i < factor; i++) {
          steps.add(i * step);
        }
        sums.add(steps);
        step *= factor;
        left /= factor;
      }
    }
  }
}
