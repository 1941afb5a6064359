package io.cloakwork.cli.input;

import java.util.OptionalInt;

/// Which samples of a file are wanted, and what a text file's rows look like.
///
/// @param offset samples to pass over
/// @param count the most samples to read; fewer are read where the file ends
/// @param skipRows lines to pass over at the top of a text file, before samples are counted
/// @param labelColumn the column of a text file that holds the label, counted from 0, or
///   [#LAST_COLUMN], or empty if there is none
public record Selection(int offset, int count, int skipRows, OptionalInt labelColumn) {

  /// The last column, however many there are.
  public static final int LAST_COLUMN = -1;

  public Selection {
    if (offset < 0 || count < 1 || skipRows < 0) {
      throw new InputException(
          "offset %d and rows to skip %d must not be negative and count %d must be positive"
              .formatted(offset, skipRows, count));
    }
  }

  /// The first `count` samples after `offset`, without labels in the file.
  public static Selection of(int offset, int count) {
    return new Selection(offset, count, 0, OptionalInt.empty());
  }
}
