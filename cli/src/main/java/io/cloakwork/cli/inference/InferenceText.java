package io.cloakwork.cli.inference;

import io.cloakwork.cli.Console;
import io.cloakwork.cli.terminal.Quantities;
import io.cloakwork.compiler.LayerReport;
import io.cloakwork.compiler.PredictedError;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;

/// An inference report as people read it.
public final class InferenceText {

  private static final int BAR = 24;
  private static final int NAME = 30;
  private static final int MAX_LINES = 1000;

  private final InferenceReport report;
  private final Console console;
  private final PrintStream out;

  public InferenceText(InferenceReport report, Console console) {
    this.report = report;
    this.console = console;
    this.out = console.out();
  }

  /// A prediction as text: a class, or a number with what its precision is worth.
  public String prediction(double prediction) {
    return report.classifies()
        ? Integer.toString((int) prediction)
        : String.format(Locale.ROOT, "%.6g", prediction);
  }

  /// One line an image; of many images only those that differ.
  public void predictions() {
    boolean all = report.images() <= MAX_LINES;
    if (!all && report.agreeWithPlain() == report.images()) {
      return;
    }
    out.printf("%6s  %12s  %12s  %10s%n", "image", "encrypted", "plain", "server");
    for (int image = 0; image < report.images(); image++) {
      if (!all && report.agrees(image)) {
        continue;
      }
      out.printf(
          "%6d  %12s  %12s  %10s%s%n",
          image,
          prediction(report.prediction(image)),
          prediction(report.plainPrediction(image)),
          Quantities.seconds(report.times(image).server()),
          report.agrees(image) ? "" : "  differs");
    }
    out.println();
  }

  /// Where the time went: once, and for each image.
  public void times() {
    SetupTimes setup = report.setup();
    double once = setup.wall();
    out.println("Once (the network and the device at a time, then the weights and the keys)");
    line("open the device", setup.device(), once);
    line("compile the network", setup.compile(), once);
    line("encode the weights", setup.weights(), once);
    line(
        "make %d keys (%s)".formatted(report.keyCount(), Quantities.bytes(report.keyBytes())),
        setup.keys(),
        once);
    line("make room for a run", setup.session(), once);
    double image = report.mean(times -> times.encrypt() + times.server() + times.decrypt());
    out.println("Each image (mean of " + report.images() + ")");
    line("encrypt        key owner", report.mean(ImageTimes::encrypt), image);
    List<LayerReport> layers = report.compiled().layers();
    for (int i = 0; i < layers.size(); i++) {
      int index = i;
      line(
          "%-14s server".formatted(layers.get(i).name()),
          report.mean(times -> times.layers().get(index)),
          image);
    }
    line("decrypt        key owner", report.mean(ImageTimes::decrypt), image);
    out.println();
  }

  private void line(String name, double seconds, double whole) {
    int filled = (int) Math.round(BAR * seconds / whole);
    String bar = (console.unicode() ? "\u2588" : "#").repeat(filled);
    String shown = name.length() <= NAME ? name : name.substring(0, NAME - 3) + "...";
    out.printf("  %-30s %9s  %s%n", shown, Quantities.seconds(seconds), bar);
  }

  /// What it came to, in a few sentences.
  public void summary() {
    var parameters = report.compiled().parameters();
    out.printf(
        Locale.ROOT,
        "%s on %s (%s, %d threads); N = 2^%d, log QP = %.0f, %d-bit security.%n",
        report.model(),
        report.backend(),
        report.device().name(),
        report.device().threads(),
        parameters.logN(),
        parameters.logQP(),
        parameters.securityBits());
    report
        .correct()
        .ifPresent(
            correct -> out.printf("%d of %d images classified right, ", correct, report.images()));
    out.printf(
        "%d of %d %s without encryption.%n",
        report.agreeWithPlain(),
        report.images(),
        report.classifies() ? "as" : "within 0.1 % of the largest score from those");
    errors();
    simulation();
    out.printf(
        "An image takes the server %s; setting up took %s.%n",
        Quantities.seconds(report.secondsPerImage()), Quantities.seconds(report.setup().wall()));
    if (report.imagesPerCiphertext() > 1) {
      out.printf(
          Locale.ROOT,
          "Up to %,d images share their ciphertexts: %,.0f images a second.%n",
          report.imagesPerCiphertext(),
          1 / report.secondsPerImage());
    }
    if (report.warmUpImages() > 0) {
      out.printf(
          "Not counted: %d %s to warm up, %s.%n",
          report.warmUpImages(),
          report.warmUpImages() == 1 ? "image" : "images",
          Quantities.seconds(report.warmUpSeconds()));
    }
    report.compiled().notes().forEach(note -> out.println("Note: " + note));
  }

  /// Of a simulated device the prediction counts, and every measured time is of what executes.
  private void simulation() {
    if (!report.device().isSimulated()) {
      return;
    }
    out.printf(
        "%s is simulated and would take %s an image by its profile%s. Measured times are of"
            + " executing the same words here.%n",
        report.device().name(),
        Quantities.seconds(report.predictedSecondsPerImage()),
        report
            .predictedParts()
            .map(parts -> ", and %s to move it".formatted(Quantities.seconds(parts.transfers())))
            .orElse(""));
  }

  /// How far scores are from those of the exported network, and whose doing that is.
  private void errors() {
    PredictedError predicted = report.compiled().error();
    out.printf(
        Locale.ROOT,
        "Outputs are up to %.4g, and at most %.1e away from those without encryption (%.1e"
            + " predicted).%n",
        report.maxAbsLogit(),
        report.maxAbsLogitError(),
        predicted.total());
    out.printf(
        Locale.ROOT,
        "Encryption leaves %.1f bits of the largest output, %.1f predicted",
        report.measuredPrecisionBits(),
        predicted.encryptionBits());
    report
        .maxAbsFitError()
        .ifPresent(error ->
            out.printf(
                Locale.ROOT,
                "; the polynomials that stand for activations are wrong by %.1e%s",
                error,
                predicted.fit().isPresent()
                    ? String.format(Locale.ROOT, ", %.1e predicted", predicted.fit().getAsDouble())
                    : ""));
    out.println(".");
  }
}
