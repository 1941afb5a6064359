package io.cloakwork.serve.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Another process uploads and deletes in a loop and is killed at random moments; then everything
/// that it said was done must be there, and nothing that it did not finish may be left over.
@Timeout(180)
final class KillTest {

  private static final int ROUNDS = 4;

  @TempDir Path folder;

  @Test
  void aKillLosesAtMostTheUploadInFlight() throws Exception {
    long seed = System.nanoTime();
    System.out.printf("kill: seed %d%n", seed);
    SplittableRandom random = new SplittableRandom(seed);
    List<String> said = new ArrayList<>();
    try (TestKeys keys = new TestKeys()) {
      for (int round = 0; round < ROUNDS; round++) {
        said.addAll(runAndKill(round, random.nextInt(50, 900)));
        check(keys, said, "seed " + seed + ", round " + round);
      }
    }
    assertThat(said).as("seed %d", seed).hasSizeGreaterThanOrEqualTo(ROUNDS / 2);
    System.out.printf("kill: %d rounds, %d steps were kept%n", ROUNDS, said.size());
  }

  /// What the process said it had done until it was killed, `millis` after it began or did
  /// something.
  private List<String> runAndKill(int round, int millis) throws Exception {
    String path =
        Stream.of(
                System.getProperty("java.class.path", ""),
                System.getProperty("jdk.module.path", ""),
                locationOf(KillTest.class),
                locationOf(KeyStore.class))
            .filter(part -> !part.isEmpty())
            .reduce((a, b) -> a + File.pathSeparator + b)
            .orElseThrow();
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-Xmx256m",
                "-cp",
                path,
                KillTarget.class.getName(),
                folder.toString(),
                Integer.toString(round))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    List<String> said = new ArrayList<>();
    try (BufferedReader out = process.inputReader()) {
      assertThat(out.readLine()).isEqualTo("begun");
      if (round % 2 == 0) {
        said.add(out.readLine()); // else the kill may come before anything is done
      }
      TimeUnit.MILLISECONDS.sleep(millis);
      process.toHandle().destroyForcibly(); // unlike the process's own, leaves its output readable
      String line;
      while ((line = out.readLine()) != null) {
        if (line.endsWith(".")) {
          said.add(line);
        }
      }
    }
    process.waitFor();
    return said;
  }

  private static String locationOf(Class<?> type) throws Exception {
    return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI()).toString();
  }

  private void check(TestKeys keys, List<String> said, String when) throws IOException {
    try (KeyStore store = KeyStore.open(folder.resolve("keys"), StoreSettings.defaults());
        JobStore jobs = JobStore.open(folder.resolve("jobs"), JobSettings.defaults())) {
      for (String line : said) {
        String[] words = line.substring(0, line.length() - 1).split(" ");
        long number = Long.parseLong(words[1]);
        switch (words[0]) {
          case "registered" -> checkSet(keys, store, number, said, when);
          case "accepted" -> checkJob(jobs, number, when);
          case "deleted" -> {}
          default -> throw new AssertionError(line);
        }
      }
      checkNothingElse(store, when);
    }
  }

  private static void checkSet(
      TestKeys keys, KeyStore store, long number, List<String> said, String when)
      throws IOException {
    TestKeys.Made made = keys.make(2, number);
    boolean there = store.find(KillTarget.OWNER, made.set().id()).isPresent();
    if (said.contains("deleted " + number + ".")) {
      assertThat(there).as("%s: set %d was deleted", when, number).isFalse();
    } else if (number % 3 != 0) {
      assertThat(store.state(KillTarget.OWNER, made.set()).complete())
          .as("%s: set %d was registered", when, number)
          .isTrue();
      for (int key = 0; key < 2; key++) {
        assertThat(Files.readAllBytes(store.path(made.file(key).hash())))
            .as("%s: set %d, key %d", when, number, key)
            .isEqualTo(made.bytes(key));
      }
    }
  }

  private static void checkJob(JobStore jobs, long number, String when) throws IOException {
    StoredJob job = jobs.find(KillTarget.job(number)).orElseThrow();
    assertThat(job.unfinished().contains(0) || job.finished() == 1).as(when).isTrue();
    if (job.finished() == 1) {
      try (MappedFile result = jobs.openResult(job.id(), 0)) {
        assertThat(result.bytes().toArray(ValueLayout.JAVA_BYTE))
            .as("%s: result of job %d", when, number)
            .isEqualTo(KillTarget.result(number));
      }
    } else {
      try (MappedFile input = jobs.openInput(job.id(), 0)) {
        assertThat(input.bytes().toArray(ValueLayout.JAVA_BYTE))
            .as("%s: input of job %d", when, number)
            .isEqualTo(KillTarget.input(number));
      }
    }
  }

  /// Every file belongs to something, and the counts are those of the files.
  private void checkNothingElse(KeyStore store, String when) throws IOException {
    StoreUsage usage = store.usage();
    assertThat(files("keys/blobs")).as(when).hasSize(usage.files());
    long bytes = 0;
    for (Path file : files("keys/blobs")) {
      bytes += Files.size(file);
    }
    assertThat(usage.bytes()).as(when).isEqualTo(bytes);
    assertThat(files("keys/uploads").size()).as(when).isLessThanOrEqualTo(usage.uploads());
    assertThat(store.list(KillTarget.OWNER)).as(when).noneMatch(StoredKeySet::damaged);
    assertThat(files("jobs/incoming")).as(when).isEmpty();
  }

  private List<Path> files(String part) throws IOException {
    try (Stream<Path> all = Files.walk(folder.resolve(part))) {
      return all.filter(Files::isRegularFile).toList();
    }
  }
}
