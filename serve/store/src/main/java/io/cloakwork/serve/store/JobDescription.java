package io.cloakwork.serve.store;

import java.util.List;

/// What a job is to do.
///
/// @param model its name, at most [#MAX_MODEL_LENGTH] characters
/// @param keySet the keys to use
/// @param items its inputs, at least one
/// @param maxResultBytes the most that one result may have; that much is reserved for every item
public record JobDescription(
    String model, ContentHash keySet, List<JobItem> items, long maxResultBytes) {

  /// Characters of the longest model name.
  public static final int MAX_MODEL_LENGTH = 256;

  public JobDescription {
    items = List.copyOf(items);
    if (model.isEmpty() || model.length() > MAX_MODEL_LENGTH) {
      throw new IllegalArgumentException(
          "a model's name has 1 to %d characters, not %d"
              .formatted(MAX_MODEL_LENGTH, model.length()));
    }
    if (items.isEmpty()) {
      throw new IllegalArgumentException("a job has at least one item");
    }
    if (maxResultBytes < 1) {
      throw new IllegalArgumentException("results of at most %d bytes".formatted(maxResultBytes));
    }
  }
}
