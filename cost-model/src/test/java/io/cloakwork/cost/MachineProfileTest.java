package io.cloakwork.cost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/// Profiles: what they predict, how they are read, what is refused.
class MachineProfileTest {

  private static final String JSON =
      """
      {"name": "two-cores", "threads": 2, "parallelEfficiency": 0.5,
       "forwardTransformNanos": {"10": 1000, "12": 4800},
       "inverseTransformNanos": {"10": 2000},
       "nanosPerWord": {"elementWise": 1, "productTerm": 2, "conversion": 3,
                        "conversionTerm": 4, "automorphism": 5, "combinationTerm": 6},
       "wideLaneFactor": 2, "memoryBytesPerNano": 8, "stageNanos": 100, "runNanos": 1000}
      """;

  @TempDir private Path folder;

  private static MachineProfile parse(String json) {
    return ProfileJson.parse(json.getBytes(StandardCharsets.UTF_8));
  }

  static Iterable<String> names() {
    return MachineProfiles.names();
  }

  @ParameterizedTest
  @MethodSource("names")
  void profilesOfTheCompilerAreValid(String name) {
    assertThat(MachineProfiles.named(name).name()).isEqualTo(name);
  }

  @Test
  void workIsSharedByThreadsAndMeetingsAreNot() {
    RowCounts fast = new RowCounts(Map.of(RowWork.FORWARD_TRANSFORM, 3L, RowWork.CONVERSION, 2L));
    RowCounts wide = new RowCounts(Map.of(RowWork.ELEMENT_WISE, 5L));
    GraphCost cost = new GraphCost(10, fast, wide, 80_000, 4);

    // Fast 3 · 1000 + 2 · 3 · 1024, wide 2 · 5 · 1024, bytes 10,000, on 1.5 threads' worth.
    double work = (3_000 + 6_144 + 10_240 + 10_000) / 1.5;
    assertThat(parse(JSON).seconds(cost)).isCloseTo((work + 400 + 1_000) * 1e-9, within(1e-15));
  }

  @Test
  void thePartsOfATimeAreTheWholeAndNothingCrossesTheLink() {
    RowCounts fast = new RowCounts(Map.of(RowWork.FORWARD_TRANSFORM, 3L, RowWork.CONVERSION, 2L));
    RowCounts wide = new RowCounts(Map.of(RowWork.INVERSE_TRANSFORM, 1L));
    GraphCost cost = new GraphCost(10, fast, wide, 80_000, 4);
    MachineProfile profile = parse(JSON);

    RunTime time = profile.time(cost);
    // Fast 3 · 1000, wide 2 · 2000; 2 · 3 · 1024; 80,000 / 8, all on 1.5 threads' worth.
    assertThat(time.transforms()).isCloseTo(7_000 / 1.5 * 1e-9, within(1e-15));
    assertThat(time.words()).isCloseTo(6_144 / 1.5 * 1e-9, within(1e-15));
    assertThat(time.memory()).isCloseTo(10_000 / 1.5 * 1e-9, within(1e-15));
    assertThat(time.overhead()).isCloseTo(1_400e-9, within(1e-15));
    assertThat(time.transfers()).isZero();
    assertThat(time.seconds()).isCloseTo(profile.seconds(cost), within(1e-15));
  }

  @Test
  void sizesThatWereNotMeasuredTakeAsLongAWordAndPass() {
    MachineProfile profile = parse(JSON);

    assertThat(profile.forward().nanos(12)).isEqualTo(4_800);
    assertThat(profile.forward().nanos(11)).isCloseTo(2_200, within(1e-9));
    assertThat(profile.forward().nanos(13)).isCloseTo(10_400, within(1e-9));
    assertThat(profile.inverse().nanos(9)).isCloseTo(900, within(1e-9));
  }

  @Test
  void theFingerprintIsOfTheNumbers() throws IOException {
    Path file = Files.writeString(folder.resolve("p.json"), JSON.replace(", ", " ,  "));

    assertThat(MachineProfiles.read(file)).isEqualTo(parse(JSON));
    assertThat(parse(JSON.replace("\"runNanos\": 1000", "\"runNanos\": 1001")).fingerprint())
        .isNotEqualTo(parse(JSON).fingerprint());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          "threads": 2            | "threads": 0       | 'threads' is 0, not a number in [1.0, 1024.0]
          "threads": 2            | "threads": 1.5     | 'threads' is 1.5, not a whole number
          "parallelEfficiency": 0.5, | ""              | 'parallelEfficiency' is missing
          "conversion": 3         | "conversion": -1   | 'nanosPerWord.conversion' is -1
          "conversion": 3         | "conversion": "3"  | 'nanosPerWord.conversion' is "3", not a number
          {"10": 2000}            | {}                 | 'inverseTransformNanos' is {}
          {"10": 2000}            | {"40": 2000}       | has the size '40'
          two-cores               | two cores          | 'name' is 'two cores'
          """)
  void damagedProfilesAreRefusedByField(String from, String to, String message) {
    String json = JSON.replace(from, to.equals("\"\"") ? "" : to);

    assertThat(json).isNotEqualTo(JSON);
    assertThatThrownBy(() -> parse(json))
        .isInstanceOf(ProfileException.class)
        .hasMessageContaining(message);
  }

  @Test
  void whatIsNoJsonIsRefused() {
    assertThatThrownBy(() -> parse("{name: 1"))
        .isInstanceOf(ProfileException.class)
        .hasMessageContaining("not valid JSON");
    assertThatThrownBy(() -> parse("")).isInstanceOf(ProfileException.class);
  }

  @Test
  void anUnknownNameIsRefusedWithThoseThereAre() {
    assertThatThrownBy(() -> MachineProfiles.named("abacus"))
        .isInstanceOf(ProfileException.class)
        .hasMessage("no machine profile is named 'abacus'; there are [zen5-avx512, generic-x86]");
  }
}
