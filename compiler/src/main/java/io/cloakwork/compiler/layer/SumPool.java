package io.cloakwork.compiler.layer;

import io.cloakwork.compiler.tensor.Shape;
import io.cloakwork.compiler.tensor.Window;

/// The sum over each window of an image, without padding: on slots this is rotations and additions
/// only, so it costs no level.
///
/// @param in shape of the image
/// @param out shape of the sums
public record SumPool(Window window, Shape in, Shape out) {

  public SumPool {
    if (window.isPadded()) {
      throw new IllegalArgumentException("a sum pool has no padding");
    }
  }

  /// The sums as a matrix.
  public SparseAffine matrix() {
    SparseAffineBuilder builder = new SparseAffineBuilder(out.size(), in.size());
    for (int i = 0; i < out.size(); i++) {
      int ox = i % out.dim(3);
      int oy = i / out.dim(3) % out.dim(2);
      int channel = i / (out.dim(3) * out.dim(2));
      for (int ky = 0; ky < window.kernelH(); ky++) {
        for (int kx = 0; kx < window.kernelW(); kx++) {
          int row = channel * in.dim(2) + window.inputRow(oy, ky);
          builder.add(row * in.dim(3) + window.inputColumn(ox, kx), 1);
        }
      }
      builder.endRow(0);
    }
    return builder.build();
  }

  /// Values in a window.
  public int taps() {
    return window.kernelH() * window.kernelW();
  }
}
