package io.cloakwork.compiler.tensor;

/// A sliding window over the rows and columns of an image.
///
/// @param kernelH rows of the window
/// @param kernelW columns of the window
/// @param strideH rows from one window to the next
/// @param strideW columns from one window to the next
/// @param dilationH rows from one tap to the next
/// @param dilationW columns from one tap to the next
/// @param padTop rows of zeros above
/// @param padLeft columns of zeros to the left
/// @param padBottom rows of zeros below
/// @param padRight columns of zeros to the right
public record Window(
    int kernelH,
    int kernelW,
    int strideH,
    int strideW,
    int dilationH,
    int dilationW,
    int padTop,
    int padLeft,
    int padBottom,
    int padRight) {

  public Window {
    if (Math.min(Math.min(kernelH, kernelW), Math.min(strideH, strideW)) < 1
        || Math.min(dilationH, dilationW) < 1) {
      throw new IllegalArgumentException(
          "kernel %dx%d, strides %dx%d and dilations %dx%d must be positive"
              .formatted(kernelH, kernelW, strideH, strideW, dilationH, dilationW));
    }
    if (Math.min(Math.min(padTop, padLeft), Math.min(padBottom, padRight)) < 0) {
      throw new IllegalArgumentException(
          "pads %d, %d, %d, %d must not be negative"
              .formatted(padTop, padLeft, padBottom, padRight));
    }
  }

  /// The window that covers a whole image once.
  public static Window whole(int height, int width) {
    return new Window(height, width, 1, 1, 1, 1, 0, 0, 0, 0);
  }

  /// Windows that fit into `height` rows and their padding; at most 0 if none does.
  public int outputHeight(int height) {
    return Math.floorDiv(height + padTop + padBottom - dilationH * (kernelH - 1) - 1, strideH) + 1;
  }

  public int outputWidth(int width) {
    return Math.floorDiv(width + padLeft + padRight - dilationW * (kernelW - 1) - 1, strideW) + 1;
  }

  /// The image row of tap `ky` in output row `oy`; outside the image it is padding.
  public int inputRow(int oy, int ky) {
    return oy * strideH + ky * dilationH - padTop;
  }

  public int inputColumn(int ox, int kx) {
    return ox * strideW + kx * dilationW - padLeft;
  }

  /// Whether the windows end exactly where the padded image ends, so that rounding their number up
  /// or down is the same.
  public boolean covers(Shape image) {
    return (image.dim(2) + padTop + padBottom - dilationH * (kernelH - 1) - 1) % strideH == 0
        && (image.dim(3) + padLeft + padRight - dilationW * (kernelW - 1) - 1) % strideW == 0;
  }

  public boolean isPadded() {
    return padTop + padLeft + padBottom + padRight > 0;
  }

  /// The same window with more padding.
  public Window padded(int top, int left, int bottom, int right) {
    return new Window(
        kernelH,
        kernelW,
        strideH,
        strideW,
        dilationH,
        dilationW,
        padTop + top,
        padLeft + left,
        padBottom + bottom,
        padRight + right);
  }
}
