package io.cloakwork.compiler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.cloakwork.ckks.SecurityPolicy;
import io.cloakwork.compiler.program.SlotInterpreter;
import io.cloakwork.compiler.program.SlotProgram;
import io.cloakwork.compiler.tensor.TensorGraph;
import io.cloakwork.compiler.tensor.TensorNode;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Several images in one ciphertext.
class SharedCiphertextTest {

  private static final CompileOptions FAST =
      CompileOptions.defaults().withSecurity(SecurityPolicy.INSECURE_FOR_TESTING);

  private final long seed = System.nanoTime();
  private final Random random = new Random(seed);
  private final Networks nets = new Networks(random);

  /// Convolution, residual branch, pool, an activation with per-element coefficients, dense layers.
  private TensorGraph network() {
    TensorNode x = Networks.input(1, 1, 6, 6);
    TensorNode stem = Networks.square(nets.conv(x, 2, 1));
    TensorNode block = Networks.square(Networks.add(nets.conv(stem, 2, 1), stem));
    TensorNode hidden = nets.gemm(Networks.flat(Networks.pool(block)), 6);
    TensorNode quartic =
        Networks.polynomial(
            hidden,
            random.doubles(6).toArray(),
            random.doubles(6).toArray(),
            new double[1],
            new double[] {0.125},
            random.doubles(6).toArray());
    return new TensorGraph(x, nets.gemm(quartic, 3));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 8})
  void everyImageHasItsOwnResult(int images) {
    System.out.println("seed " + seed);
    CompileOptions options = FAST.withImagesPerCiphertext(images);
    CompiledNetwork network = Compiler.compile("shared", network(), options);
    assertThat(network.report().imagesTogether()).isEqualTo(images);
    List<double[]> inputs =
        Stream.generate(() -> random.doubles(36, 0, 1).toArray()).limit(images).toList();
    List<double[]> onSlots = SlotInterpreter.runAll((SlotProgram) network.program(), inputs);
    try (Encrypted encrypted = new Encrypted(network, "cpu")) {
      List<double[]> decrypted = encrypted.run(inputs);
      for (int k = 0; k < images; k++) {
        double[] expected = ClearInterpreter.model(network, inputs.get(k));
        assertThat(onSlots.get(k)).containsExactly(expected, within(1e-9));
        assertThat(decrypted.get(k)).containsExactly(expected, within(1e-3));
      }
    }
  }

  @Test
  void theCheapestNumberOfImagesIsMoreThanOneWhereSlotsAreLeftOver() {
    CompileOptions options = FAST.withImagesPerCiphertext(CompileOptions.BEST_PER_IMAGE);
    CompiledNetwork network = Compiler.compile("shared", network(), options);
    int images = network.report().imagesTogether();
    assertThat(images).isGreaterThan(1);
    assertThat(images * 36).isLessThanOrEqualTo(network.parameters().slots());
  }

  @Test
  void moreInputsThanImagesAreRefused() {
    CompileOptions options = FAST.withImagesPerCiphertext(2);
    InputPacking packing = Compiler.compile("shared", network(), options).inputPacking();
    double[] x = new double[36];
    assertThatThrownBy(() -> packing.pack(List.of(x, x, x)))
        .hasMessageContaining("3 inputs for ciphertexts with room for 1 to 2");
    assertThatThrownBy(() -> packing.pack(List.of())).hasMessageContaining("0 inputs");
    assertThatThrownBy(() -> FAST.withImagesPerCiphertext(3)).hasMessageContaining("power of two");
  }
}
