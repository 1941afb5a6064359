package io.cloakwork.compiler.packing;

import io.cloakwork.ckks.encoding.SlotVector;
import io.cloakwork.ckks.linear.BsgsPlan;
import io.cloakwork.ckks.linear.LinearTransform;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Several images in one ciphertext: position p of image k lies in slot p·images + k. What works on
/// the positions of one image works on all of them with every step multiplied and every plaintext
/// value repeated.
///
/// @param images a power of two
public record Interleaving(int images) {

  public Interleaving {
    if (Integer.bitCount(images) != 1) {
      throw new IllegalArgumentException(images + " images are not a power of two");
    }
  }

  /// The slots of all images from the positions of each, from the first again where there are
  /// fewer.
  public double[] join(List<double[]> positions) {
    double[] slots = new double[positions.getFirst().length * images];
    for (int slot = 0; slot < slots.length; slot++) {
      slots[slot] = positions.get(slot % images % positions.size())[slot / images];
    }
    return slots;
  }

  /// The slots for the positions of one image alone, zero for all others.
  public double[] place(double[] positions, int image) {
    double[] slots = new double[positions.length * images];
    for (int p = 0; p < positions.length; p++) {
      slots[p * images + image] = positions[p];
    }
    return slots;
  }

  /// The positions of one image.
  public double[] extract(double[] slots, int image) {
    double[] positions = new double[slots.length / images];
    for (int p = 0; p < positions.length; p++) {
      positions[p] = slots[p * images + image];
    }
    return positions;
  }

  /// The same values for every image.
  public double[] repeat(double[] positions) {
    double[] slots = new double[positions.length * images];
    for (int slot = 0; slot < slots.length; slot++) {
      slots[slot] = positions[slot / images];
    }
    return slots;
  }

  /// Rotations of positions as rotations of slots.
  public List<Integer> steps(List<Integer> steps) {
    return steps.stream().map(step -> step * images).toList();
  }

  /// A plan for positions as one for slots.
  public BsgsPlan plan(BsgsPlan plan) {
    List<BsgsPlan.GiantStep> giants = new ArrayList<>();
    for (BsgsPlan.GiantStep giant : plan.giants()) {
      List<BsgsPlan.Term> terms =
          giant.terms().stream()
              .map(term -> new BsgsPlan.Term(term.offset() * images, term.baby() * images))
              .toList();
      giants.add(new BsgsPlan.GiantStep(giant.step() * images, terms));
    }
    return new BsgsPlan(plan.slots() * images, giants);
  }

  /// A linear map of positions, by its diagonals, as one of slots.
  ///
  /// @param slots positions of one image
  public LinearTransform transform(Map<Integer, double[]> diagonals, int slots) {
    Map<Integer, SlotVector> repeated = new TreeMap<>();
    diagonals.forEach(
        (offset, diagonal) -> repeated.put(offset * images, SlotVector.real(repeat(diagonal))));
    return LinearTransform.ofDiagonals(slots * images, repeated);
  }
}
