package io.cloakwork.serve.store;

import java.util.regex.Pattern;

/// Whose keys and jobs: the client as the service has authenticated it.
///
/// @param name 1 to 64 characters of letters, digits, `.`, `_`, `@` and `-`
public record Owner(String name) {

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._@-]{1,64}");

  public Owner {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "a client's name has 1 to 64 letters, digits and '.', '_', '@', '-', not "
              + name.length()
              + " characters like these");
    }
  }

  @Override
  public String toString() {
    return name;
  }
}
