package io.cloakwork.cli.inference;

import io.cloakwork.cli.Console;
import io.cloakwork.cli.input.Samples;
import io.cloakwork.cli.terminal.Quantities;
import io.cloakwork.cli.terminal.TinyPicture;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Images side by side as tiny pictures, each with what the encrypted and the plain network saw in
/// it and what it took.
public final class DigitGallery {

  private static final int PER_ROW = 5;
  private static final int CELLS = 14;
  private static final int GAP = 2;
  private static final int MARGIN = 4;
  private static final double WHITE = 255;

  private final InferenceReport report;
  private final Samples samples;
  private final List<Double> labels;

  /// @param samples pictures of bytes, two dimensions each
  /// @param labels what each picture is
  public DigitGallery(InferenceReport report, Samples samples, List<Double> labels) {
    this.report = report;
    this.samples = samples;
    this.labels = List.copyOf(labels);
  }

  public void print(Console console) {
    for (int first = 0; first < report.images(); first += PER_ROW) {
      int last = Math.min(first + PER_ROW, report.images());
      List<List<String>> columns = new ArrayList<>();
      for (int image = first; image < last; image++) {
        columns.add(column(image, console));
      }
      for (int line = 0; line < columns.getFirst().size(); line++) {
        StringBuilder row = new StringBuilder();
        for (List<String> column : columns) {
          row.append(" ".repeat(GAP)).append(padded(column.get(line)));
        }
        console.out().println(row.toString().stripTrailing());
      }
      console.out().println();
    }
  }

  private List<String> column(int image, Console console) {
    double[][] small = TinyPicture.shrink(cropped(image), CELLS, CELLS);
    List<String> lines = new ArrayList<>(TinyPicture.draw(small, console.unicode()));
    lines.add("");
    lines.add("encrypted  " + digit(report.prediction(image)) + mark(image, console));
    lines.add("plain      " + digit(report.plainPrediction(image)));
    lines.add(String.format(Locale.ROOT, "%s", Quantities.seconds(report.times(image).server())));
    return lines;
  }

  private static String digit(double prediction) {
    return Integer.toString((int) prediction);
  }

  private String mark(int image, Console console) {
    boolean right = report.prediction(image) == labels.get(image);
    if (console.unicode()) {
      return right ? " \u2713" : " \u2717";
    }
    return right ? " ok" : " !!";
  }

  /// The middle of the picture, brightness 0 to 1: MNIST's digits leave a margin of four pixels.
  private double[][] cropped(int image) {
    int height = samples.shape().get(0);
    int width = samples.shape().get(1);
    double[] pixels = samples.values().get(image);
    double[][] middle = new double[height - 2 * MARGIN][width - 2 * MARGIN];
    for (int row = 0; row < middle.length; row++) {
      for (int column = 0; column < middle[row].length; column++) {
        middle[row][column] = pixels[(row + MARGIN) * width + column + MARGIN] / WHITE;
      }
    }
    return middle;
  }

  private static String padded(String text) {
    return text + " ".repeat(Math.max(0, CELLS - text.length()));
  }
}
