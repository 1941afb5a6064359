package io.cloakwork.compiler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.cloakwork.ckks.Scales;
import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// Small models on tables, many rows in one ciphertext.
class TabularTest {

  /// Enough that some lie where the sigmoid is steep, which the prediction is for.
  private static final int ROWS = 128;

  /// How many bits the largest of 128 errors may be above what is predicted of some hundreds, and
  /// how many below: draws of keys and noise alone move it by more than a bit (seen: 1.6 to 2.2
  /// below for the steepest model), and a promise that is kept too well does less harm.
  private static final double WORSE_BITS = 2;

  private static final double BETTER_BITS = 3;

  @ParameterizedTest
  @CsvSource({
    "m7_linreg_diabetes, data/tabular/diabetes_data_raw.csv.gz, 0, 10",
    "m7_logreg_breast_cancer, data/tabular/breast_cancer.csv, 1, 30",
    "m7_logreg_breast_cancer_raw, data/tabular/breast_cancer.csv, 1, 30",
  })
  void scoresOfManyRowsInOneCiphertext(String model, String table, int skip, int columns)
      throws IOException {
    List<double[]> rows =
        IntStream.range(0, ROWS)
            .mapToObj(row -> Shared.features(model, table, skip, row, columns))
            .toList();
    CompileOptions options =
        CompileOptions.defaults()
            .withSamples(rows.subList(0, 8))
            .withImagesPerCiphertext(CompileOptions.BEST_PER_IMAGE);
    CompiledNetwork network = Compiler.compile(Shared.path("models/" + model + ".onnx"), options);
    assertThat(network.report().imagesTogether()).isGreaterThanOrEqualTo(ROWS);
    double[] expected = new double[ROWS];
    double largest = 0;
    for (int row = 0; row < ROWS; row++) {
      expected[row] = Shared.floats("models/" + model + ".ref_all_rows.f32", row, 1)[0];
      largest = Math.max(largest, Math.abs(expected[row]));
    }
    double error = 0;
    try (Encrypted encrypted = new Encrypted(network, "cpu")) {
      List<double[]> scores = encrypted.run(rows);
      for (int row = 0; row < ROWS; row++) {
        assertThat(Math.abs(scores.get(row)[0] - expected[row]))
            .as("row %d of %s: %s instead of %s", row, model, scores.get(row)[0], expected[row])
            .isLessThan(1e-3 * largest);
        double fitted = ClearInterpreter.fitted(network, rows.get(row))[0];
        error = Math.max(error, Math.abs(scores.get(row)[0] - fitted));
      }
    }
    double predicted = network.report().precisionBits();
    assertThat(Scales.log2(largest / error))
        .as("bits of %s", model)
        .isBetween(predicted - WORSE_BITS, predicted + BETTER_BITS);
  }

  /// Nothing but the notes beside the model says where its sigmoid works: raw features in [0, 1)
  /// are hundreds of standard deviations away from real ones.
  @ParameterizedTest
  @EnumSource
  void aModelOfRawFeaturesCompilesWithoutSamplesAndSaysWhatThatCosts(Objective objective)
      throws IOException {
    CompiledNetwork network =
        Compiler.compile(
            Shared.path("models/m7_logreg_breast_cancer_raw.onnx"),
            CompileOptions.defaults().withObjective(objective));
    assertThat(network.report().notes()).anyMatch(note -> note.contains("made-up"));
    assertThat(network.report().error().largestOutput()).isCloseTo(1, within(0.01));
    assertThat(network.report().error().fit().orElseThrow()).isBetween(1e-6, 1e-5);
  }

  @Test
  void anExactNetworkHasNoErrorOfFits() throws IOException {
    CompiledNetwork network =
        Compiler.compile(Shared.path("models/m7_linreg_diabetes.onnx"), CompileOptions.defaults());
    assertThat(network.isExact()).isTrue();
    assertThat(network.report().error().fit()).isEmpty();
    assertThat(network.report().error().total()).isEqualTo(network.report().error().encryption());
  }
}
