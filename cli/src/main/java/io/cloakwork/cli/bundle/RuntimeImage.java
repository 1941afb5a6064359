package io.cloakwork.cli.bundle;

import io.cloakwork.cli.CommandFailure;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.spi.ToolProvider;

/// A Java runtime with the modules that the program needs and no others, made by the JDK's jlink
/// from the JDK that runs this.
final class RuntimeImage {

  /// What the jars use, by jdeps; java.desktop and java.sql, which Jackson could use, are not
  /// needed by what is used of it. Without jdk.jfr HotSpot lists none of its diagnostic commands,
  /// which `doctor` asks.
  static final List<String> MODULES =
      List.of(
          "java.base",
          "java.logging",
          "java.management",
          "java.net.http",
          "jdk.httpserver",
          "jdk.incubator.vector",
          "jdk.jfr",
          "jdk.management",
          "jdk.unsupported");

  private RuntimeImage() {}

  /// Requires that the runtime images made here are for Linux on x86-64.
  static void requireLinuxX64() {
    String system = System.getProperty("os.name");
    String machine = System.getProperty("os.arch");
    if (!system.equals("Linux") || !machine.equals("amd64")) {
      throw new CommandFailure(
          "a bundle for Linux on x86-64 is made there; this is %s on %s"
              .formatted(system, machine.toLowerCase(Locale.ROOT)));
    }
  }

  /// Makes the image.
  ///
  /// @param folder where, which must not exist
  static void create(Path folder) {
    ToolProvider jlink =
        ToolProvider.findFirst("jlink")
            .orElseThrow(() ->
                new CommandFailure(
                    "the Java runtime in %s has no jlink: a bundle is made with a whole JDK"
                        .formatted(System.getProperty("java.home"))));
    StringWriter said = new StringWriter();
    PrintWriter out = new PrintWriter(said);
    // The archive is compressed as a whole, which does better than jlink's compression.
    int code =
        jlink.run(
            out,
            out,
            "--add-modules",
            String.join(",", MODULES),
            "--strip-java-debug-attributes",
            "--no-header-files",
            "--no-man-pages",
            "--compress",
            "zip-0",
            "--output",
            folder.toString());
    if (code != 0) {
      throw new CommandFailure("jlink failed: " + said.toString().strip());
    }
  }
}
