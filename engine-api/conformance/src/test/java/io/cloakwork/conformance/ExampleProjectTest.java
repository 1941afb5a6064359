package io.cloakwork.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `examples/abacus`, built and tested as its reader would: by a Maven of its own.
@Tag("slow")
class ExampleProjectTest {

  private static final String VERSION = "0.1.0-SNAPSHOT";

  @Test
  void theExampleOfTheGuidePassesTheSuiteAndGivesARow(@TempDir Path work) throws Exception {
    requireMaven();
    try (OutsideProject project = OutsideProject.copy("abacus", VERSION, work)) {
      OutsideProject.Ended tests = project.maven("test");
      assertThat(tests.exitCode()).as(tests.output()).isZero();
      assertThat(tests.output())
          .contains("Failures: 0, Errors: 0")
          .contains("operation BaseConvert is not supported")
          .contains("BUILD SUCCESS");
      // Some cases ran: "Tests run: 300, …, Skipped: 200".
      assertThat(passed(tests.output())).isGreaterThan(50);

      String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
      String classPath =
          project.classes() + File.pathSeparator + project.jarOf("cloakwork-spi", VERSION);
      OutsideProject.Ended row =
          project.run(List.of(java, "-cp", classPath, "com.example.abacus.AbacusBench"));
      assertThat(row.exitCode()).as(row.output()).isZero();
      assertThat(row.output()).contains("\"library\": \"abacus\"").contains("\"op\": \"ntt\"");
    }
  }

  /// A case that is not declared is a failure where the backend is required.
  @Test
  void whatIsRequiredMustNotBeSkipped(@TempDir Path work) throws Exception {
    requireMaven();
    try (OutsideProject project = OutsideProject.copy("abacus", VERSION, work)) {
      OutsideProject.Ended tests = project.maven("test", "-Dconformance.require=abacus");
      assertThat(tests.exitCode()).isNotZero();
      assertThat(tests.output()).contains("backend abacus is required to pass, but: operation");
    }
  }

  private static int passed(String log) {
    String line =
        log.lines()
            .filter(each -> each.contains("Tests run:"))
            .reduce((_, last) -> last)
            .orElse("");
    String[] numbers = line.replaceAll("[^0-9,]", "").split(",", -1);
    return Integer.parseInt(numbers[0]) - Integer.parseInt(numbers[3]);
  }

  private static void requireMaven() throws InterruptedException {
    try {
      Process process =
          new ProcessBuilder("mvn", "--version")
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      process.waitFor();
    } catch (IOException e) {
      System.out.println("ExampleProjectTest skipped: there is no mvn on the path");
      Assumptions.abort("there is no mvn on the path");
    }
  }
}
