package io.cloakwork.cli.startup;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The launcher's class cache: made once, used, made again when it is out of date, and never in the
/// way of a start.
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the launcher is a script for bash")
class LauncherTest {

  private static final long SEED = 7;

  @TempDir private static Path folder;
  private static LauncherProject project;

  @BeforeAll
  static void startOnce() throws IOException {
    project = LauncherProject.in(folder, 0);
    startsWith(project, "null");
    assertThat(project.rehearsals()).isEqualTo(1);
  }

  /// Starts, and expects nothing but what the program prints.
  private static void startsWith(LauncherProject project, String reason) {
    LauncherProject.Start start = project.start("some", "words");
    assertThat(start.exitCode()).as(start.err()).isZero();
    assertThat(start.out().lines().toList()).containsExactly("main some words", "reason " + reason);
    assertThat(start.err()).isEmpty();
  }

  @Test
  void theSecondStartTakesItsClassesFromTheCache() throws IOException {
    int before = project.rehearsals();
    Path log = project.file("classes.log");
    LauncherProject.Start start = project.start("-J-Xlog:class+load:file=" + log, "word");
    assertThat(start.exitCode()).as(start.err()).isZero();
    assertThat(Files.readAllLines(log))
        .anyMatch(line -> line.contains("io.cloakwork.cli.Main source: shared objects file"));
    assertThat(project.rehearsals()).isEqualTo(before);
  }

  @ParameterizedTest
  @ValueSource(strings = {"header", "middle", "end", "truncated", "empty"})
  void aDamagedCacheIsSurvived(String damage) throws IOException {
    byte[] good = Files.readAllBytes(project.cache());
    try {
      Files.write(project.cache(), damaged(good, damage));
      startsWith(project, "null");
    } finally {
      Files.write(project.cache(), good);
    }
  }

  private static byte[] damaged(byte[] good, String damage) {
    return switch (damage) {
      case "header" -> overwritten(good, 0);
      case "middle" -> overwritten(good, good.length / 2);
      case "end" -> overwritten(good, good.length - 100_000);
      case "truncated" -> Arrays.copyOf(good, good.length / 3);
      case "empty" -> new byte[0];
      default -> throw new IllegalArgumentException(damage);
    };
  }

  private static byte[] overwritten(byte[] good, int at) {
    byte[] noise = new byte[4096];
    new Random(SEED).nextBytes(noise);
    byte[] bad = good.clone();
    System.arraycopy(noise, 0, bad, at, noise.length);
    return bad;
  }

  @Test
  void anotherProgramGetsANewCache() throws IOException {
    int before = project.rehearsals();
    Instant longAgo = Instant.now().minus(Duration.ofHours(1));
    Files.setLastModifiedTime(project.cacheKey(), FileTime.from(longAgo));
    startsWith(project, "null");
    assertThat(project.rehearsals()).isEqualTo(before + 1);
  }

  @Test
  void anotherJdkGetsANewCache() throws IOException {
    int before = project.rehearsals();
    String key = Files.readString(project.cacheKey());
    Files.writeString(project.cacheKey(), "/another/jdk\n" + key);
    startsWith(project, "null");
    assertThat(project.rehearsals()).isEqualTo(before + 1);
    assertThat(Files.readString(project.cacheKey())).isEqualTo(key);
  }

  @Test
  void aRehearsalThatFailsIsNotRepeatedAndNamed(@TempDir Path other) throws IOException {
    LauncherProject failing = LauncherProject.in(other, 1);
    String reason = "the rehearsal failed, see " + other.toRealPath() + "/target/cloakwork.jsa.log";
    startsWith(failing, reason);
    startsWith(failing, reason);
    assertThat(failing.rehearsals()).isEqualTo(1);
    assertThat(failing.cache()).doesNotExist();
  }

  @Test
  void thisProcessHasNoCacheAndSaysWhoHasOne() {
    ClassCache cache = ClassCache.here();
    assertThat(cache.inUse()).isFalse();
    assertThat(cache.finding()).contains("only ./cloakwork has one");
  }
}
