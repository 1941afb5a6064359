package io.cloakwork.compiler.program;

import io.cloakwork.ckks.linear.BsgsPlan;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// The diagonals of a linear map as a transform multiplies them: each rotated right by the giant
/// step of its term.
///
/// @param byOffset the rotated diagonals
public record Diagonals(SortedMap<Integer, PlainVector> byOffset) {

  public Diagonals {
    byOffset = Collections.unmodifiableSortedMap(new TreeMap<>(byOffset));
  }

  /// @param diagonals as they act: result_i = Σ_k diagonal_k\[i\]·x\[i + k\]
  static Diagonals of(Map<Integer, double[]> diagonals, BsgsPlan plan) {
    SortedMap<Integer, PlainVector> rotated = new TreeMap<>();
    for (BsgsPlan.GiantStep giant : plan.giants()) {
      for (BsgsPlan.Term term : giant.terms()) {
        PlainVector diagonal = new PlainVector(diagonals.get(term.offset()));
        rotated.put(term.offset(), giant.step() == 0 ? diagonal : diagonal.rotated(-giant.step()));
      }
    }
    return new Diagonals(rotated);
  }

  public int count() {
    return byOffset.size();
  }
}
