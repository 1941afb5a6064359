package io.cloakwork.compiler.activation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloakwork.compiler.CompileException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ModelRangesTest {

  private static ModelRanges parse(String ranges) {
    return ModelRanges.parse("m.json", "{\"activation_input_ranges\": " + ranges + "}");
  }

  @Test
  void allThreeFormsAreRead() {
    String entry = "{\"name\": \"a\", \"shape\": [2, 3], \"min\": -1, \"max\": 2.5}";
    assertThat(parse("[" + entry + "]").entries()).hasSize(1);
    assertThat(parse("{\"over\": \"all\", \"list\": [" + entry + "]}").entries()).hasSize(1);
    ModelRanges.Entry named = parse("{\"a\": {\"min\": -1, \"max\": 2.5}}").entries().getFirst();
    assertThat(named.name()).isEqualTo("a");
    assertThat(named.shape()).isEmpty();
    assertThat(named.range()).isEqualTo(new Interval(-1, 2.5));
    assertThat(named.typical()).isEmpty();
    assertThat(named.distribution()).isEmpty();
  }

  @Test
  void theOutputIsNoActivation() {
    ModelRanges ranges =
        parse(
            """
            [{"name": "a", "shape": [4], "min": 0, "max": 1, "abs_p99_9": 0.75, "mean": 0.5,
              "std": 0.25}, {"name": "__output__", "min": 0, "max": 1}]
            """);
    assertThat(ranges.entries()).hasSize(1);
    ModelRanges.Entry entry = ranges.entries().getFirst();
    assertThat(entry.shape()).isEqualTo(List.of(4));
    assertThat(entry.typical()).hasValue(0.75);
    assertThat(entry.distribution()).contains(new Distribution(0.5, 0.25));
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "[]", "null", "7", "{\"list\": []}"})
  void notesWithoutRangesHaveNone(String ranges) {
    assertThat(parse(ranges).entries()).isEmpty();
  }

  @Test
  void otherJsonHasNone() {
    assertThat(ModelRanges.parse("m.json", "[1, 2]").entries()).isEmpty();
    assertThat(ModelRanges.parse("m.json", "{\"name\": \"m\"}").entries()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[{\"name\": \"a\", \"min\": 2, \"max\": 1}]",
        "[{\"name\": \"a\", \"max\": 1}]",
        "[{\"name\": \"a\", \"min\": \"0\", \"max\": 1}]",
        "[{\"name\": \"a\", \"min\": -1e999, \"max\": 1}]",
        "{\"a\": 3}"
      })
  void rangesThatAreNoneAreRefused(String ranges) {
    assertThatThrownBy(() -> parse(ranges))
        .isInstanceOf(CompileException.class)
        .hasMessageContaining("m.json: activation_input_ranges of 'a'");
  }

  @Test
  void whatIsNotJsonIsRefused() {
    assertThatThrownBy(() -> ModelRanges.parse("m.json", "{\"a\": "))
        .isInstanceOf(CompileException.class)
        .hasMessageContaining("m.json is not valid JSON");
    String deep = "[".repeat(100_000);
    assertThatThrownBy(() -> ModelRanges.parse("m.json", deep))
        .isInstanceOf(CompileException.class);
  }

  @Test
  void notesAreFoundBesideTheModel(@TempDir Path folder) throws IOException {
    Path model = folder.resolve("net.dyn.onnx");
    assertThat(ModelRanges.beside(model).entries()).isEmpty();
    Files.writeString(
        folder.resolve("net.json"),
        "{\"activation_input_ranges\": {\"act\": {\"min\": -3, \"max\": 4}}}");
    assertThat(ModelRanges.beside(model).entries()).hasSize(1);
    assertThat(ModelRanges.beside(folder.resolve("net.onnx")).origin()).isEqualTo("net.json");
  }
}
