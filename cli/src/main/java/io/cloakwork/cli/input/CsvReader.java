package io.cloakwork.cli.input;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// Lines of numbers, separated by commas (with or without blanks) or by blanks alone. Every line is
/// a sample; empty lines are passed over. Quoting is not known: it has no use for numbers.
final class CsvReader {

  private static final int MAX_LINE = 1 << 22;

  private final DataFile file;
  private final Selection selection;
  private final Reader reader;
  private final StringBuilder line = new StringBuilder();
  private long lineNumber;

  private CsvReader(DataFile file, Selection selection) {
    this.file = file;
    this.selection = selection;
    this.reader = new InputStreamReader(file.stream(), StandardCharsets.UTF_8);
  }

  static Samples read(DataFile file, Selection selection) {
    return new CsvReader(file, selection).read();
  }

  private Samples read() {
    for (int i = 0; i < selection.skipRows(); i++) {
      if (!nextLine()) {
        throw new InputException(
            "%s has %,d lines, no %,d to skip"
                .formatted(file.name(), lineNumber, selection.skipRows()));
      }
    }
    List<double[]> values = new ArrayList<>();
    List<Double> labels = new ArrayList<>();
    long seen = 0;
    while (values.size() < selection.count() && nextLine()) {
      if (line.toString().isBlank() || seen++ < selection.offset()) {
        continue;
      }
      double[] row = numbers();
      int width = values.isEmpty() ? -1 : values.getFirst().length;
      values.add(withoutLabel(row, labels));
      requireWidth(values.getLast().length, width);
      Limits.requireTotal(file.name(), values.size(), values.getLast().length);
    }
    if (values.isEmpty()) {
      throw new InputException(
          "%s has %,d rows of numbers, none after offset %,d"
              .formatted(file.name(), seen, selection.offset()));
    }
    file.drain(Limits.CHECKED_BYTES); // so that gzip compares its checksum
    return new Samples(List.of(values.getFirst().length), false, values, labels);
  }

  private void requireWidth(int width, int expected) {
    if (expected >= 0 && width != expected) {
      throw new InputException(
          "%s, line %,d: %,d values where the lines before have %,d"
              .formatted(file.name(), lineNumber, width, expected));
    }
  }

  private double[] withoutLabel(double[] row, List<Double> labels) {
    if (selection.labelColumn().isEmpty()) {
      return row;
    }
    int wanted = selection.labelColumn().getAsInt();
    int column = wanted == Selection.LAST_COLUMN ? row.length - 1 : wanted;
    if (column >= row.length || row.length < 2) {
      throw new InputException(
          "%s, line %,d: %,d columns and so no label in column %,d beside values"
              .formatted(file.name(), lineNumber, row.length, column));
    }
    labels.add(row[column]);
    double[] rest = new double[row.length - 1];
    System.arraycopy(row, 0, rest, 0, column);
    System.arraycopy(row, column + 1, rest, column, rest.length - column);
    return rest;
  }

  private double[] numbers() {
    String text = line.toString().strip();
    String[] cells = text.indexOf(',') >= 0 ? text.split(",", -1) : text.split("\\s+");
    double[] row = new double[cells.length];
    for (int i = 0; i < cells.length; i++) {
      row[i] = number(cells[i].strip(), i);
    }
    return row;
  }

  private double number(String cell, int column) {
    try {
      double number = Double.parseDouble(cell);
      if (Double.isFinite(number)) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Falls through to the one sentence that fits both cases.
    }
    throw new InputException(
        "%s, line %,d, column %d: '%s' is not a number%s"
            .formatted(
                file.name(),
                lineNumber,
                column,
                shortened(cell),
                lineNumber == 1 && cell.matches("\\p{Print}+")
                    ? " (--skip-rows 1 passes over a header)"
                    : ""));
  }

  private static String shortened(String cell) {
    String printable = cell.replaceAll("\\P{Print}", "?");
    return printable.length() <= 24 ? printable : printable.substring(0, 24) + "...";
  }

  /// Reads the next line into [#line]; false at the end of the file.
  private boolean nextLine() {
    line.setLength(0);
    try {
      int character = reader.read();
      if (character < 0) {
        return false;
      }
      lineNumber++;
      while (character >= 0 && character != '\n') {
        if (line.length() == MAX_LINE) {
          throw new InputException(
              "%s, line %,d is longer than %,d characters"
                  .formatted(file.name(), lineNumber, MAX_LINE));
        }
        line.append((char) character);
        character = reader.read();
      }
      return true;
    } catch (IOException e) {
      throw file.unreadable(e);
    }
  }
}
