package io.cloakwork.bench.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cloakwork.bench.result.BenchRow;
import io.cloakwork.bench.result.BenchRun;
import io.cloakwork.bench.result.Floor;
import io.cloakwork.bench.result.Implementation;
import io.cloakwork.bench.result.Kind;
import io.cloakwork.bench.result.Machine;
import io.cloakwork.bench.result.ParameterFacts;
import io.cloakwork.bench.result.Peaks;
import io.cloakwork.bench.result.SampleRuns;
import io.cloakwork.bench.result.ServeOps;
import io.cloakwork.bench.result.Timing;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class BenchReportTest {

  private static final Pattern CHARTS =
      Pattern.compile("<script type=\"application/json\" id=\"charts\">(.*?)</script>");

  private static JsonNode charts(String page) throws IOException {
    Matcher found = CHARTS.matcher(page);
    assertThat(found.find()).isTrue();
    return new ObjectMapper().readTree(found.group(1));
  }

  private static List<String> kinds(String page) throws IOException {
    List<String> kinds = new ArrayList<>();
    charts(page).forEach(chart -> kinds.add(chart.get("kind").asText()));
    return kinds;
  }

  @Test
  void everySectionHasItsChartsAndEveryFigureStandsBesideWhatJudgesIt() throws IOException {
    String page = BenchReport.write(SampleReport.sources(), "0.1.0");
    assertThat(page)
        .contains("id=\"machine\"", "id=\"latency\"", "id=\"networks\"", "id=\"setup\"")
        .contains("id=\"layers\"", "id=\"served\"", "id=\"scaling\"", "id=\"roofline\"")
        .contains("<dt>Processor</dt><dd>A test processor, 2 logical cores</dd>")
        .contains("driver PoCL 3.1")
        .contains("cloakwork cpu against seal: logQP 430.2 against 380, dnum 4 against 8")
        .contains(">floor</th>", ">precision</th>", ">security</th>", ">set-up</th>");
    assertThat(kinds(page)).contains("dots", "lines", "roofline", "bars");
    int places = page.split("data-chart=", -1).length - 1;
    assertThat(charts(page)).hasSize(places);
    for (JsonNode chart : charts(page)) {
      assertThat(chart.get("alt").asText()).endsWith(".");
    }
  }

  private static BenchRow op(String name, double micros, double operationsPerSecond) {
    Peaks peaks = new Peaks(operationsPerSecond, 1e10, "probe of " + name);
    return BenchRow.op(
            SampleRuns.by("cpu"),
            name,
            SampleRuns.parameters("P2", 14, 8),
            1,
            2,
            Timing.ofMicros(micros))
        .withFloor(Floor.of(1_000_000, 8_000, peaks));
  }

  /// Floors of 278, 250 and 1,000 us.
  @Test
  void peaksOfUnlikeArithmeticHaveLinesAndWhatBeatsItsFloorIsMarked() throws IOException {
    List<BenchRow> rows =
        List.of(op("mostly_sums", 1000, 3.6e9), op("sum", 1000, 4e9), op("product", 800, 1e9));
    String page = BenchReport.write(List.of(new Source("a", SampleRuns.run(rows))), "0.1.0");
    assertThat(kinds(page).stream().filter("roofline"::equals)).hasSize(1);
    assertThat(chart(page, "Roofline").get("operations").toString())
        .as("3.6 is too close to 4 for a line of its own")
        .isEqualTo("[4.0E9,1.0E9]");
    assertThat(page).contains("<td class=\"n\">25 %</td>", "<td class=\"n\">125 %, no floor</td>");
  }

  /// Set-up of one second, a request of 2 ms that takes 40 ms with keys of its own.
  @Test
  void servedRequestsStandBesideTheirSetUp() throws IOException {
    List<BenchRow> rows = new ArrayList<>();
    rows.add(served(Kind.SETUP, "upload", 1e6));
    rows.add(served(Kind.SERVE, ServeOps.ROUND_TRIP, 2000));
    ServeOps.PARTS.forEach(part -> rows.add(served(Kind.SERVE, part, 250)));
    rows.add(served(Kind.SERVE, ServeOps.WITH_OWN_KEYS, 40_000));
    String page = BenchReport.write(List.of(new Source("a", SampleRuns.run(rows))), "0.1.0");
    assertThat(page)
        .contains("id=\"setup\"", "id=\"served\"", ">m2 P2, cpu, 2 threads</th>")
        .contains("<td class=\"n\">1.00 s</td><td class=\"n\">2.00 ms</td>")
        .contains("<td class=\"n\">20.0 ×</td><td class=\"n\">33 %</td>");
    JsonNode split = chart(page, "A request by its parts");
    assertThat(split.get("bars")).hasSize(1);
    assertThat(split.get("bars").get(0).get("parts").findValuesAsText("name"))
        .isEqualTo(ServeOps.PARTS);
    assertThat(chart(page, "Cost of a request").get("lines").findValuesAsText("name"))
        .containsExactly(
            "m2 P2, cpu, 2 threads, served",
            "",
            "m2 P2, cpu, 2 threads, served, own keys every time");
  }

  /// 63 operations in one drawing are longer than a page.
  @Test
  void operationsOfBackendsHaveChartsOfTheirOwn() throws IOException {
    List<BenchRow> rows =
        Stream.of("rotate", "rns_ntt", "rns_mul", "rns_ntt_wide")
            .map(BenchReportTest::operation)
            .toList();
    String page = BenchReport.write(List.of(new Source("a", SampleRuns.run(rows))), "0.1.0");
    assertThat(chart(page, "Times of operations with P2 on").get("rows").findValuesAsText("label"))
        .containsExactly("rotate");
    assertThat(
            chart(page, "Times of operations with P2, operations of backends on")
                .get("rows")
                .findValuesAsText("label"))
        .containsExactly("rns_ntt", "rns_mul");
    assertThat(
            chart(page, "Times of operations with P2, operations of backends, wide primes")
                .get("rows")
                .findValuesAsText("label"))
        .containsExactly("rns_ntt_wide");
  }

  /// A million products and four megabytes: from memory they take longer to move, from the cache to
  /// multiply.
  @Test
  void everyPeakIsALineOfTheRoofline() throws IOException {
    Peaks cache = new Peaks(1e9, 1e10, "probe; cache");
    Peaks memory = new Peaks(1e9, 2e9, "probe; memory");
    List<BenchRow> rows =
        List.of(
            operation("multiply").withFloor(Floor.of(1_000_000, 4_000_000, cache)),
            operation("rotate").withFloor(Floor.of(1_000_000, 4_000_000, memory)),
            operation("add").withFloor(Floor.of(0, 4_000_000, memory)));
    String page = BenchReport.write(List.of(new Source("a", SampleRuns.run(rows))), "0.1.0");
    JsonNode roofline = chart(page, "Roofline of cpu, 2 threads with 2 results");
    assertThat(roofline.get("operations").toString()).isEqualTo("[1.0E9]");
    assertThat(roofline.get("bytes").toString()).isEqualTo("[1.0E10,2.0E9]");
    assertThat(page)
        .contains("<p>Peaks: probe; cache; memory. One result that only moves data")
        .contains(
            "<td class=\"n\">1.00 M</td><td class=\"n\">4.00 MB</td><td class=\"n\">0.25</td>"
                + "<td class=\"n\">1.00 G/s</td><td class=\"n\">10.0 GB/s</td>"
                + "<td class=\"t\">products</td><td class=\"n\">1.00 ms</td>")
        .contains(
            "<td class=\"n\">2.00 GB/s</td><td class=\"t\">memory</td><td class=\"n\">2.00 ms</td>");
  }

  private static BenchRow operation(String op) {
    return BenchRow.op(
        SampleRuns.by("cpu"),
        op,
        SampleRuns.parameters("P2", 14, 8),
        1,
        2,
        Timing.ofMedian(2500, 9));
  }

  /// The figures come first; what only a repetition needs comes last, and flags that two files
  /// share once.
  @Test
  void machinesAreALineBeforeTheFiguresAndACardAfterThem() {
    BenchRun run = SampleRuns.run(List.of(operation("add")));
    assertThat(run.flags()).isNotEmpty();
    String page = BenchReport.write(List.of(new Source("a", run), new Source("b", run)), "0.1.0");
    assertThat(page)
        .containsSubsequence(
            "id=\"files\"",
            ">File 2: b</th><td>A test processor, 2 logical cores</td>",
            "id=\"latency\"",
            "id=\"machine\"",
            ">File 1: a</h3>",
            "<dt>Flags</dt><dd>" + String.join(" ", run.flags()) + "</dd>",
            ">File 2: b</h3>",
            "<dt>Flags</dt><dd>as file 1</dd>");
  }

  private static BenchRow served(Kind kind, String op, double micros) {
    return BenchRow.of(
        kind,
        SampleRuns.by("cpu"),
        "m2",
        op,
        SampleRuns.parameters("P2", 14, 8),
        1,
        2,
        Timing.ofMedian(micros, 9));
  }

  private static JsonNode chart(String page, String alt) throws IOException {
    for (JsonNode chart : charts(page)) {
      if (chart.get("alt").asText().startsWith(alt)) {
        return chart;
      }
    }
    throw new AssertionError("no chart says " + alt);
  }

  @Test
  void whatIsNotThereLeavesNoTrace() throws IOException {
    BenchRow row =
        BenchRow.op(
            new Implementation("seal", "", "", ""),
            "add",
            ParameterFacts.named("toy"),
            1,
            1,
            Timing.ofMedian(3.25, 7));
    String page =
        BenchReport.write(List.of(new Source("a", BenchRun.ofRows(List.of(row)))), "0.1.0");
    assertThat(page)
        .contains(
            "id=\"latency\"",
            "<td>not stated</td>",
            "<dd>not stated</dd>",
            "<td class=\"n\">3.25 µs</td>")
        .doesNotContain("id=\"scaling\"", "id=\"roofline\"", "id=\"layers\"", "id=\"setup\"");
    assertThat(kinds(page)).containsExactly("dots");
  }

  @Test
  void textsOfFilesAreTexts() throws IOException {
    String evil = "</script><script>alert(1)</script><img src=x onerror=alert(2)>\"'&\u0000";
    BenchRow row =
        BenchRow.of(
            Kind.LAYER,
            new Implementation(evil, evil, evil, evil),
            evil,
            evil,
            ParameterFacts.named(evil),
            1,
            1,
            Timing.ofMedian(1, 1));
    BenchRun run =
        new BenchRun(
            evil,
            evil,
            evil,
            Optional.empty(),
            List.of(evil),
            List.of(evil),
            Optional.of(new Machine(evil, 1, 0, 0, 0, -1, evil, evil)),
            List.of(),
            List.of(row, row.withLevel(1)));
    String page = BenchReport.write(List.of(new Source(evil, run)), "0.1.0");
    assertThat(page).doesNotContain("<img", "<script>alert", "\u0000");
    assertThat(page).contains("&lt;/script&gt;&lt;script&gt;alert(1)&lt;/script&gt;");
    assertThat(charts(page).toString()).contains("onerror");
    assertThat(page.split("<script", -1)).hasSize(4);
  }

  /// The page's own policy lets its two scripts run, by their hashes, and asks nobody for anything.
  @Test
  void thePolicyNamesTheScriptsThatAreThere() throws Exception {
    String page = BenchReport.write(SampleReport.sources(), "0.1.0");
    assertThat(page).contains("default-src 'none'").doesNotContain("unsafe-inline");
    String[] scripts = page.split("<script>", -1);
    assertThat(scripts).hasSize(3);
    for (String script : List.of(scripts[1], scripts[2])) {
      String content = script.substring(0, script.indexOf("</script>"));
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(content.getBytes(StandardCharsets.UTF_8));
      assertThat(page).contains("'sha256-" + Base64.getEncoder().encodeToString(digest) + "'");
    }
    assertThat(page).doesNotContainPattern("(src|href)=\"(https?:)?//");
  }

  @Test
  void linesAreCalledByWhatTellsThemApart() {
    BenchRow row =
        BenchRow.op(
            SampleRuns.by("cpu"), "add", ParameterFacts.named("P1"), 1, 1, Timing.ofMedian(1, 1));
    BenchRow newer =
        BenchRow.op(
            new Implementation("cloakwork", "0.2.0", "cpu", "A test processor"),
            "add",
            ParameterFacts.named("P1"),
            1,
            1,
            Timing.ofMedian(1, 1));
    assertThat(names(List.of(row), List.of(row))).containsExactly("cpu, file 1", "cpu, file 2");
    assertThat(names(List.of(row), List.of(newer))).containsExactly("cpu 0.1.0", "cpu 0.2.0");
    assertThat(names(List.of(row))).containsExactly("cpu");
  }

  @SafeVarargs
  private static List<String> names(List<BenchRow>... files) {
    List<Source> sources = new ArrayList<>();
    for (List<BenchRow> file : files) {
      sources.add(new Source("file", SampleRuns.run(file)));
    }
    return Series.names(Series.name(sources));
  }

  @Test
  void numbersHaveThreeDigitsAndAUnit() {
    assertThat(Figures.micros(0.0123)).isEqualTo("12.3 ns");
    assertThat(Figures.micros(999.7)).isEqualTo("1.00 ms");
    assertThat(Figures.micros(1234.5)).isEqualTo("1.23 ms");
    assertThat(Figures.micros(9.99e8)).isEqualTo("999 s");
    assertThat(Figures.range(1500, 1620)).isEqualTo("1.50 – 1.62 ms");
    assertThat(Figures.range(999, 1620)).isEqualTo("999 µs – 1.62 ms");
    assertThat(Figures.decimal(3.8e9)).isEqualTo("3.80 G");
    assertThat(Figures.percent(0.0512)).isEqualTo("5.1 %");
    assertThat(Figures.bytes(24L << 30)).isEqualTo("24.0 GiB");
  }

  @Test
  void thereMustBeSomethingToReport() {
    assertThatThrownBy(
            () -> BenchReport.write(List.of(new Source("a", BenchRun.ofRows(List.of()))), "1"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("there are no results to report");
  }
}
