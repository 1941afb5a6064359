package io.cloakwork.compiler.packing;

import io.cloakwork.ckks.linear.BsgsPlan;
import io.cloakwork.compiler.layer.Layer;
import io.cloakwork.compiler.tensor.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// Layouts of the network's input for a convolution as first layer where slots are few, as they are
/// where images share a ciphertext: the image once, each stride phase of each channel in a plane of
/// its own ([InputPlanes] has the image once for every output channel), planes and output channels
/// the same distance apart, which need not be a power of two.
///
/// Output channel c then reads plane p at a distance of (p − c)·block and a tap's shift: with baby
/// steps for the shifts and giant steps for the differences of planes, few rotations in all.
/// Nothing is padded, since the diagonals are zero where a tap leaves the image.
///
/// Slot of pixel (channel, Y, X): ((channel·fy + Y mod fy)·fx + X mod fx)·block + (Y / fy)·pitch +
/// X / fx.
final class SidePlanes {

  private final Layer.Term term;
  private final Layer.Stride stride;
  private final int slots;
  private final int phaseRows;
  private final int phaseColumns;
  private final int pitch;

  /// A placement with baby steps for the shifts of taps and giant steps for the distances of
  /// planes: a split that no stride gives where the distances wrap around the slots.
  record Placed(PeriodicPlacement placement, BsgsPlan plan) {}

  private SidePlanes(
      Layer.Term term, Layer.Stride stride, int slots, int phaseRows, int phaseColumns) {
    this.term = term;
    this.stride = stride;
    this.slots = slots;
    this.phaseRows = phaseRows;
    this.phaseColumns = phaseColumns;
    int columns = Math.ceilDiv(term.in().dim(3), phaseColumns);
    int reach = (term.out().dim(3) - 1) * stride.columns() / phaseColumns + 1;
    this.pitch = Math.max(columns, reach);
  }

  /// Every placement that fits the slots: phases of the stride's rows, of its columns, both or
  /// none, in blocks as short as they may be and in blocks of a power of two, whose distances
  /// repeat with the period.
  static List<Placed> all(Layer.Term term, int slots) {
    Layer.Stride stride = term.composedStride().orElseThrow();
    List<Placed> all = new ArrayList<>();
    for (int columns : new int[] {1, stride.columns()}) {
      for (int rows : new int[] {1, stride.rows()}) {
        SidePlanes planes = new SidePlanes(term, stride, slots, rows, columns);
        int shortest = planes.shortestBlock();
        planes.place(shortest).ifPresent(all::add);
        if (PowersOfTwo.atLeast(shortest) > shortest) {
          planes.place(PowersOfTwo.atLeast(shortest)).ifPresent(all::add);
        }
      }
    }
    return all;
  }

  private Grid grid(int block) {
    return new Grid(block, stride.rows() / phaseRows * pitch, stride.columns() / phaseColumns);
  }

  /// Positions from the first of a plane or an output channel to the last.
  private int shortestBlock() {
    Shape in = term.in();
    Shape out = term.out();
    int lastRow = (in.dim(2) - 1) / phaseRows;
    int lastColumn = (in.dim(3) - 1) / phaseColumns;
    int lastOut = grid(0).position(0, out.dim(2) - 1, out.dim(3) - 1);
    return Math.max(lastRow * pitch + lastColumn, lastOut) + 1;
  }

  private Optional<Placed> place(int block) {
    long planes = (long) term.in().dim(1) * phaseRows * phaseColumns;
    if (Math.max(planes, term.out().dim(1)) * block > slots) {
      return Optional.empty();
    }
    int period = PowersOfTwo.atLeast(term.out().dim(1) * block);
    SlotLayout in = input((int) planes, block);
    Grid grid = grid(block);
    PeriodicPlacement placement =
        PeriodicPlacement.of(term.composed(), in, period, outputs(grid), Optional.of(grid));
    return Optional.of(new Placed(placement, plan(placement, block)));
  }

  private BsgsPlan plan(PeriodicPlacement placement, int block) {
    int inMask = placement.in().period() - 1;
    int outMask = placement.out().period() - 1;
    SortedMap<Integer, Integer> babies = new TreeMap<>();
    placement.forEach((slot, offset, _) ->
        babies.putIfAbsent(
            BsgsPlan.centre(offset, slots),
            (slot + offset & inMask) % block - (slot & outMask) % block));
    SortedMap<Integer, List<BsgsPlan.Term>> terms = new TreeMap<>();
    babies.forEach((offset, baby) ->
        terms
            .computeIfAbsent(BsgsPlan.centre(offset - baby, slots), _ -> new ArrayList<>())
            .add(new BsgsPlan.Term(offset, baby)));
    List<BsgsPlan.GiantStep> giants = new ArrayList<>();
    terms.forEach((step, own) -> giants.add(new BsgsPlan.GiantStep(step, own)));
    return new BsgsPlan(slots, giants);
  }

  private int[] outputs(Grid grid) {
    int[] rowSlots = new int[term.out().size()];
    Arrays.setAll(rowSlots, row -> grid.position(term.out(), row));
    return rowSlots;
  }

  private SlotLayout input(int planes, int block) {
    Shape in = term.in();
    int[] slotOf = new int[in.size()];
    for (int element = 0; element < slotOf.length; element++) {
      int row = element / in.dim(3) % in.dim(2);
      int column = element % in.dim(3);
      int channel = element / (in.dim(3) * in.dim(2));
      int plane = (channel * phaseRows + row % phaseRows) * phaseColumns + column % phaseColumns;
      slotOf[element] = plane * block + row / phaseRows * pitch + column / phaseColumns;
    }
    return SlotLayout.of(slots, PowersOfTwo.atLeast(planes * block), slotOf, Optional.empty());
  }
}
