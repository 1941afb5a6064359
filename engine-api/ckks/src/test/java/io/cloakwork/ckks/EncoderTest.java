package io.cloakwork.ckks;

import static io.cloakwork.ckks.Setting.assertClose;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloakwork.ckks.encoding.SlotVector;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class EncoderTest {

  private static Setting setting;
  private static Encoder encoder;
  private static SlotVector x;

  @BeforeAll
  static void open() {
    setting = new Setting(Setting.small(), 7);
    encoder = setting.encoder;
    x = setting.client.randomSlots();
  }

  @AfterAll
  static void close() {
    setting.close();
  }

  @Test
  void everyLevelAndScaleDecodes() {
    for (int level = 0; level <= 4; level++) {
      // 2^45 is lifted from one limb; larger scales go through the wide path.
      for (double logScale = 20; logScale < 48 + 40 * level; logScale += 12.5) {
        Plaintext plain = encoder.encode(x, level, Math.pow(2, logScale));
        assertThat(plain.buffer().shape().limbs()).isEqualTo(level + 1);
        assertClose(encoder.decodeComplex(plain), x, Math.min(logScale - 7, 46));
      }
    }
  }

  @Test
  void theLiftedAndTheWidePathAgree() {
    // At 2^40 every coefficient fits the first prime, at 2^70 none of any size does.
    Plaintext lifted = encoder.encode(x, 4, 0x1p40);
    Plaintext wide = encoder.encode(x, 4, 0x1p70);
    assertClose(encoder.decodeComplex(wide), encoder.decodeComplex(lifted), 33);
    Plaintext extended = encoder.encodeExtended(x, 4, 0x1p40);
    assertThat(extended.extended()).isTrue();
    long[] words = extended.buffer().download();
    assertThat(Arrays.copyOf(words, 5 * 1024)).isEqualTo(lifted.buffer().download());
    assertThat(encoder.decodeComplex(extended)).isEqualTo(encoder.decodeComplex(lifted));
    Plaintext extendedWide = encoder.encodeExtended(x, 4, 0x1p70);
    assertThat(encoder.decodeComplex(extendedWide)).isEqualTo(encoder.decodeComplex(wide));
  }

  @Test
  void realValuesBatchesAndScalars() {
    double[] ramp = new double[512];
    Arrays.setAll(ramp, i -> i / 512.0 - 0.5);
    Plaintext real = encoder.encode(ramp, 2, 0x1p40);
    assertClose(SlotVector.real(encoder.decode(real)), SlotVector.real(ramp), 32);
    assertClose(encoder.decodeComplex(real), SlotVector.real(ramp), 32);
    Plaintext batch = encoder.encodeBatch(List.of(x, SlotVector.real(ramp)), 1, 0x1p40);
    assertThat(batch.batch()).isEqualTo(2);
    assertClose(encoder.decodeBatch(batch).get(0), x, 32);
    assertClose(encoder.decodeBatch(batch).get(1), SlotVector.real(ramp), 32);
    assertThatThrownBy(() -> encoder.decode(batch)).isInstanceOf(OperandMismatchException.class);
    Plaintext rows = encoder.encodeBatch(new double[][] {ramp, ramp, ramp}, 0, 0x1p40);
    assertThat(rows.batch()).isEqualTo(3);
    double[] constant = new double[512];
    Arrays.fill(constant, -1.25);
    for (double scale : new double[] {0x1p30, 0x1p100}) {
      Plaintext scalar = encoder.encodeScalar(-1.25, 3, scale);
      assertThat(encoder.decode(scalar)).isEqualTo(constant);
      assertThat(encoder.encode(constant, 3, scale).buffer().download())
          .isEqualTo(scalar.buffer().download());
    }
  }

  @Test
  void whatDoesNotFitIsRefusedWithItsSize() {
    assertThatThrownBy(() -> encoder.encode(new double[] {1e6}, 0, 0x1p40))
        .isInstanceOf(EncodingException.class)
        .hasMessageMatching("coefficients up to 2\\^5\\d.* do not fit the 2\\^50.00 of level 0");
    assertThatThrownBy(() -> encoder.encode(new double[513], 0, 0x1p40))
        .hasMessage("513 values do not fit 512 slots");
    assertThatThrownBy(() -> encoder.encode(new double[1], 5, 0x1p40))
        .isInstanceOf(LevelMismatchException.class)
        .hasMessage("level 5 is not in [0, 4]");
    assertThatThrownBy(() -> encoder.encode(new double[1], 0, -1))
        .isInstanceOf(ScaleMismatchException.class);
    assertThatThrownBy(() -> encoder.encodeBatch(List.of(), 0, 1))
        .isInstanceOf(EncodingException.class);
    assertThatThrownBy(() -> encoder.encodeScalar(1024, 0, 0x1p40))
        .isInstanceOf(EncodingException.class);
    long before = setting.device.allocatedBytes();
    assertThatThrownBy(() -> encoder.encodeScalar(Double.NaN, 0, 0x1p40))
        .isInstanceOf(EncodingException.class);
    assertThat(setting.device.allocatedBytes()).isEqualTo(before);
  }
}
