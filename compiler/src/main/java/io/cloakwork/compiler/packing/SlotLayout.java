package io.cloakwork.compiler.packing;

import java.util.Arrays;
import java.util.Optional;

/// Which element of a tensor lies in which slot. The slots repeat with a period, so that a rotation
/// by the period changes nothing; within a period an element may lie in several slots, and slots
/// may be empty. Empty slots hold values that nobody may rely on. Immutable.
public final class SlotLayout {

  private static final int EMPTY = -1;

  private final int slots;
  private final int elements;
  private final int[] elementAt;
  private final Optional<Grid> grid;

  private SlotLayout(int slots, int elements, int[] elementAt, Optional<Grid> grid) {
    if (Integer.bitCount(elementAt.length) != 1 || elementAt.length > slots) {
      throw new IllegalArgumentException(
          "period %d is not a power of two of at most %d slots".formatted(elementAt.length, slots));
    }
    this.slots = slots;
    this.elements = elements;
    this.elementAt = elementAt;
    this.grid = grid;
  }

  /// Element i at slot `slotOf[i]`, repeated with `period`.
  static SlotLayout of(int slots, int period, int[] slotOf, Optional<Grid> grid) {
    int[] elementAt = new int[period];
    Arrays.fill(elementAt, EMPTY);
    for (int element = 0; element < slotOf.length; element++) {
      elementAt[Math.floorMod(slotOf[element], period)] = element;
    }
    return new SlotLayout(slots, slotOf.length, elementAt, grid);
  }

  /// Any arrangement of `elements` over one period; −1 for an empty slot.
  public static SlotLayout ofPeriod(int slots, int elements, int[] elementAt) {
    return new SlotLayout(slots, elements, elementAt.clone(), Optional.empty());
  }

  public int slots() {
    return slots;
  }

  /// The period: a power of two that divides the slots.
  public int period() {
    return elementAt.length;
  }

  public int elements() {
    return elements;
  }

  Optional<Grid> grid() {
    return grid;
  }

  /// The element in a slot, or −1.
  public int elementAt(int slot) {
    return elementAt[slot & (elementAt.length - 1)];
  }

  /// One slot of each element, the first in the period.
  public int[] firstSlots() {
    int[] first = new int[elements];
    Arrays.fill(first, EMPTY);
    for (int slot = period() - 1; slot >= 0; slot--) {
      if (elementAt[slot] != EMPTY) {
        first[elementAt[slot]] = slot;
      }
    }
    return first;
  }

  /// For each element its slots within a period.
  int[][] occurrences() {
    int[] counts = new int[elements];
    for (int element : elementAt) {
      if (element != EMPTY) {
        counts[element]++;
      }
    }
    int[][] result = new int[elements][];
    for (int element = 0; element < elements; element++) {
      result[element] = new int[counts[element]];
    }
    for (int slot = period() - 1; slot >= 0; slot--) {
      if (elementAt[slot] != EMPTY) {
        result[elementAt[slot]][--counts[elementAt[slot]]] = slot;
      }
    }
    return result;
  }

  /// The shortest cyclic range of a period that holds every used slot.
  record Range(int start, int length) {}

  Range usedRange() {
    int period = period();
    int last = period - 1;
    while (last >= 0 && elementAt[last] == EMPTY) {
      last--;
    }
    // The longest run of empty slots ends where the range starts.
    int start = 0;
    int longest = 0;
    int previous = last - period;
    for (int slot = 0; slot < period; slot++) {
      if (elementAt[slot] != EMPTY) {
        if (slot - previous - 1 > longest) {
          longest = slot - previous - 1;
          start = slot;
        }
        previous = slot;
      }
    }
    return new Range(start, period - longest);
  }

  /// The values of all slots for a tensor's elements; empty slots are zero.
  public double[] pack(double[] values) {
    double[] result = new double[slots];
    for (int slot = 0; slot < slots; slot++) {
      int element = elementAt(slot);
      result[slot] = element == EMPTY ? 0 : values[element];
    }
    return result;
  }

  /// The tensor's elements from the values of all slots.
  public double[] unpack(double[] slotValues) {
    int[] first = firstSlots();
    double[] result = new double[elements];
    for (int element = 0; element < elements; element++) {
      result[element] = slotValues[first[element]];
    }
    return result;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SlotLayout that
        && slots == that.slots
        && elements == that.elements
        && grid.equals(that.grid)
        && Arrays.equals(elementAt, that.elementAt);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(elementAt);
  }

  @Override
  public String toString() {
    int used = (int) Arrays.stream(elementAt).filter(e -> e != EMPTY).count();
    return "%d values in %d of %d slots%s"
        .formatted(elements, used, period(), period() == slots ? "" : " x " + slots / period());
  }
}
