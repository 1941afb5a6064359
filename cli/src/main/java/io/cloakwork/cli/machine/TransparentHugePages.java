package io.cloakwork.cli.machine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// How Linux backs memory with huge pages; they save translation misses in large transforms.
public final class TransparentHugePages {

  private static final Path SETTING = Path.of("/sys/kernel/mm/transparent_hugepage/enabled");
  private static final Pattern CHOSEN = Pattern.compile("\\[(\\w+)]");

  private TransparentHugePages() {}

  /// `always`, `madvise`, `never`, or `unknown` where the system has no such setting.
  public static String setting() {
    try {
      Matcher chosen = CHOSEN.matcher(Files.readString(SETTING));
      return chosen.find() ? chosen.group(1) : "unknown";
    } catch (IOException e) {
      return "unknown";
    }
  }
}
