package io.cloakwork.kernels.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cloakwork.kernels.KernelResources;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TuningChoiceTest {

  @Test
  void theManifestListsTheSame() throws IOException {
    List<String> declared = new ArrayList<>();
    for (JsonNode choice :
        new ObjectMapper().readTree(KernelResources.read("manifest.json")).get("choices")) {
      List<String> values = new ArrayList<>();
      choice.get("values").forEach(value -> values.add(value.asText()));
      declared.add(
          "%s %s %s"
              .formatted(choice.get("name").asText(), values, choice.get("meaning").asText()));
    }
    List<String> written = new ArrayList<>();
    for (TuningChoice choice : TuningChoice.values()) {
      written.add("%s %s %s".formatted(choice.key(), choice.allowed(), choice.meaning()));
    }
    assertThat(declared).isEqualTo(written);
  }

  @ParameterizedTest
  @EnumSource
  void everyValueCanBeSetAndReadBack(TuningChoice choice) {
    for (Tuning start : List.of(Tuning.forGpu(), Tuning.forProcessor())) {
      for (String value : choice.allowed()) {
        Tuning changed = start.with(Map.of(choice.key(), value));
        assertThat(choice.of(changed)).isEqualTo(value);
        assertThat(changed.with(Map.of(choice.key(), choice.of(start)))).isEqualTo(start);
      }
    }
  }

  @Test
  void everyPartHasAName() {
    assertThat(TuningChoice.values()).hasSize(Tuning.class.getRecordComponents().length);
  }

  @Test
  void whatIsUnknownIsNamed() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Tuning.forGpu().with(Map.of("tile", "18")))
        .withMessage("tuning tile is '18', not one of [11, 12, 13, 14, 15, 16, 17]");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Tuning.forGpu().with(Map.of("cake", "1")))
        .withMessageContaining("'cake'")
        .withMessageContaining("groupWords");
  }
}
