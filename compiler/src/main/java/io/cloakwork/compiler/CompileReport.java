package io.cloakwork.compiler;

import io.cloakwork.ckks.Ciphertext;
import io.cloakwork.ckks.KeyRequest;
import io.cloakwork.ckks.Parameters;
import io.cloakwork.compiler.packing.ValueLayout;
import io.cloakwork.cost.TimePrediction;
import java.util.ArrayList;
import java.util.List;

/// What the compiler chose and what it costs, known before any key exists.
///
/// @param keyBytes the evaluation keys on the device
/// @param error predicted of the decrypted outputs
/// @param input where the client packs the input
/// @param output where it finds the result
/// @param valueBytes the ciphertexts of one run on the device: input, output and what lies between
///   steps
/// @param time predicted: how long each layer takes, and on which machine
/// @param notes what a user should know: what was left out, guessed or may go wrong
public record CompileReport(
    String network,
    Parameters parameters,
    List<LayerReport> layers,
    int keys,
    long keyBytes,
    PredictedError error,
    ValueLayout input,
    ValueLayout output,
    long valueBytes,
    TimePrediction time,
    List<String> notes) {

  private static final double MEBI = 1 << 20;

  private static final double MILLI = 1e3;

  public CompileReport {
    layers = List.copyOf(layers);
    notes = List.copyOf(notes);
  }

  /// The report on a program.
  ///
  /// @param layerBits predicted precision of each step's result
  /// @param error predicted of the output
  /// @param time predicted times of the steps
  public static CompileReport of(
      String network,
      CompiledProgram program,
      KeyRequest keys,
      List<Double> layerBits,
      PredictedError error,
      TimePrediction time,
      List<String> notes) {
    Parameters parameters = program.parameters();
    List<LayerReport> layers = new ArrayList<>();
    for (int i = 0; i < program.steps().size(); i++) {
      layers.add(
          LayerReport.of(
              program, program.steps().get(i), layerBits.get(i), time.stepSeconds().get(i)));
    }
    return new CompileReport(
        network,
        parameters,
        layers,
        keys.levels().size(),
        keys.bytes(parameters),
        error,
        program.input(),
        program.output(),
        valueBytes(program),
        time,
        notes);
  }

  private static long valueBytes(CompiledProgram program) {
    long bytes = bytes(program, program.inputForm());
    for (ProgramStep step : program.steps()) {
      bytes += bytes(program, step.form());
    }
    return bytes;
  }

  private static long bytes(CompiledProgram program, CipherForm form) {
    return Ciphertext.shape(
            program.parameters(), form.level(), Ciphertext.LINEAR_SIZE, form.ciphertexts())
        .bytes();
  }

  /// Predicted: log2 of the output's largest absolute value over the error that encryption brings.
  public double precisionBits() {
    return error.encryptionBits();
  }

  /// How many inputs one run has room for.
  public int imagesTogether() {
    return input.inputs();
  }

  /// Predicted seconds of one run on the server, ciphertexts in to ciphertexts out.
  public double predictedSeconds() {
    return time.seconds();
  }

  /// The same divided by the inputs that one run has room for.
  public double predictedSecondsPerImage() {
    return predictedSeconds() / imagesTogether();
  }

  /// The encoded weights on the device.
  public long weightBytes() {
    return layers.stream().mapToLong(LayerReport::weightBytes).sum();
  }

  /// Keys, weights and the ciphertexts of one run on the device; temporaries of its programs come
  /// on top.
  public long deviceBytes() {
    return keyBytes + weightBytes() + valueBytes;
  }

  /// Rotations of every kind in one run.
  public int rotations() {
    return layers.stream()
        .mapToInt(layer -> layer.babySteps() + layer.giantSteps() + layer.rotations())
        .sum();
  }

  /// The report as text, for `compile --explain`.
  public String explain() {
    StringBuilder text = new StringBuilder();
    text.append("network     %s%n".formatted(network));
    text.append(
        "parameters  N = 2^%d, %d slots, log QP = %.0f, %d levels, %d special primes, dnum = %d, scale 2^%d, %d-bit security%n"
            .formatted(
                parameters.logN(),
                parameters.slots(),
                parameters.logQP(),
                parameters.maxLevel(),
                parameters.chain().specialP().size(),
                parameters.digitCount(),
                parameters.logScale(),
                parameters.securityBits()));
    text.append(
        "precision   %.1f bits of the largest output (%.3g), by encryption%s%n"
            .formatted(precisionBits(), error.largestOutput(), fitted()));
    text.append("images      %d together%n".formatted(imagesTogether()));
    text.append(
        "time        %.1f ms a run, %.4g ms an image, predicted for %s%n"
            .formatted(MILLI * predictedSeconds(), MILLI * predictedSecondsPerImage(), time.on()));
    text.append("input       %s%n".formatted(input));
    text.append("output      %s%n".formatted(output));
    text.append("keys        %d, %.1f MiB on the device%n".formatted(keys, keyBytes / MEBI));
    text.append("values      %.1f MiB on the device%n".formatted(valueBytes / MEBI));
    text.append(
        "weights     %.1f MiB on the device, %d plaintext products, %d rotations%n"
            .formatted(
                weightBytes() / MEBI,
                layers.stream().mapToInt(LayerReport::plainProducts).sum(),
                rotations()));
    notes.forEach(note -> text.append("note        %s%n".formatted(note)));
    for (LayerReport layer : layers) {
      append(text, layer);
    }
    return text.toString();
  }

  private String fitted() {
    return error.fitBits().isPresent()
        ? "; %.1f bits by fitted activations".formatted(error.fitBits().getAsDouble())
        : "";
  }

  private static void append(StringBuilder text, LayerReport layer) {
    text.append("%n%s: %s%n".formatted(layer.name(), layer.summary()));
    text.append(
        "  level %d → %d, result at scale 2^%.2f, %.1f bits, %.2f ms%n"
            .formatted(
                layer.level(),
                layer.level() - layer.levels(),
                layer.logScale(),
                layer.precisionBits(),
                MILLI * layer.predictedSeconds()));
    if (layer.plainProducts() > 0) {
      text.append(
          "  %d plaintext products, %d baby + %d giant + %d plain rotations, %.1f MiB of weights%n"
              .formatted(
                  layer.plainProducts(),
                  layer.babySteps(),
                  layer.giantSteps(),
                  layer.rotations(),
                  layer.weightBytes() / MEBI));
    }
    if (layer.scalarProducts() > 0) {
      text.append("  %d products with numbers%n".formatted(layer.scalarProducts()));
    }
    if (layer.products() > 0) {
      text.append("  %d ciphertext products%n".formatted(layer.products()));
    }
  }
}
