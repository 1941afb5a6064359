package io.cloakwork.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// What the command line prints and returns.
class ConformanceMainTest {

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private int run(String... args) {
    return ConformanceMain.run(
        args,
        new PrintStream(out, true, StandardCharsets.UTF_8),
        new PrintStream(err, true, StandardCharsets.UTF_8));
  }

  @Test
  void closesWithOneLineOfCounts() {
    assertThat(run("--backend", "reference", "--filter", "op/neg-eval/", "--logn-max", "6"))
        .isZero();
    assertThat(lines(out)).hasSize(2);
    assertThat(lines(out)[0]).matches("op/neg-eval +\\d+ passed, 0 skipped, 0 failed");
    assertThat(lines(out)[1])
        .matches("reference: \\d+ passed, 0 skipped, 0 failed of \\d+ cases, seed 1, .* s");
  }

  @Test
  void printsACaseALineWhenAsked() {
    assertThat(run("--backend", "reference", "--filter", "buffer/", "--verbose")).isZero();
    assertThat(lines(out)).contains("pass  lifecycle/buffer/rows");
  }

  @Test
  void aFilterThatMatchesNothingIsAFailure() {
    assertThat(run("--backend", "reference", "--filter", "no such case")).isEqualTo(1);
  }

  @Test
  void anUnknownBackendIsNamedWithThoseThatExist() {
    assertThat(run("--backend", "abacus")).isEqualTo(1);
    assertThat(lines(err)[0]).contains("abacus").contains("reference");
  }

  @Test
  void aDeviceIsTakenByItsNameAndAnUnknownOneIsNamed() {
    String[] first = {"--backend", "reference", "--filter", "buffer/rows", "--device"};
    assertThat(run(with(first, "Exact arithmetic on the calling thread"))).isZero();
    assertThat(run(with(first, "abacus"))).isEqualTo(1);
    assertThat(lines(err)[0]).contains("backend reference has no device 'abacus'; there are");
  }

  private static String[] with(String[] arguments, String last) {
    return Stream.concat(Stream.of(arguments), Stream.of(last)).toArray(String[]::new);
  }

  @Test
  void argumentsThatMakeNoSenseAreExplained() {
    assertThat(run()).isEqualTo(2);
    assertThat(run("--backend", "reference", "--logn-max", "many")).isEqualTo(2);
    assertThat(run("--backend", "reference", "--colour", "blue")).isEqualTo(2);
    assertThat(lines(err))
        .contains(
            "--backend is missing",
            "--logn-max takes a number from 0 up, not 'many'",
            "'--colour' is unknown");
  }

  private static String[] lines(ByteArrayOutputStream stream) {
    return stream.toString(StandardCharsets.UTF_8).strip().split("\\R");
  }
}
