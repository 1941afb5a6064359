package io.cloakwork.hardware.profiles.tuning;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloakwork.hardware.profiles.tuning.TuningData.Measured;
import io.cloakwork.hardware.profiles.tuning.TuningData.Provenance;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TuningJsonTest {

  private static final TuningData DATA =
      new TuningData(
          "opencl",
          new DeviceIdentity("acme", "a1", "board-1"),
          new Provenance("Acme Board", "1.2", "2026-11-21", "cloakwork 0.1", "abc", "a host", 12.5),
          Map.of("tile", "12"),
          Map.of("tile", List.of("11", "12")),
          List.of(new Measured("ntt-2^14-fast", 100.5, 80.2)),
          Optional.of(new TuningData.Binaries("../board", Optional.of("task"))));

  @Test
  void whatIsWrittenIsReadBack() {
    assertThat(TuningJson.parse("f", TuningJson.write(DATA))).isEqualTo(DATA);
  }

  @ParameterizedTest
  @CsvSource({
    "board-1, ../../etc, device '../../etc' is not a lower-case file name",
    "2026-11-21, '', 'field date is \"\", not a text'",
    "opencl, '', 'field kernels is \"\", not a text'"
  })
  void whatIsWrongIsNamed(String right, String wrong, String message) {
    String json = new String(TuningJson.write(DATA), UTF_8);
    byte[] changed = json.replace("\"" + right + "\"", "\"" + wrong + "\"").getBytes(UTF_8);
    assertThatThrownBy(() -> TuningJson.parse("my.json", changed))
        .isInstanceOf(TuningException.class)
        .hasMessageStartingWith("my.json")
        .hasMessageContaining(message);
  }

  @Test
  void valuesAreThere() {
    String json = new String(TuningJson.write(DATA), UTF_8).replace("\"values\"", "\"walues\"");
    assertThatThrownBy(() -> TuningJson.parse("my.json", json.getBytes(UTF_8)))
        .isInstanceOf(TuningException.class)
        .hasMessageContaining("field values is missing");
  }

  @Test
  void valuesAreWordsOrWholeNumbers() {
    String json = new String(TuningJson.write(DATA), UTF_8).replace("\"12\"", "1.5");
    assertThatThrownBy(() -> TuningJson.parse("my.json", json.getBytes(UTF_8)))
        .isInstanceOf(TuningException.class)
        .hasMessageContaining("field values.tile is 1.5");
  }
}
