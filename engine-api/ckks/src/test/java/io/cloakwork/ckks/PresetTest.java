package io.cloakwork.ckks;

import static io.cloakwork.ckks.Setting.assertClose;

import io.cloakwork.ckks.encoding.SlotVector;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Precision at a preset of real size. Bounds are −log2 of the largest slot error for inputs in the
/// unit square.
class PresetTest {

  @Test
  void p1() {
    try (Setting setting = new Setting(Presets.named("P1").validate(), 97)) {
      Evaluator evaluator = setting.evaluator(1);
      SlotVector x = setting.client.randomSlots();
      Ciphertext a = setting.client.encrypt(x);
      assertClose(setting.client.decrypt(a).getFirst(), x, 29);
      Ciphertext rotated = evaluator.rotate(a, 1);
      assertClose(setting.client.decrypt(rotated).getFirst(), x.rotatedLeft(1), 24);
      Ciphertext square = evaluator.squareRelinearizeRescale(a);
      double[] re = new double[x.length()];
      double[] im = new double[x.length()];
      for (int i = 0; i < re.length; i++) {
        re[i] = x.re(i) * x.re(i) - x.im(i) * x.im(i);
        im[i] = 2 * x.re(i) * x.im(i);
      }
      assertClose(setting.client.decrypt(square).getFirst(), SlotVector.complex(re, im), 20);
    }
  }

  /// A product at the smaller scales.
  @ParameterizedTest
  @CsvSource({"F12, 9", "F13, 11"})
  void smallSets(String name, double bits) {
    try (Setting setting = new Setting(Presets.named(name).validate(), 98)) {
      SlotVector x = setting.client.randomSlots();
      double[] squares = x.re();
      Arrays.setAll(squares, i -> squares[i] * squares[i]);
      Ciphertext a = setting.client.encrypt(SlotVector.real(x.re()));
      Ciphertext square = setting.evaluator().squareRelinearizeRescale(a);
      SlotVector found = setting.client.decrypt(square).getFirst();
      assertClose(found, SlotVector.real(squares), bits);
    }
  }
}
