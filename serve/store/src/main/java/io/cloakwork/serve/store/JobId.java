package io.cloakwork.serve.store;

import java.util.regex.Pattern;

/// A job's name among those of its owner.
///
/// @param owner whose job it is
/// @param name 1 to 64 letters, digits, `_` and `-`
public record JobId(Owner owner, String name) {

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,64}");

  public JobId {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "a job's name has 1 to 64 letters, digits and '_', '-', not %d characters like these"
              .formatted(name.length()));
    }
  }
}
