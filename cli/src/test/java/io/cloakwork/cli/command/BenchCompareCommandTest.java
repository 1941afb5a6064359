package io.cloakwork.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BenchCompareCommandTest {

  private static final String ROW =
      """
      {"library":"%s","version":"1","params":"P2","op":"%s","threads":%d,"median_us":%s,"runs":9}
      """;

  @TempDir Path folder;

  private String base;

  @BeforeEach
  void writeBaseline() throws IOException {
    base = file("a", row("add", 1, "10") + row("rotate", 1, "200"));
  }

  private static String row(String op, int threads, String micros) {
    return ROW.formatted("cloakwork", op, threads, micros);
  }

  private String file(String name, String content) throws IOException {
    return Files.writeString(folder.resolve(name), content).toString();
  }

  @Test
  void aRegressionPastTheThresholdIsExitCodeOne() throws IOException {
    String slower = file("b", row("add", 1, "10.2") + row("rotate", 1, "230"));
    CommandRun run = CommandRun.of("bench", "compare", base, slower);
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err().strip())
        .isEqualTo(
            "cloakwork: 1 of 2 results of %s are more than 5 %% slower than those of %s"
                .formatted(slower, base));
    assertThat(run.out())
        .containsPattern(
            "rotate P2 cloakwork, 1 thread +200.0 us +230.0 us +1.150  no samples +SLOW")
        .contains("2 compared, 1 slower by more than 5 %, 0 faster");
    assertThat(CommandRun.of("bench", "compare", base, slower, "--threshold", "20%").exitCode())
        .isZero();
  }

  @Test
  void jsonHasEveryPairWithWhatIsDifferent() throws IOException {
    String other = file("b", row("add", 1, "5") + row("rotate", 2, "120") + row("ntt", 1, "3"));
    JsonNode json = CommandRun.of("bench", "compare", base, other, "--json").json();
    assertThat(json.at("/geometricMeanRatio").asDouble()).isEqualTo(0.5);
    assertThat(json.at("/regressions").asInt()).isZero();
    assertThat(json.at("/faster").asInt()).isEqualTo(1);
    assertThat(json.at("/pairs/0/ratio").asDouble()).isEqualTo(0.5);
    assertThat(json.at("/pairs/1/verdict").asText()).isEqualTo("different work");
    assertThat(json.at("/pairs/1/differences/0/field").asText()).isEqualTo("threads");
    assertThat(json.at("/onlyInCandidate/0/op").asText()).isEqualTo("ntt");
  }

  @Test
  void whatFilesSayCannotWriteOverTheTerminal() throws IOException {
    String evil = file("b", row("add\\u001b[2J", 1, "5"));
    CommandRun run = CommandRun.of("bench", "compare", base, evil);
    assertThat(run.out()).contains("add?[2J").doesNotContain("\u001b");
  }

  @Test
  void mistakesAreToldInOneSentence() throws IOException {
    assertFails(2, "neither a percentage", base, base, "--threshold", "5");
    assertFails(2, "Missing required parameter", base);
    assertFails(1, "there is no file", base, folder.resolve("none").toString());
    assertFails(1, "is a folder", base, folder.toString());
    assertFails(1, " is empty", base, file("empty", ""));
    assertFails(
        1,
        " line 2: threads is 0, not in",
        base,
        file("bad", row("add", 1, "1") + row("add", 0, "1")));
  }

  private static void assertFails(int exitCode, String part, String... arguments) {
    String[] line = new String[arguments.length + 2];
    line[0] = "bench";
    line[1] = "compare";
    System.arraycopy(arguments, 0, line, 2, arguments.length);
    CommandRun run = CommandRun.of(line);
    assertThat(run.exitCode()).as(run.err()).isEqualTo(exitCode);
    assertThat(run.out()).isEmpty();
    assertThat(run.err().strip().lines()).hasSize(1);
    assertThat(run.err()).contains(part);
  }
}
