package io.cloakwork.serve.server;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.TreeSet;

/// Options in a file instead of on the command line: Java properties, each named as its option
/// without the dashes. A model is `model.NAME = FILE`; an option without a value is `true` or
/// `false`.
///
/// ```
/// listen = 0.0.0.0:7443
/// model.digits = /srv/models/digits.onnx
/// property.exact = cpu
/// key-device = 8G
/// ```
final class ConfigFile {

  private static final String OPTION = "--config";

  /// Options that have a name and a value, `--model=NAME=FILE`: here the name is part of the key.
  private static final List<String> NAMED = List.of("model", "property");

  private ConfigFile() {}

  /// The command line with the options of `--config FILE` before those that are on it, which
  /// therefore win.
  ///
  /// @throws IOException if there is no such file, or it is no properties file
  static List<String> expand(List<String> arguments) throws IOException {
    int at = arguments.indexOf(OPTION);
    if (at < 0 || at + 1 == arguments.size()) {
      return arguments;
    }
    List<String> all = new ArrayList<>(read(Path.of(arguments.get(at + 1))));
    all.addAll(arguments.subList(0, at));
    all.addAll(arguments.subList(at + 2, arguments.size()));
    return all;
  }

  private static List<String> read(Path file) throws IOException {
    Properties properties = new Properties();
    try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
      properties.load(reader);
    } catch (IllegalArgumentException e) {
      throw new IOException("%s: %s".formatted(file, e.getMessage()), e);
    }
    List<String> options = new ArrayList<>();
    for (String name : new TreeSet<>(properties.stringPropertyNames())) {
      String value = properties.getProperty(name).strip();
      options.add("--%s=%s".formatted(option(name), value));
    }
    return options;
  }

  private static String option(String key) {
    for (String named : NAMED) {
      if (key.startsWith(named + '.')) {
        return named + '=' + key.substring(named.length() + 1);
      }
    }
    return key;
  }
}
