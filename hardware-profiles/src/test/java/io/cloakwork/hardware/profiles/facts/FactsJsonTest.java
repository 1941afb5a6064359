package io.cloakwork.hardware.profiles.facts;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FactsJsonTest {

  private static final String RIGHT =
      """
      {
        "version": 1, "name": "Board One", "kind": "gpu", "architecture": "a1",
        "sources": {"sheet": {"title": "Acme, Board One data sheet", "section": "Limits"}},
        "facts": {
          "computeUnits": {"value": 10, "source": "sheet", "confidence": "checked"},
          "clockHertz": {"value": 1e9, "source": "sheet", "confidence": "recalled"},
          "fp64FmaPerUnitPerClock": {"value": 32, "measured": "bench/results/board-1.json"},
          "fp64FmaPerSecond": {"value": 3.2e11, "derived": "computeUnits * fp64FmaPerUnitPerClock * clockHertz"}
        }
      }
      """;

  private static DeviceFacts parse(String json) {
    return FactsJson.parse("acme", "board-1", json.getBytes(UTF_8));
  }

  @Test
  void everyKindOfEvidenceIsRead() {
    DeviceFacts facts = parse(RIGHT);
    assertThat(facts.path()).isEqualTo("acme/board-1");
    assertThat(facts.kind()).isEqualTo(DeviceKind.GPU);
    assertThat(facts.fp64FmaPerSecond()).isEqualTo(3.2e11);
    assertThat(facts.figures().get(Quantity.COMPUTE_UNITS).evidence())
        .isEqualTo(
            new Evidence.Cited(
                new Evidence.Source("Acme, Board One data sheet", "Limits", ""), true));
    assertThat(facts.isChecked(Quantity.FP64_FMA_PER_UNIT_PER_CLOCK)).contains(true);
    assertThat(facts.isChecked(Quantity.FP64_FMA_PER_SECOND)).contains(false);
  }

  @Test
  void whatIsNotWrittenDownIsNamed() {
    assertThatThrownBy(() -> parse(RIGHT).memoryBytes())
        .isInstanceOf(FactsException.class)
        .hasMessage("nobody has written down memoryBytes of acme/board-1");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          "version": 1      | "version": 2        | version is 2, not 1
          "kind": "gpu"     | "kind": "abacus"    | kind is 'abacus'
          "value": 10       | "value": -3         | facts.computeUnits.value is -3
          "value": 10       | "value": "ten"      | facts.computeUnits.value is "ten"
          "computeUnits": { | "computeCakes": {   | facts.computeCakes is not a quantity
          "source": "sheet", "confidence": "checked" | "confidence": "checked"              | exactly one of source
          "source": "sheet", "confidence": "checked" | "source": "hearsay", "confidence": "checked" | facts.computeUnits.source is 'hearsay'
          "checked"         | "certain"           | facts.computeUnits.confidence is 'certain'
          "value": 3.2e11   | "value": 3.4e11     | gives 3.2E11
          PerClock * clockHertz | PerClock + clockHertz | facts.fp64FmaPerSecond.derived
          """)
  void whatIsWrongIsNamed(String right, String wrong, String message) {
    int at = RIGHT.indexOf(right);
    assertThat(at).isNotNegative();
    String changed = RIGHT.substring(0, at) + wrong + RIGHT.substring(at + right.length());
    assertThatThrownBy(() -> parse(changed))
        .isInstanceOf(FactsException.class)
        .hasMessageStartingWith("facts/acme/board-1.json")
        .hasMessageContaining(message);
  }
}
