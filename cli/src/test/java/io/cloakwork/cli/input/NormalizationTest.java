package io.cloakwork.cli.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NormalizationTest {

  @TempDir private Path folder;

  @Test
  void dividesThenCentresPerChannel() {
    Normalization normalization =
        new Normalization(10, new double[] {0, 1}, new double[] {1, 2}, "test");
    assertThat(normalization.apply(new double[] {10, 20, 30, 40}, List.of(1, 2, 1, 2)))
        .containsExactly(1, 2, 1, 1.5);
  }

  @Test
  void centresPerValueWhereThereAreNoChannels() {
    Normalization normalization =
        new Normalization(1, new double[] {1, 2, 3}, new double[] {1}, "test");
    assertThat(normalization.apply(new double[] {1, 3, 5}, List.of(1, 3))).containsExactly(0, 1, 2);
  }

  @Test
  void refusesStatisticsThatFitNothing() {
    Normalization normalization =
        new Normalization(1, new double[] {1, 2}, new double[] {1}, "test");
    assertThatThrownBy(() -> normalization.apply(new double[3], List.of(1, 3)))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("2 values of mean fit neither the 3 values");
    assertThatThrownBy(() -> new Normalization(0, new double[] {0}, new double[] {1}, "test"))
        .hasMessageContaining("cannot divide by 0");
    assertThatThrownBy(() -> new Normalization(1, new double[] {0}, new double[] {0}, "test"))
        .hasMessageContaining("standard deviation of 0");
  }

  @Test
  void bytesBecomeZeroToOneAndOtherNumbersStay() {
    Samples bytes = new Samples(List.of(1), true, List.of(new double[] {255}), List.of());
    Samples numbers = new Samples(List.of(1), false, List.of(new double[] {255}), List.of());
    assertThat(Normalization.defaultFor(bytes).apply(new double[] {255}, List.of(1)))
        .containsExactly(1);
    assertThat(Normalization.defaultFor(numbers).apply(new double[] {255}, List.of(1)))
        .containsExactly(255);
  }

  @Test
  void readsTheFormulasOfModelNotes() {
    assertThat(notes("pixel/255, NCHW", "[0.0]", "[1.0]")).isEqualTo("value / 255");
    assertThat(notes("x/16", "null", "null")).isEqualTo("value / 16");
    assertThat(notes("none: raw features", "null", "null")).isEqualTo("value");
    assertThat(notes("(x-mean)/std, of the training rows", "[2]", "[4]"))
        .isEqualTo("(value - 2) / 4");
    assertThat(notes("(pixel/255 - mean)/std, NCHW, RGB", "[0.5,0.4,0.3]", "[0.2,0.2,0.2]"))
        .isEqualTo("(value / 255 - mean) / std, 3 and 3 values");
  }

  private String notes(String formula, String mean, String std) {
    String json =
        "{\"preprocess\": {\"formula\": \"%s\", \"mean\": %s, \"std\": %s}}"
            .formatted(formula, mean, std);
    DataFiles.write(folder, "model.json", json);
    return ModelNotes.beside(folder.resolve("model.dyn.onnx"))
        .normalization()
        .orElseThrow()
        .toString();
  }

  @Test
  void withoutNotesThereIsNoNormalization() {
    assertThat(ModelNotes.beside(folder.resolve("other.onnx")).normalization()).isEmpty();
    DataFiles.write(folder, "other.json", "{\"name\": \"other\"}");
    assertThat(ModelNotes.beside(folder.resolve("other.onnx")).normalization()).isEmpty();
  }

  @Test
  void notesThatCannotBeUnderstoodAreRefused() {
    DataFiles.write(folder, "a.json", "{\"preprocess\": {\"formula\": \"sqrt(x)\"}}");
    assertThatThrownBy(() -> ModelNotes.beside(folder.resolve("a.onnx")).normalization())
        .isInstanceOf(InputException.class)
        .hasMessageContaining("'sqrt(x)'");
    DataFiles.write(folder, "b.json", "{");
    assertThatThrownBy(() -> ModelNotes.beside(folder.resolve("b.onnx")).normalization())
        .isInstanceOf(InputException.class)
        .hasMessageContaining("not valid JSON");
  }
}
