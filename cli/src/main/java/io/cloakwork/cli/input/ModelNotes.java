package io.cloakwork.cli.input;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The notes beside a model, `MODEL.json` for `MODEL.onnx`, or beside a program, of which
/// `preprocess` is read: `formula` (`pixel/255`, `x/16`, `(pixel/255 - mean)/std`, `(x-mean)/std`,
/// `none`; what follows a comma or colon is a remark), `mean` and `std`.
public final class ModelNotes {

  private static final long MAX_BYTES = 1 << 24;
  private static final Pattern DIVIDED = Pattern.compile("(?:pixel|x)/([0-9.]+)");
  private static final Pattern CENTRED =
      Pattern.compile("\\((?:pixel|x)(?:/([0-9.]+))?-mean\\)/std");

  /// What a file can be called; anything else, in a program from elsewhere, is looked for nowhere.
  private static final Pattern FILE_NAME = Pattern.compile("[^/\\\\\\p{Cntrl}]+");

  private final List<Path> files;

  private ModelNotes(List<Path> files) {
    this.files = files;
  }

  /// The notes beside a model.
  public static ModelNotes beside(Path model) {
    String name = String.valueOf(model.getFileName()).replaceFirst("(\\.dyn)?\\.onnx$", "");
    return new ModelNotes(List.of(model.resolveSibling(name + ".json")));
  }

  /// The notes in a file that was named.
  ///
  /// @throws InputException if there is no such file
  public static ModelNotes in(Path notes) {
    if (!Files.isRegularFile(notes)) {
      throw new InputException("there is no file " + notes);
    }
    return new ModelNotes(List.of(notes));
  }

  /// No notes.
  public static ModelNotes none() {
    return new ModelNotes(List.of());
  }

  /// The notes beside a program file: named like the file or else like the network in it.
  public static ModelNotes besideProgram(Path program, String network) {
    List<Path> files = new ArrayList<>();
    String name = String.valueOf(program.getFileName()).replaceFirst("(?<=.)\\.[^.]+$", "");
    files.add(program.resolveSibling(name + ".json"));
    if (FILE_NAME.matcher(network).matches()) {
      files.add(program.resolveSibling(network + ".json"));
    }
    return new ModelNotes(List.copyOf(files));
  }

  /// The normalisation that the first notes that are there ask for, or empty if there are none or
  /// they say nothing about it.
  ///
  /// @throws InputException if there are notes that cannot be understood
  public Optional<Normalization> normalization() {
    return files.stream().filter(Files::isRegularFile).findFirst().flatMap(ModelNotes::of);
  }

  private static Optional<Normalization> of(Path notes) {
    JsonNode preprocess = parse(notes).path("preprocess");
    if (preprocess.isMissingNode() || !preprocess.hasNonNull("formula")) {
      return Optional.empty();
    }
    return Optional.of(normalization(notes, preprocess));
  }

  private static JsonNode parse(Path notes) {
    try {
      if (Files.size(notes) > MAX_BYTES) {
        throw new InputException(
            "%s has %,d bytes, more than %,d".formatted(notes, Files.size(notes), MAX_BYTES));
      }
      return new ObjectMapper().readTree(notes.toFile());
    } catch (IOException e) {
      throw new InputException("cannot read " + notes + ": it is not valid JSON", e);
    }
  }

  private static Normalization normalization(Path notes, JsonNode preprocess) {
    String formula = preprocess.get("formula").asText();
    String essence = formula.split("[,:]", 2)[0].replace(" ", "");
    String origin = notes.getFileName() + ": " + formula;
    if (essence.equals("none")) {
      return Normalization.none(origin);
    }
    double[] mean = numbers(notes, preprocess, "mean", 0);
    double[] std = numbers(notes, preprocess, "std", 1);
    Matcher centred = CENTRED.matcher(essence);
    if (centred.matches()) {
      String divide = centred.group(1);
      return new Normalization(divide == null ? 1 : number(notes, divide), mean, std, origin);
    }
    Matcher divided = DIVIDED.matcher(essence);
    if (divided.matches()) {
      return new Normalization(
          number(notes, divided.group(1)), new double[] {0}, new double[] {1}, origin);
    }
    throw new InputException(
        "the preprocess formula '%s' of %s is not known; give --divide, --mean and --std instead"
            .formatted(formula, notes));
  }

  private static double number(Path notes, String text) {
    try {
      return Double.parseDouble(text);
    } catch (NumberFormatException e) {
      throw new InputException(notes + ": '" + text + "' is not a number", e);
    }
  }

  private static double[] numbers(Path notes, JsonNode preprocess, String name, double absent) {
    JsonNode node = preprocess.path(name);
    if (node.isMissingNode() || node.isNull()) {
      return new double[] {absent};
    }
    if (node.isNumber()) {
      return new double[] {node.asDouble()};
    }
    double[] numbers = new double[node.size()];
    for (int i = 0; i < numbers.length; i++) {
      if (!node.get(i).isNumber()) {
        throw new InputException(notes + ": preprocess." + name + " is not a list of numbers");
      }
      numbers[i] = node.get(i).asDouble();
    }
    return numbers;
  }
}
