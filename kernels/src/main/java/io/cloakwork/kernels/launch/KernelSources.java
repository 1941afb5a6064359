package io.cloakwork.kernels.launch;

import io.cloakwork.kernels.KernelResources;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Which text stands for a source: that of a device's architecture
/// (`vendor/<vendor>-<architecture>/ntt.k`), else that of its vendor (`vendor/<vendor>/ntt.k`),
/// else the neutral one (`ntt.k`).
///
/// What replaces a source has the same kernels with the same arguments, and what replaces a header
/// defines all that the header does. A line `#include "ntt.k"` in it stands for the neutral text of
/// that name, so that it need not be repeated where little changes.
///
/// @param folders where a source is looked for before the neutral ones, in this order
public record KernelSources(List<String> folders) {

  private static final Pattern INCLUDE =
      Pattern.compile("^#include \"([^\"]+)\"$", Pattern.MULTILINE);
  private static final KernelSources NEUTRAL = new KernelSources(List.of());

  public KernelSources {
    folders = List.copyOf(folders);
  }

  /// The neutral sources, whatever the device.
  public static KernelSources neutral() {
    return NEUTRAL;
  }

  /// The sources for all devices of a vendor, lower case.
  public static KernelSources of(String vendor) {
    return new KernelSources(List.of("vendor/" + vendor));
  }

  /// The sources for devices of an architecture; both names are lower case.
  public static KernelSources of(String vendor, String architecture) {
    return new KernelSources(
        List.of("vendor/%s-%s".formatted(vendor, architecture), "vendor/" + vendor));
  }

  /// Where the text of a source is.
  String path(String source) {
    return folders.stream()
        .map(folder -> folder + "/" + source)
        .filter(KernelSources::exists)
        .findFirst()
        .orElse(source);
  }

  private static boolean exists(String path) {
    try (var stream = KernelResources.open(path).orElse(null)) {
      return stream != null;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The text of a source.
  ///
  /// @throws UncheckedIOException if there is none, not even a neutral one
  public String text(String source) {
    String path = path(source);
    String text = read(path);
    return path.equals(source)
        ? text
        : INCLUDE.matcher(text).replaceAll(found -> Matcher.quoteReplacement(read(found.group(1))));
  }

  private static String read(String path) {
    try {
      return new String(KernelResources.read(path), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Which of the sources of `programs` are not the neutral ones, by their path, each once.
  public List<String> replaced(List<KernelProgram> programs) {
    return programs.stream()
        .flatMap(program -> program.sources().stream())
        .distinct()
        .map(this::path)
        .filter(path -> path.startsWith("vendor/"))
        .sorted()
        .toList();
  }

  /// The same for people: one phrase.
  public String description(List<KernelProgram> programs) {
    List<String> replaced = replaced(programs);
    return replaced.isEmpty() ? "neutral" : "neutral but " + String.join(", ", replaced);
  }
}
