package io.cloakwork.compiler.packing;

import io.cloakwork.compiler.tensor.Shape;

/// A regular placement of an image: value (c, y, x) lies at slot c·block + y·rowPitch +
/// x·columnPitch. Pitches above 1 are what strides leave behind; nothing is ever compacted.
public record Grid(int block, int rowPitch, int columnPitch) {

  int position(int channel, int row, int column) {
    return channel * block + row * rowPitch + column * columnPitch;
  }

  /// The slot of a row-major element of an N×C×H×W tensor.
  int position(Shape shape, int element) {
    int width = shape.dim(3);
    int height = shape.dim(2);
    return position(element / (width * height), element / width % height, element % width);
  }

  /// Whether every channel of `shape` stays within its block, and every row before the next.
  boolean holds(Shape shape) {
    return position(0, shape.dim(2) - 1, shape.dim(3) - 1) < block
        && (shape.dim(2) == 1 || position(0, 0, shape.dim(3) - 1) < rowPitch);
  }

  Grid strided(int rows, int columns) {
    return new Grid(block, rowPitch * rows, columnPitch * columns);
  }
}
