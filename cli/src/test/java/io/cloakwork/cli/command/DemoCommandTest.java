package io.cloakwork.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.cloakwork.cli.digits.DigitImage;
import io.cloakwork.cli.digits.DigitRenderer;
import io.cloakwork.compiler.importer.OnnxImporter;
import io.cloakwork.compiler.onnx.OnnxReader;
import io.cloakwork.compiler.tensor.Tensor;
import io.cloakwork.compiler.tensor.TensorGraph;
import io.cloakwork.compiler.tensor.TensorInterpreter;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class DemoCommandTest {

  /// What is drawn must be digits to a network that was trained on people's digits.
  @Test
  void theNetworkReadsWhatIsDrawn() throws IOException {
    TensorGraph network = demoNetwork();
    List<DigitImage> digits = new DigitRenderer(11).draw(200);
    int right = 0;
    for (DigitImage digit : digits) {
      double[] pixels = Arrays.stream(digit.brightness()).map(p -> p / 255).toArray();
      Tensor image = new Tensor(network.input().shape(), pixels);
      double[] logits = TensorInterpreter.run(network, image).toArray();
      double best = Arrays.stream(logits).max().orElseThrow();
      right += logits[digit.label()] == best ? 1 : 0;
    }
    assertThat(right).isGreaterThanOrEqualTo(190);
  }

  private static TensorGraph demoNetwork() throws IOException {
    try (InputStream in =
        DemoCommand.class.getResourceAsStream("/io/cloakwork/cli/model/m2_lola.onnx")) {
      return OnnxImporter.importModel(OnnxReader.read(in.readAllBytes()));
    }
  }

  @Test
  void encryptedPredictionsAreThePlainOnes() {
    JsonNode json = CommandRun.of("demo", "--json", "--count", "2", "--warmup", "0").json();
    assertThat(json.get("model").asText()).isEqualTo("m2_lola");
    assertThat(json.get("images").asInt()).isEqualTo(2);
    assertThat(json.get("agreeWithPlain").asInt()).isEqualTo(2);
    assertThat(json.get("predictions")).isEqualTo(json.get("labels"));
    double error = json.get("maxAbsLogitError").asDouble();
    assertThat(error).isLessThan(1e-3 * json.get("maxAbsLogit").asDouble());
  }

  @Test
  void theGalleryShowsEveryImageWithItsPredictions() {
    CommandRun run = CommandRun.of("demo", "--count", "1", "--warmup", "0");
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.err()).isEmpty();
    assertThat(run.out())
        .contains("\u2588", "encrypted  ", "plain      ", "Once", "encode the weights")
        .contains("1 of 1 images classified right, 1 of 1 as without encryption");
  }

  @Test
  void aFolderWithoutMnistIsRefused() {
    CommandRun run = CommandRun.of("demo", "--data", "/nowhere");
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err().strip())
        .isEqualTo(
            "cloakwork: there is neither t10k-images-idx3-ubyte nor t10k-images-idx3-ubyte.gz in"
                + " /nowhere");
  }
}
