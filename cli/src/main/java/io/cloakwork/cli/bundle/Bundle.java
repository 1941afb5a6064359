package io.cloakwork.cli.bundle;

import io.cloakwork.cli.terminal.Progress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Makes a bundle from the checkout that this program was built in.
public final class Bundle {

  /// @param version of this build
  /// @param buildTime the time of files where there is no git to say when they were committed
  public static BundleFile make(String version, Instant buildTime, Progress progress) {
    RuntimeImage.requireLinuxX64();
    Checkout checkout = Checkout.ofProgram();
    try {
      return make(checkout, version, buildTime, progress);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Bundle() {}

  private static BundleFile make(
      Checkout checkout, String version, Instant buildTime, Progress progress) throws IOException {
    Optional<Checkout.Revision> revision = checkout.revision();
    Instant time = revision.map(Checkout.Revision::time).orElse(buildTime);
    List<Path> jars = checkout.jars();
    String notice =
        ThirdParty.onRecord()
            .notice(jars.stream().map(jar -> jar.getFileName().toString()).toList(), runtime());
    String name = "cloakwork-%s-linux-x64".formatted(version);
    BundleTree tree = new BundleTree(name);
    tree.addTexts(checkout, notice, release(checkout, version, revision));
    jars.forEach(tree::addJar);
    Path target = Files.createDirectories(checkout.file("target"));
    Path scratch = Files.createTempDirectory(target, "bundle");
    try {
      progress.say("making the Java runtime");
      Path runtime = scratch.resolve("runtime");
      RuntimeImage.create(runtime);
      tree.addRuntime(runtime);
      progress.expect(tree.members().size());
      progress.say("packing");
      return BundleFile.write(
          target.resolve(name + ".tar.xz"), tree.members(), time, progress::step);
    } finally {
      delete(scratch);
    }
  }

  private static String runtime() {
    return "OpenJDK %s by %s, %s"
        .formatted(
            Runtime.version(),
            System.getProperty("java.vendor"),
            System.getProperty("java.vendor.url"));
  }

  /// What was packed, for people and for the launcher's class cache.
  private static String release(
      Checkout checkout, String version, Optional<Checkout.Revision> revision) {
    String commit = revision.map(Checkout.Revision::commit).orElse("unknown");
    return "VERSION=\"%s\"\nCOMMIT=\"%s%s\"\nJAVA=\"%s\"\n"
        .formatted(
            version, commit, checkout.isChanged() ? ", with changes" : "", Runtime.version());
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
