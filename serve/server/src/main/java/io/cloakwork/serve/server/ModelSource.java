package io.cloakwork.serve.server;

import java.nio.file.Path;
import java.util.regex.Pattern;

/// A model to be served.
///
/// @param name what clients call it: 1 to 64 letters, digits, `.`, `_` and `-`
/// @param file ONNX, or a program that `compile` wrote
public record ModelSource(String name, Path file) {

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,64}");

  public ModelSource {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "a model's name has 1 to 64 letters, digits and '.', '_', '-', not '%s'".formatted(name));
    }
  }

  /// Reads `NAME=FILE` or `FILE`, whose name without its last suffix is then the model's.
  public static ModelSource parse(String text) {
    int equals = text.indexOf('=');
    if (equals >= 0) {
      return new ModelSource(text.substring(0, equals), Path.of(text.substring(equals + 1)));
    }
    Path file = Path.of(text);
    String last = String.valueOf(file.getFileName());
    int dot = last.lastIndexOf('.');
    return new ModelSource(dot > 0 ? last.substring(0, dot) : last, file);
  }

  @Override
  public String toString() {
    return name + "=" + file;
  }
}
