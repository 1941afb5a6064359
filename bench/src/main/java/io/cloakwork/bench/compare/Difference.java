package io.cloakwork.bench.compare;

/// Something in which two rows are not the same work.
///
/// @param field the row's field
/// @param baseline its value there
/// @param candidate its value here
public record Difference(String field, String baseline, String candidate) {

  /// For instance `logN 13 against 14`.
  @Override
  public String toString() {
    return "%s %s against %s".formatted(field, baseline, candidate);
  }
}
