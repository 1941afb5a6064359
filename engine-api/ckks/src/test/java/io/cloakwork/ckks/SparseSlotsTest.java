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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Vectors of fewer values than there are slots.
class SparseSlotsTest {

  private static final double ENCODING_BITS = 33;

  private static Setting setting;
  private static Setting sealSetting;

  @BeforeAll
  static void open() {
    setting = new Setting(Setting.small(), 3);
    sealSetting = new Setting(Setting.sealLayout(), 3);
  }

  @AfterAll
  static void close() {
    setting.close();
    sealSetting.close();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 8, 128, 512})
  void aShortVectorIsTheVectorRepeated(int slots) {
    for (Setting each : slots == 1 ? List.of(setting) : List.of(setting, sealSetting)) {
      SlotVector x = first(each.client.randomSlots(), slots);
      Encoder sparse = each.encoder.withSlots(slots);
      assertThat(sparse.slots()).isEqualTo(slots);
      Plaintext plain = sparse.encode(x, 2, 0x1p40);
      assertClose(sparse.decodeComplex(plain), x, ENCODING_BITS);
      SlotVector all = each.encoder.decodeComplex(plain);
      assertClose(all, repeated(x, each.parameters.slots()), ENCODING_BITS);
      assertClose(
          sparse.decodeComplex(each.encoder.encode(repeated(x, all.length()), 2, 0x1p40)),
          x,
          ENCODING_BITS);
    }
  }

  @Test
  void rotationsAreModuloTheLength() {
    SlotVector x = first(setting.client.randomSlots(), 16);
    Ciphertext c = setting.client.encrypt(repeated(x, setting.parameters.slots()));
    Ciphertext rotated = setting.evaluator(5).rotate(c, 5);
    SlotVector slots = first(setting.client.decrypt(rotated).getFirst(), 16);
    assertClose(slots, x.rotatedLeft(5), 24);
  }

  @Test
  void decodingAveragesTheRepetitions() {
    int slots = 8;
    double[] noisy = new double[setting.parameters.slots()];
    for (int i = 0; i < noisy.length; i++) {
      // Errors of either sign that cancel over the 64 repetitions.
      noisy[i] = i % slots + (i / slots % 2 == 0 ? 0x1p-10 : -0x1p-10);
    }
    Plaintext plain = setting.encoder.encode(noisy, 2, 0x1p40);
    SlotVector decoded = setting.encoder.withSlots(slots).decodeComplex(plain);
    assertClose(decoded, SlotVector.real(0, 1, 2, 3, 4, 5, 6, 7), ENCODING_BITS);
  }

  @Test
  void batchesScalarsAndExtendedPlaintexts() {
    Encoder sparse = setting.encoder.withSlots(4);
    double[][] items = {{1, 2, 3, 4}, {5, 6}};
    List<SlotVector> decoded = sparse.decodeBatch(sparse.encodeBatch(items, 1, 0x1p40));
    assertClose(decoded.get(0), SlotVector.real(1, 2, 3, 4), ENCODING_BITS);
    assertClose(decoded.get(1), SlotVector.real(5, 6, 0, 0), ENCODING_BITS);
    assertClose(
        sparse.decodeComplex(sparse.encodeScalar(0.5, 1, 0x1p40)),
        SlotVector.real(0.5, 0.5, 0.5, 0.5),
        ENCODING_BITS);
    Plaintext extended = sparse.encodeExtended(SlotVector.real(1, 2), 3, 0x1p40);
    assertThat(extended.extended()).isTrue();
    assertClose(sparse.decodeComplex(extended), SlotVector.real(1, 2, 0, 0), ENCODING_BITS);
  }

  @Test
  void lengthsAreChecked() {
    assertThatThrownBy(() -> setting.encoder.withSlots(24))
        .isInstanceOf(EncodingException.class)
        .hasMessage("24 slots are not a power of two in [1, 512]");
    assertThatThrownBy(() -> setting.encoder.withSlots(1024)).isInstanceOf(EncodingException.class);
    assertThatThrownBy(() -> setting.encoder.withSlots(Integer.MIN_VALUE))
        .isInstanceOf(EncodingException.class);
    assertThatThrownBy(() -> setting.encoder.withSlots(4).encode(new double[5], 1, 0x1p40))
        .isInstanceOf(EncodingException.class)
        .hasMessage("5 values do not fit 4 slots");
  }

  private static SlotVector first(SlotVector x, int slots) {
    return SlotVector.complex(Arrays.copyOf(x.re(), slots), Arrays.copyOf(x.im(), slots));
  }

  private static SlotVector repeated(SlotVector x, int slots) {
    double[] re = new double[slots];
    double[] im = new double[slots];
    Arrays.setAll(re, i -> x.re(i % x.length()));
    Arrays.setAll(im, i -> x.im(i % x.length()));
    return SlotVector.complex(re, im);
  }
}
