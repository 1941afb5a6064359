package io.cloakwork.compiler.packing;

import io.cloakwork.compiler.layer.Layer;
import io.cloakwork.compiler.tensor.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// Layouts of the network's input for a convolution as first layer. The client packs, so every
/// arrangement is free: the image once for each output channel, each of its stride phases (pixels
/// of equal row and column modulo the stride) in a plane of its own, and the whole several times
/// with rows shifted. Taps then need few rotations, the sums over input channels and phases are
/// folds, and the result is dense in its planes.
///
/// Slot of pixel (channel, Y, X), padded coordinates, in copy g for output channel c: ((g·phases +
/// phase)·channels + c)·block + (Y / fy − g·shift)·pitch + X / fx.
final class InputPlanes {

  private final Layer.Term term;
  private final int slots;
  private final int phaseRows;
  private final int phaseColumns;
  private final Extent extent;
  private final int pitch;
  private final int block;
  private final int planes;
  private final int channels;
  private final Layer.Stride stride;

  /// What the matrix reaches of its input around an output pixel, in input pixels: rows and columns
  /// from the output's position (times the stride) to the first and last tap.
  private record Extent(int firstRow, int lastRow, int firstColumn, int lastColumn) {

    static Extent of(Layer.Term term, Layer.Stride stride) {
      int[] bounds = {Integer.MAX_VALUE, Integer.MIN_VALUE, Integer.MAX_VALUE, Integer.MIN_VALUE};
      Shape in = term.in();
      Shape out = term.out();
      term.composed()
          .forEach((row, column, _) -> {
            int oy = row / out.dim(3) % out.dim(2);
            int ox = row % out.dim(3);
            int dy = column / in.dim(3) % in.dim(2) - oy * stride.rows();
            int dx = column % in.dim(3) - ox * stride.columns();
            bounds[0] = Math.min(bounds[0], dy);
            bounds[1] = Math.max(bounds[1], dy);
            bounds[2] = Math.min(bounds[2], dx);
            bounds[3] = Math.max(bounds[3], dx);
          });
      return new Extent(bounds[0], bounds[1], bounds[2], bounds[3]);
    }
  }

  private InputPlanes(
      Layer.Term term,
      Layer.Stride stride,
      Extent extent,
      int slots,
      int phaseRows,
      int phaseColumns) {
    Shape in = term.in();
    Shape out = term.out();
    this.term = term;
    this.stride = stride;
    this.slots = slots;
    this.phaseRows = phaseRows;
    this.phaseColumns = phaseColumns;
    this.extent = extent;
    int width = in.dim(3) - 1 - extent.firstColumn() + 1;
    int reach =
        (out.dim(3) - 1) * stride.columns() + extent.lastColumn() - extent.firstColumn() + 1;
    this.pitch = Math.ceilDiv(Math.max(width, reach), phaseColumns);
    int rows = Math.ceilDiv(in.dim(2) - extent.firstRow(), phaseRows);
    int outRows = (out.dim(2) - 1) * stride.rows() / phaseRows + 1;
    this.block = PowersOfTwo.atLeast(Math.max(rows, outRows) * pitch);
    this.planes = PowersOfTwo.atLeast(in.dim(1) * phaseRows * phaseColumns);
    this.channels = PowersOfTwo.atLeast(out.dim(1));
  }

  /// Every division into planes: by the phases of the stride's rows, of its columns, both or none.
  static List<InputPlanes> all(Layer.Term term, int slots) {
    Layer.Stride stride = term.composedStride().orElseThrow();
    Extent extent = Extent.of(term, stride);
    List<InputPlanes> all = new ArrayList<>();
    for (int columns : new int[] {1, stride.columns()}) {
      for (int rows : new int[] {1, stride.rows()}) {
        all.add(new InputPlanes(term, stride, extent, slots, rows, columns));
      }
    }
    return all;
  }

  /// The placement with `copies` shifted copies, if it fits the slots.
  Optional<PeriodicPlacement> place(int copies) {
    long period = (long) copies * planes * channels * block;
    return period > slots ? Optional.empty() : Optional.of(placement(copies));
  }

  private PeriodicPlacement placement(int copies) {
    Grid grid = new Grid(block, stride.rows() / phaseRows * pitch, stride.columns() / phaseColumns);
    int[] rowSlots = new int[term.out().size()];
    for (int row = 0; row < rowSlots.length; row++) {
      rowSlots[row] = grid.position(term.out(), row);
    }
    SlotLayout in = SlotLayout.ofPeriod(slots, term.in().size(), elements(copies));
    return PeriodicPlacement.of(term.composed(), in, channels * block, rowSlots, Optional.of(grid));
  }

  private int[] elements(int copies) {
    int[] elementAt = new int[copies * planes * channels * block];
    Arrays.fill(elementAt, -1);
    int tapRows = (extent.lastRow() - extent.firstRow()) / phaseRows + 1;
    int shift = Math.ceilDiv(tapRows, copies);
    Shape in = term.in();
    for (int element = 0; element < in.size(); element++) {
      int row = element / in.dim(3) % in.dim(2) - extent.firstRow();
      int column = element % in.dim(3) - extent.firstColumn();
      int channel = element / (in.dim(3) * in.dim(2));
      int phase = (channel * phaseRows + row % phaseRows) * phaseColumns + column % phaseColumns;
      for (int copy = 0; copy < copies; copy++) {
        int at = (row / phaseRows - copy * shift) * pitch + column / phaseColumns;
        for (int c = 0; c < channels && at >= 0; c++) {
          elementAt[((copy * planes + phase) * channels + c) * block + at] = element;
        }
      }
    }
    return elementAt;
  }
}
