package io.cloakwork.ckks;

import static io.cloakwork.ckks.Setting.assertClose;

import io.cloakwork.ckks.encoding.SlotVector;
import org.junit.jupiter.api.Test;

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
}
