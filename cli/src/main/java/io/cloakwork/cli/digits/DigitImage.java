package io.cloakwork.cli.digits;

/// A drawn digit.
///
/// @param label which digit it is meant to be
/// @param pixels [DigitRenderer#SIZE] rows of as many bytes, 0 black to 255 white
public record DigitImage(int label, byte[] pixels) {

  /// A pixel's brightness, 0 to 255.
  public int brightness(int row, int column) {
    return Byte.toUnsignedInt(pixels[row * DigitRenderer.SIZE + column]);
  }
}
