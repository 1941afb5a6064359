package io.cloakwork.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BenchReportCommandTest {

  private static final String ROW =
      """
      {"library":"seal","version":"4.1","params":"P2","op":"rotate","threads":1,"median_us":200,"runs":9}
      """;

  @TempDir Path folder;

  @Test
  void makesAPageAndATable() throws IOException {
    Path results = Files.writeString(folder.resolve("seal.jsonl"), ROW);
    Path page = folder.resolve("report.html");
    Path csv = folder.resolve("report.csv");
    CommandRun run =
        CommandRun.of(
            "bench",
            "report",
            results.toString(),
            "-o",
            page.toString(),
            "--csv",
            csv.toString(),
            "--json");
    assertThat(run.json().get("results").asInt()).isEqualTo(1);
    assertThat(Files.readString(page))
        .startsWith("<!doctype html>")
        .contains("d3js.org", "seal.jsonl", "200 µs")
        .endsWith("</html>\n");
    assertThat(Files.readString(csv)).contains("op,seal,4.1,,,,rotate,P2");
  }

  @Test
  void mistakesAreToldBeforeAnythingIsWritten() throws IOException {
    Path results = Files.writeString(folder.resolve("a"), ROW);
    Path page = folder.resolve("report.html");
    CommandRun same =
        CommandRun.of("bench", "report", results.toString(), "-o", results.toString());
    assertThat(same.exitCode()).isEqualTo(1);
    assertThat(same.err()).contains("would replace the input");
    assertThat(CommandRun.of("bench", "report", results.toString()).exitCode()).isEqualTo(2);
    CommandRun none =
        CommandRun.of("bench", "report", folder.resolve("b").toString(), "-o", page.toString());
    assertThat(none.exitCode()).isEqualTo(1);
    assertThat(page).doesNotExist();
    assertThat(results).hasContent(ROW);
  }
}
