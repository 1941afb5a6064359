package io.cloakwork.cli.bundle;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.cloakwork.cli.CommandFailure;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The libraries in a bundle and their licences. What a library asks for in exchange for being
/// handed on is its copyright notice and its licence, so one that is not on record is not packed.
final class ThirdParty {

  private static final String OWN_JARS = "cloakwork-";
  private static final String OWN_LICENCE = "Apache-2.0";
  private static final Pattern JAR = Pattern.compile("(.+?)-(\\d[^/]*)\\.jar");
  private static final int COLUMNS = 5;

  /// A library on record.
  private record Library(String name, String licence, String copyright, String home) {}

  private final Map<String, Library> libraries;

  private ThirdParty(Map<String, Library> libraries) {
    this.libraries = libraries;
  }

  /// The libraries on record in this build.
  static ThirdParty onRecord() {
    return parse(resource("third-party.txt"));
  }

  static ThirdParty parse(String table) {
    Map<String, Library> libraries = new TreeMap<>();
    for (String line : table.lines().filter(l -> !l.isBlank() && !l.startsWith("#")).toList()) {
      String[] columns = line.split("\\s*\\|\\s*", -1);
      if (columns.length != COLUMNS) {
        throw new IllegalArgumentException("not five columns: " + line);
      }
      libraries.put(columns[0], new Library(columns[1], columns[2], columns[3], columns[4]));
    }
    return new ThirdParty(libraries);
  }

  /// The notice for a bundle with these jars, this project's own among them.
  ///
  /// @param jars file names
  /// @param runtime what the Java runtime is
  /// @throws CommandFailure if a library is not on record
  String notice(List<String> jars, String runtime) {
    StringBuilder text =
        new StringBuilder("Cloakwork is under the Apache License 2.0 (LICENSE).\n");
    text.append(
        """
        What comes with it, and under which licences:

        runtime/: %s
          GPL-2.0 with the Classpath exception; runtime/legal has this and further licences
        """
            .formatted(runtime));
    Map<String, String> licences = new TreeMap<>();
    for (String jar : jars.stream().filter(jar -> !jar.startsWith(OWN_JARS)).sorted().toList()) {
      Library library = library(jar);
      text.append(
          "\nlib/%s: %s, %s\n  %s\n  %s\n"
              .formatted(
                  jar, library.name(), library.licence(), library.copyright(), library.home()));
      if (!library.licence().equals(OWN_LICENCE)) {
        licences.computeIfAbsent(library.licence(), id -> resource(id + ".txt"));
      }
    }
    licences.forEach((id, licence) -> text.append("\n---- %s ----\n\n%s".formatted(id, licence)));
    return text.toString();
  }

  private Library library(String jar) {
    Matcher name = JAR.matcher(jar);
    Library library = name.matches() ? libraries.get(name.group(1)) : null;
    if (library == null) {
      throw new CommandFailure(
          "%s has no licence on record, so it is not packed: %s has the list"
              .formatted(jar, "cli/src/main/resources/io/cloakwork/cli/bundle/third-party.txt"));
    }
    return library;
  }

  /// A text of this package.
  static String resource(String name) {
    try (InputStream in = ThirdParty.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("this build lacks its own text " + name);
      }
      return new String(in.readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new IllegalStateException("this build's own text %s is broken".formatted(name), e);
    }
  }
}
