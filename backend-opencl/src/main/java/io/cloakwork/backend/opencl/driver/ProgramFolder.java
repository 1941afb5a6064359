package io.cloakwork.backend.opencl.driver;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;

/// A folder of programs that were compiled elsewhere, as for an FPGA, where it takes hours, and how
/// it is made: the sources with an index of them, to be compiled by a vendor's tool.
///
/// Each line of `index.txt` is `hash file prefix`: the SHA-256 of a program's whole source,
/// tunables included, so that a binary of other sources is never taken for it; the file of its
/// binary, which several programs may share; and what precedes the names of its kernels there, or
/// `-`. Lines that start with `#` are for people.
public final class ProgramFolder {

  /// Where a program's kernels are.
  ///
  /// @param file the binary
  /// @param prefix of the kernels' names, perhaps empty
  public record Entry(Path file, String prefix) {}

  private static final String INDEX = "index.txt";
  private static final String NO_PREFIX = "-";

  private final Path folder;
  private final Map<String, Entry> entries;

  private ProgramFolder(Path folder, Map<String, Entry> entries) {
    this.folder = folder;
    this.entries = entries;
  }

  /// A folder with programs.
  ///
  /// @throws IllegalArgumentException if its index cannot be read, with the file and the line
  public static ProgramFolder read(Path folder) {
    Path index = folder.resolve(INDEX);
    Map<String, Entry> entries = new LinkedHashMap<>();
    try {
      int number = 0;
      for (String line : Files.readAllLines(index)) {
        number++;
        if (!line.isBlank() && !line.startsWith("#")) {
          readLine(index, number, line.strip().split("\\s+"), entries);
        }
      }
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "the index of compiled programs cannot be read: " + index, e);
    }
    return new ProgramFolder(folder, entries);
  }

  private static void readLine(
      Path index, int number, String[] fields, Map<String, Entry> entries) {
    if (fields.length != 3 || !fields[0].matches("[0-9a-f]{64}")) {
      throw new IllegalArgumentException(
          "%s, line %d: not a SHA-256, a file and a prefix".formatted(index, number));
    }
    Path file = index.resolveSibling(fields[1]).normalize();
    if (!file.startsWith(index.resolveSibling("").normalize())) {
      throw new IllegalArgumentException(
          "%s, line %d: '%s' is outside the folder".formatted(index, number, fields[1]));
    }
    entries.put(fields[0], new Entry(file, fields[2].equals(NO_PREFIX) ? "" : fields[2]));
  }

  /// An empty folder to which programs are added.
  ///
  /// @throws IllegalArgumentException if it cannot be written, or has an index already
  public static ProgramFolder create(Path folder) {
    try {
      Files.createDirectories(folder);
      Files.createFile(folder.resolve(INDEX));
      return new ProgramFolder(folder, new LinkedHashMap<>());
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "no index of programs can be started in " + folder + ": " + e, e);
    }
  }

  /// Where the program with that source is.
  ///
  /// @param name the program's, for the message
  /// @throws IllegalArgumentException if it is not here
  Entry find(String name, String source) {
    Entry entry = entries.get(key(source));
    if (entry == null) {
      throw new IllegalArgumentException(
          "%s has no binary of program %s as this version and these tunables need it (%s)"
              .formatted(folder.resolve(INDEX), name, key(source)));
    }
    return entry;
  }

  /// Makes sure that the folder is for the present version and tunables at all.
  ///
  /// @param sources of programs that may be needed
  /// @throws IllegalArgumentException if it has none of them
  public void requireAnyOf(Stream<String> sources) {
    if (sources.map(ProgramFolder::key).noneMatch(entries::containsKey)) {
      throw new IllegalArgumentException(
          "%s lists %d programs, none of them of this version's kernels with these tunables and this variant"
              .formatted(folder.resolve(INDEX), entries.size()));
    }
  }

  /// Adds a program: its source, what a driver has made of it, and a line in the index.
  void add(String name, String source, byte[] binary) {
    String file = name + ".bin";
    try {
      Files.writeString(folder.resolve(name + ".cl"), source);
      Files.write(folder.resolve(file), binary);
      entries.put(key(source), new Entry(folder.resolve(file), ""));
      StringBuilder index = new StringBuilder();
      entries.forEach((hash, entry) ->
          index.append(
              "%s %s %s%n"
                  .formatted(
                      hash,
                      entry.file().getFileName(),
                      entry.prefix().isEmpty() ? NO_PREFIX : entry.prefix())));
      Files.writeString(folder.resolve(INDEX), index, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("program " + name + " cannot be written to " + folder, e);
    }
  }

  static String key(String source) {
    return BinaryCache.hash(source.getBytes(StandardCharsets.UTF_8));
  }
}
