package io.cloakwork.bench.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The report in a browser. With `-Dcloakwork.screenshots=FOLDER` pictures of it are written there.
@Tag("browser")
class BenchReportPageTest {

  private static final Pattern DRAWN = Pattern.compile("data-drawn=\"(\\d+)\"");
  private static final String DARK = "--blink-settings=preferredColorScheme=0";

  @TempDir Path folder;

  private Chromium browser;
  private Path page;

  @BeforeEach
  void findBrowser() throws IOException {
    Optional<Path> program = Chromium.find();
    if (program.isEmpty()) {
      System.out.println("skipped: BenchReportPageTest needs chromium on the PATH");
    }
    assumeTrue(program.isPresent(), "no chromium on the PATH");
    browser = new Chromium(program.get(), folder);
    page = folder.resolve("report.html");
    Files.writeString(page, BenchReport.write(SampleReport.sources(), "0.1.0"));
  }

  @Test
  void everyChartIsDrawnAndTheConsoleIsSilent() throws Exception {
    Chromium.Visit visit = browser.visit(page, "--dump-dom");
    assertThat(visit.console()).isEmpty();
    int places = Files.readString(page).split("data-chart=", -1).length - 1;
    Matcher drawn = DRAWN.matcher(visit.output());
    assertThat(drawn.find()).as("the page was drawn").isTrue();
    assertThat(Integer.parseInt(drawn.group(1))).isEqualTo(places);
    int images = visit.output().split("role=\"img\"", -1).length - 1;
    assertThat(images).isEqualTo(places);
    String drawings = visit.output().substring(0, visit.output().indexOf("<script"));
    assertThat(drawings.contains("NaN") || drawings.contains("undefined")).isFalse();
  }

  @Test
  void wouldHearTheConsole() throws Exception {
    Path loud = folder.resolve("loud.html");
    Files.writeString(
        loud, Files.readString(page).replaceFirst("<header>", "<img src=\"//x/y\">$0"));
    assertThat(browser.visit(loud, "--dump-dom").console())
        .anyMatch(line -> line.contains("Content Security Policy"));
  }

  @Test
  void picturesOfItAreNotBlank() throws Exception {
    assertPicture("light", 1120, 2600);
    assertPicture("dark", 1120, 2600, DARK);
    assertPicture("phone", 500, 2000);
  }

  private void assertPicture(String name, int width, int height, String... more)
      throws IOException, InterruptedException {
    Path file = folder.resolve(name + ".png");
    String[] options = new String[more.length + 2];
    options[0] = "--window-size=" + width + "," + height;
    options[1] = "--screenshot=" + file;
    System.arraycopy(more, 0, options, 2, more.length);
    assertThat(browser.visit(page, options).console()).isEmpty();
    assertThat(Files.size(file)).isGreaterThan(60_000);
    try (InputStream png = Files.newInputStream(file)) {
      byte[] start = png.readNBytes(24);
      assertThat(bigEndian(start, 16)).isEqualTo(width);
      assertThat(bigEndian(start, 20)).isEqualTo(height);
    }
    keep(file);
  }

  /// Width and height are the first fields of a PNG's first chunk.
  private static int bigEndian(byte[] bytes, int from) {
    return ByteBuffer.wrap(bytes).getInt(from);
  }

  private static void keep(Path file) throws IOException {
    String wanted = System.getProperty("cloakwork.screenshots");
    if (wanted != null) {
      Files.createDirectories(Path.of(wanted));
      Files.copy(
          file,
          Path.of(wanted, file.getFileName().toString()),
          StandardCopyOption.REPLACE_EXISTING);
    }
  }
}
