package io.cloakwork.compiler.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloakwork.compiler.CompileException;
import io.cloakwork.compiler.OnnxBytes;
import io.cloakwork.compiler.importer.OnnxImporter;
import io.cloakwork.compiler.tensor.Shape;
import io.cloakwork.compiler.tensor.Tensor;
import io.cloakwork.compiler.tensor.TensorInterpreter;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class OnnxReaderTest {

  @Test
  void readsWhatWasWritten() {
    OnnxModel model = OnnxReader.read(OnnxBytes.perceptron().build());
    assertThat(model.opset()).isEqualTo(13);
    assertThat(model.nodes()).extracting(OnnxNode::opType).containsExactly("Gemm", "Mul", "Gemm");
    assertThat(model.inputs()).containsExactly(new OnnxValueInfo("x", List.of(-1L, 3L)));
    Tensor y =
        TensorInterpreter.run(
            OnnxImporter.importModel(model), new Tensor(Shape.of(1, 3), 1, -1, 2));
    // h = (5, 0, 1, 0), squared (25, 0, 1, 0).
    assertThat(y.toArray()).containsExactly(25.25, 0.75);
  }

  @Test
  void everyTruncationIsRefusedOrHarmless() {
    byte[] whole = OnnxBytes.perceptron().build();
    for (int length = 0; length < whole.length; length++) {
      readExpectingOneSentenceAtMost(Arrays.copyOf(whole, length));
    }
  }

  @Test
  void everyFlippedBitIsRefusedOrHarmless() {
    byte[] whole = OnnxBytes.perceptron().build();
    for (int bit = 0; bit < 8 * whole.length; bit++) {
      byte[] broken = whole.clone();
      broken[bit / 8] ^= (byte) (1 << bit % 8);
      readExpectingOneSentenceAtMost(broken);
    }
  }

  /// Bytes that happen to be well-formed fields are no part of a model either.
  @Test
  void bytesBehindTheEndAreRefused() {
    byte[] whole = OnnxBytes.perceptron().build();
    for (byte appended : new byte[] {0, 'a', 'x', (byte) 0xff}) {
      byte[] longer = Arrays.copyOf(whole, whole.length + 2);
      Arrays.fill(longer, whole.length, longer.length, appended);
      assertThatThrownBy(() -> OnnxReader.read(longer))
          .as("appended %d", appended)
          .isInstanceOf(CompileException.class)
          .hasMessageContaining("damaged");
    }
    byte[] twice = Arrays.copyOf(whole, 2 * whole.length);
    System.arraycopy(whole, 0, twice, whole.length, whole.length);
    assertThatThrownBy(() -> OnnxReader.read(twice)).hasMessageContaining("two graphs");
  }

  @Test
  void randomBytesAreRefusedOrHarmless() {
    long seed = System.nanoTime();
    System.out.println("seed " + seed);
    Random random = new Random(seed);
    for (int i = 0; i < 2000; i++) {
      byte[] bytes = new byte[random.nextInt(200)];
      random.nextBytes(bytes);
      readExpectingOneSentenceAtMost(bytes);
    }
  }

  /// Any other exception, an OutOfMemoryError among them, fails the test.
  private static void readExpectingOneSentenceAtMost(byte[] bytes) {
    try {
      OnnxImporter.importModel(OnnxReader.read(bytes));
    } catch (CompileException e) {
      assertThat(e.getMessage()).isNotBlank();
    }
  }

  @Test
  void aTensorLargerThanItsDataIsRefusedBeforeAllocation() {
    byte[] huge =
        OnnxBytes.perceptron()
            .rawTensor("huge", 1, new long[] {1 << 13, 1 << 13}, new byte[16])
            .build();
    assertThatThrownBy(() -> OnnxReader.read(huge))
        .isInstanceOf(CompileException.class)
        .hasMessageContaining("'huge'")
        .hasMessageContaining("needs 268435456 bytes but the file has 16");
  }

  @Test
  void dimensionsThatOverflowAreRefused() {
    byte[] overflow =
        OnnxBytes.perceptron()
            .rawTensor("huge", 1, new long[] {1L << 40, 1L << 40}, new byte[4])
            .build();
    assertThatThrownBy(() -> OnnxReader.read(overflow))
        .isInstanceOf(CompileException.class)
        .hasMessageContaining("'huge'")
        .hasMessageContaining("1099511627776");
  }

  @Test
  void otherElementTypesAreRefusedByNumber() {
    byte[] strings =
        OnnxBytes.perceptron().rawTensor("text", 8, new long[] {1}, new byte[1]).build();
    assertThatThrownBy(() -> OnnxReader.read(strings))
        .isInstanceOf(CompileException.class)
        .hasMessageContaining("tensor 'text' has element type 8");
  }
}
