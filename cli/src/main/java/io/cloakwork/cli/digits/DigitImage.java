package io.cloakwork.cli.digits;

/// A drawn digit: which digit it is meant to be, and [DigitRenderer#SIZE] rows of as many bytes, 0
/// black to 255 white.
public final class DigitImage {

  private final int label;
  private final byte[] pixels;

  DigitImage(int label, byte[] pixels) {
    this.label = label;
    this.pixels = pixels;
  }

  public int label() {
    return label;
  }

  /// A copy of the image, row by row.
  public byte[] pixels() {
    return pixels.clone();
  }

  /// The brightness of every pixel in [0, 255], row by row, as a network's readers give it.
  public double[] brightness() {
    double[] brightness = new double[pixels.length];
    for (int i = 0; i < pixels.length; i++) {
      brightness[i] = Byte.toUnsignedInt(pixels[i]);
    }
    return brightness;
  }
}
