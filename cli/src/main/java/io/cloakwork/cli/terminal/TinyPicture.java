package io.cloakwork.cli.terminal;

import java.util.ArrayList;
import java.util.List;

/// A grey image as a few lines of characters: two rows of pixels a line where half blocks can be
/// shown, else one character for a pixel and the one below it.
public final class TinyPicture {

  private static final char[] HALF_BLOCKS = {' ', '\u2584', '\u2580', '\u2588'};
  private static final String SHADES = " .:-=+*#%@";
  private static final double INKED = 0.38;

  private TinyPicture() {}

  /// Draws an image.
  ///
  /// @param brightness rows of pixels from 0 to 1, all of one width
  /// @param unicode whether half-block characters may be used
  /// @return ⌈rows ÷ 2⌉ lines, each as long as a row
  public static List<String> draw(double[][] brightness, boolean unicode) {
    List<String> lines = new ArrayList<>();
    for (int row = 0; row < brightness.length; row += 2) {
      double[] upper = brightness[row];
      double[] lower = row + 1 < brightness.length ? brightness[row + 1] : new double[upper.length];
      StringBuilder line = new StringBuilder();
      for (int column = 0; column < upper.length; column++) {
        line.append(
            unicode
                ? halfBlock(upper[column], lower[column])
                : shade((upper[column] + lower[column]) / 2));
      }
      lines.add(line.toString());
    }
    return lines;
  }

  /// Makes an image smaller by averaging, so that it is `rows` by `columns`.
  public static double[][] shrink(double[][] image, int rows, int columns) {
    double[][] small = new double[rows][columns];
    for (int row = 0; row < rows; row++) {
      for (int column = 0; column < columns; column++) {
        small[row][column] =
            average(
                image,
                (double) row * image.length / rows,
                (double) (row + 1) * image.length / rows,
                (double) column * image[0].length / columns,
                (double) (column + 1) * image[0].length / columns);
      }
    }
    return small;
  }

  private static double average(
      double[][] image, double top, double bottom, double left, double right) {
    double sum = 0;
    for (int row = (int) top; row < Math.ceil(bottom); row++) {
      double height = Math.min(bottom, row + 1) - Math.max(top, row);
      for (int column = (int) left; column < Math.ceil(right); column++) {
        double width = Math.min(right, column + 1) - Math.max(left, column);
        sum += height * width * image[row][column];
      }
    }
    return sum / ((bottom - top) * (right - left));
  }

  private static char halfBlock(double upper, double lower) {
    return HALF_BLOCKS[(upper >= INKED ? 2 : 0) + (lower >= INKED ? 1 : 0)];
  }

  private static char shade(double brightness) {
    int index = (int) (Math.clamp(brightness, 0.0, 1.0) * SHADES.length());
    return SHADES.charAt(Math.min(index, SHADES.length() - 1));
  }
}
