package io.cloakwork.cli.input;

import java.nio.file.Path;
import java.util.List;

/// Reads samples and labels from IDX, NPY and text files, each also gzip-compressed.
public final class SampleFiles {

  private static final int ENOUGH_TO_TELL = 6;

  private SampleFiles() {}

  /// Reads the selected samples.
  ///
  /// @throws InputException if the file cannot be read or is not what it says
  public static Samples read(Path path, Selection selection) {
    try (DataFile file = DataFile.open(path)) {
      byte[] start = file.peek(ENOUGH_TO_TELL);
      boolean array = NpyReader.recognises(start) || IdxReader.recognises(start);
      if (array && (selection.labelColumn().isPresent() || selection.skipRows() > 0)) {
        throw new InputException(
            file.name() + " is not a text file: rows to skip and label columns are for text only");
      }
      if (NpyReader.recognises(start)) {
        return NpyReader.read(file, selection);
      }
      return IdxReader.recognises(start)
          ? IdxReader.read(file, selection)
          : CsvReader.read(file, selection);
    }
  }

  /// Reads one label a sample from a file of its own.
  ///
  /// @param count how many labels there must be after `offset`
  public static List<Double> readLabels(Path path, int offset, int count) {
    Samples labels = read(path, Selection.of(offset, count));
    if (labels.values().getFirst().length != 1) {
      throw new InputException(
          "%s has %,d values a sample where one label is expected"
              .formatted(path.getFileName(), labels.values().getFirst().length));
    }
    if (labels.count() < count) {
      throw new InputException(
          "%s has %,d labels after offset %,d for %,d samples"
              .formatted(path.getFileName(), labels.count(), offset, count));
    }
    return labels.values().stream().map(value -> value[0]).toList();
  }
}
