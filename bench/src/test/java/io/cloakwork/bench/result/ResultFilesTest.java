package io.cloakwork.bench.result;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResultFilesTest {

  private static final String LINE =
      """
      {"library":"seal","version":"4.1","params":"P2","op":"rotate","threads":1,"median_us":12931,"runs":20}
      """;

  @TempDir Path folder;

  private BenchRun read(String content) throws IOException {
    return ResultFiles.read(Files.writeString(folder.resolve("file"), content));
  }

  @Test
  void whatIsWrittenIsReadBack() throws IOException {
    BenchRow bare =
        BenchRow.op(
            new Implementation("other", "", "", ""),
            "add",
            ParameterFacts.named("toy"),
            1,
            1,
            Timing.ofMedian(3.25, 7));
    BenchRun run = SampleRuns.run(List.of(SampleRuns.full(), bare));
    String json = new ObjectMapper().writeValueAsString(BenchRunJson.toJson(run));
    assertThat(read(json)).isEqualTo(run);
  }

  @Test
  void neutralLinesAreReadWithWhateverElseTheyHave() throws IOException {
    BenchRun run =
        read(
            LINE
                + """

                {"library":"x","version":"1","params":{"name":"N14","logN":14,"dnum":3,"levels":7,
                 "scale":1099511627776},"op":"add","threads":4,"median_us":1.5,"runs":3,"colour":["red"]}
                """);
    assertThat(run.machine()).isEmpty();
    assertThat(run.rows()).hasSize(2);
    BenchRow seal = run.rows().getFirst();
    assertThat(seal.by().library()).isEqualTo("seal");
    assertThat(seal.parameters()).isEqualTo(ParameterFacts.named("P2"));
    assertThat(seal.timing()).isEqualTo(Timing.ofMedian(12931, 20));
    ParameterFacts other = run.rows().getLast().parameters();
    assertThat(other.name()).isEqualTo("N14");
    assertThat(other.digitCount()).hasValue(3);
    assertThat(other.limbs()).hasValue(8);
    assertThat(other.logScale().orElseThrow()).isEqualTo(40);
  }

  @Test
  void neutralLinesThatAreWrittenAreReadBack() throws IOException {
    BenchRow row =
        BenchRow.op(
                new Implementation("cloakwork", "0.1.0", "", ""),
                "add",
                SampleRuns.parameters("P2", 14, 8),
                4,
                2,
                Timing.ofMedian(77.125, 100))
            .withLevel(3);
    StringBuilder lines = new StringBuilder();
    NeutralRows.write(List.of(row, SampleRuns.full()), lines);
    assertThat(lines.toString().lines()).hasSize(1);
    assertThat(read(lines.toString()).rows()).containsExactly(row);
  }

  /// The output of `bench ops --json` before the format had a version.
  @Test
  void filesFromBeforeTheVersionAreUnderstood() throws IOException {
    BenchRun run =
        read(
            """
            {"library": "cloakwork", "version": "0.1.0", "commit": "c", "preset": "P1",
             "backend": "opencl", "device": "pocl", "deviceFacts": {"driver": "3.1", "units": 2},
             "parameters": {"logN": 13, "logQP": 180.0, "levels": 2, "digitCount": 3,
               "securityBits": 128, "logScale": 40},
             "machine": {"processor": "p", "cores": 2, "loadAverage": -1.0},
             "results": [{"library": "cloakwork", "version": "0.1.0", "params": "P1", "op": "add",
               "threads": 2, "median_us": 20.0, "min_us": 19.0, "runs": 9}]}
            """);
    BenchRow row = run.rows().getFirst();
    assertThat(row.by()).isEqualTo(new Implementation("cloakwork", "0.1.0", "opencl", "pocl"));
    assertThat(row.parameters().limbs()).hasValue(3);
    assertThat(row.limbs()).isEqualTo(OptionalInt.of(3));
    assertThat(run.devices().getFirst().facts()).containsEntry("units", "2");
    assertThat(run.machine().orElseThrow().loadAverage()).isNegative();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      textBlock =
          """
          'median_us':12931 | 'median_us':'fast' | median_us is "fast", not a number
          'median_us':12931 | 'median_us':-3 | median_us is -3.0, not a positive number
          'median_us':12931 | 'median_us':1e999 | median_us is too large for a number
          'median_us':12931 | 'median_us':1e14 | median_us is 1.0E14, more than 1.0E13
          'median_us':12931, | | median_us is missing
          'median_us':12931 | 'median_us':12931,'samples_us':[1,2] | median_us is 12931.0, but the samples lie in [1.0, 2.0]
          'median_us':12931 | 'median_us':12931,'samples_us':[1,'x'] | samples_us[1] is "x", not a number
          'threads':1 | 'threads':0 | threads is 0, not in [1, 1000000000]
          'threads':1 | 'threads':1.5 | threads is 1.5, not a whole number
          'op':'rotate' | 'op':['rotate'] | op is an array, not a text
          'op':'rotate' | 'op':' ' | op is empty
          'params':'P2' | 'params':{'name':'P2','logN':99} | params.logN is 99, not in [1, 30]
          'runs':20 | 'runs':20,'kind':'guess' | kind is 'guess', none of [op, net, layer, setup, serve]
          'runs':20 | 'runs':20,'floor_us':1,'peaks':{'bytesPerSecond':1} | peaks.modularOperationsPerSecond is missing
          """)
  void aWrongFieldIsNamedWithItsLine(String good, String bad, String complaint) {
    String line = LINE.replace(quoted(good), bad == null ? "" : quoted(bad));
    assertThat(line).isNotEqualTo(LINE);
    assertThatThrownBy(() -> read(LINE + line))
        .isInstanceOf(ResultFormatException.class)
        .hasMessage("%s line 2: %s", folder.resolve("file"), complaint);
  }

  private static String quoted(String text) {
    return text.replace('\'', '"');
  }

  @Test
  void whatIsNoResultFileIsRefused() {
    assertRefused("", " is empty");
    assertRefused("[1]", " line 1: there is no JSON object, neither results nor a row");
    assertRefused("{\"results\": []} {}", " line 1: there is more than one JSON object");
    assertRefused("\n{\"results\": [3]}", " line 2: this is a number, not an object");
    assertRefused("{\"format\":\"trace\",\"results\":[]}", "format is 'trace'");
    assertRefused("{\"formatVersion\":2,\"results\":[]}", "formatVersion is 2; this program reads");
    assertRefused("{\"date\":\"today\",\"results\":[]}", "date is 'today', not a time");
    assertRefused("{\"a\":1,\n\"a\":2}", " line 2: Duplicate field 'a'");
    assertRefused("{\"a\": \n", " line 2: Unexpected end-of-input");
    assertRefused("{\"op\":\"" + "x".repeat(1001) + "\"}", "");
    assertRefused("[".repeat(100_000), "");
    assertRefused("{\"a\":" + "[".repeat(100_000), "nesting depth");
  }

  private void assertRefused(String content, String part) {
    assertThatThrownBy(() -> read(content))
        .isInstanceOf(ResultFormatException.class)
        .hasMessageStartingWith(folder.resolve("file").toString())
        .hasMessageContaining(part)
        .hasMessageNotContainingAny("\n", "\r");
  }

  @Test
  void valuesForSpreadsheetsAreQuotedWhereTheyMustBe() throws IOException {
    StringBuilder csv = new StringBuilder();
    BenchCsv.write(List.of(SampleRuns.full()), csv);
    String[] lines = csv.toString().split("\r\n", -1);
    assertThat(lines).hasSize(3);
    assertThat(lines[0]).startsWith("kind,library,").endsWith(",modular_operations,bytes");
    assertThat(lines[1])
        .startsWith("layer,cloakwork,0.1.0,cpu,A test processor,\"m1, \"\"small\"\"\",conv1,P2,14,")
        .contains(",16,2,415.0,400.25,400.25,430.0,5,23.5,1500000.0,150.0,")
        .endsWith(",200000,1500000");
  }

  @Test
  void floorsAreTheLongerOfArithmeticAndMemory() {
    assertThat(Floor.of(2_000_000, 1000, SampleRuns.PEAKS).micros()).isEqualTo(1000);
    assertThat(Floor.of(2000, 10_000_000, SampleRuns.PEAKS).micros()).isEqualTo(1000);
    assertThat(SampleRuns.full().achieved().orElseThrow()).isEqualTo(150 / 415.0);
  }
}
