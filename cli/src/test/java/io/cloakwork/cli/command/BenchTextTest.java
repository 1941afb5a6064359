package io.cloakwork.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloakwork.bench.result.BenchRow;
import io.cloakwork.bench.result.Floor;
import io.cloakwork.bench.result.Implementation;
import io.cloakwork.bench.result.ParameterFacts;
import io.cloakwork.bench.result.Peaks;
import io.cloakwork.bench.result.Timing;
import io.cloakwork.cli.Console;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class BenchTextTest {

  private static BenchRow row(String op, double micros) {
    Floor floor = Floor.of(1_000_000, 8_000, new Peaks(1e9, 1e10, "probe"));
    return BenchRow.op(
            new Implementation("cloakwork", "1", "cpu", "A test processor"),
            op,
            ParameterFacts.named("P2"),
            1,
            2,
            Timing.ofMicros(micros))
        .withFloor(floor);
  }

  @Test
  void aRowThatBeatsItsFloorIsMarked() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
    new BenchText(Console.piped(out, out))
        .print(List.of(row("half", 2000), row("within_noise", 970), row("beaten", 800)));
    List<String> lines = bytes.toString(StandardCharsets.UTF_8).lines().toList();
    assertThat(line(lines, "half")).contains(" 50 % ").endsWith(" products");
    assertThat(line(lines, "within_noise")).contains(" 103 % ").endsWith(" products");
    assertThat(line(lines, "beaten"))
        .contains(" 125 % ")
        .endsWith(" products (faster than its floor: a peak or a count is too low)");
  }

  private static String line(List<String> lines, String op) {
    return lines.stream().filter(line -> line.strip().startsWith(op)).findFirst().orElseThrow();
  }
}
