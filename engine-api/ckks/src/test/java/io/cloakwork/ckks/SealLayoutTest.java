package io.cloakwork.ckks;

import static io.cloakwork.ckks.Setting.assertClose;
import static org.assertj.core.api.Assertions.assertThat;

import io.cloakwork.ckks.encoding.SlotVector;
import io.cloakwork.spi.graph.RnsShape;
import io.cloakwork.spi.ring.Modulus;
import io.cloakwork.spi.ring.RnsBasis;
import java.util.Arrays;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// One prime a digit, one special prime and generator 3: Microsoft SEAL's layout.
class SealLayoutTest {

  private static Setting setting;
  private static Parameters parameters;
  private static HostRing ring;
  private static SlotVector x;
  private static Ciphertext a;

  @BeforeAll
  static void open() {
    setting = new Setting(Setting.sealLayout(), 23);
    parameters = setting.parameters;
    ring = new HostRing(parameters.logN());
    x = setting.client.randomSlots();
    a = setting.client.encrypt(x);
  }

  @AfterAll
  static void close() {
    setting.close();
  }

  @Test
  void operationsDecrypt() {
    Evaluator evaluator = setting.evaluator(1, -5);
    assertClose(decrypt(evaluator.rotate(a, 1)), x.rotatedLeft(1), 22);
    assertClose(decrypt(evaluator.rotate(a, -5)), x.rotatedLeft(-5), 22);
    double[] re = new double[x.length()];
    double[] im = new double[x.length()];
    Arrays.setAll(re, i -> x.re(i) * x.re(i) - x.im(i) * x.im(i));
    Arrays.setAll(im, i -> 2 * x.re(i) * x.im(i));
    assertClose(decrypt(evaluator.squareRelinearizeRescale(a)), SlotVector.complex(re, im), 22);
  }

  /// SEAL's switch_key_inplace, written out: each limb of c_2 is reduced modulo every prime and
  /// multiplied with its key; the special prime is divided away with rounding.
  @Test
  void relinearisationIsSealsAlgorithmWordForWord() {
    int level = 2;
    KeySwitchKey key = setting.client.key(KeyId.relinearization(), parameters.maxLevel());
    EvaluationKeys keys = new EvaluationKeys(parameters, java.util.List.of(key));
    Evaluator evaluator = new Evaluator(setting.context, keys);
    Ciphertext square = evaluator.square(evaluator.dropLevel(a, level));
    long[] words = square.buffer().download();
    long[] relinearized = evaluator.relinearize(square).buffer().download();
    RnsShape in = square.buffer().shape();
    RnsShape out = Ciphertext.shape(parameters, level, 2, 1);
    Modulus p = parameters.chain().specialP().get(0);
    for (int poly = 0; poly < 2; poly++) {
      long[] special = ring.intt(p, accumulate(words, in, key, poly, p));
      Arrays.setAll(special, j -> p.add(special[j], p.value() >>> 1));
      for (int limb = 0; limb <= level; limb++) {
        Modulus q = in.basis().get(limb);
        long half = q.reduce(p.value() >>> 1);
        long[] rounded = Arrays.stream(special).map(x -> q.subtract(q.reduce(x), half)).toArray();
        ring.ntt(q, rounded);
        long[] sum = accumulate(words, in, key, poly, q);
        long inverse = q.invert(q.reduce(p.value()));
        long[] own = row(words, in, poly, limb);
        long[] expected = new long[sum.length];
        Arrays.setAll(
            expected, j -> q.add(own[j], q.multiply(q.subtract(sum[j], rounded[j]), inverse)));
        assertThat(row(relinearized, out, poly, limb)).isEqualTo(expected);
      }
    }
  }

  /// Σ_d (c_2 mod q_d reduced modulo `q`) · key_d, for one half of the key.
  private static long[] accumulate(
      long[] words, RnsShape in, KeySwitchKey key, int half, Modulus q) {
    RnsShape keyShape = key.buffer().shape();
    long[] keyWords = key.buffer().download();
    RnsBasis keyBasis = keyShape.basis();
    long[] sum = new long[parameters.degree()];
    for (int digit = 0; digit < in.limbs(); digit++) {
      long[] coefficients = ring.intt(in.basis().get(digit), row(words, in, 2, digit));
      long[] raised = ring.ntt(q, Arrays.stream(coefficients).map(q::reduce).toArray());
      long[] keyRow = row(keyWords, keyShape, 2 * digit + half, keyBasis.indexOf(q));
      Arrays.setAll(sum, j -> q.add(sum[j], q.multiply(raised[j], keyRow[j])));
    }
    return sum;
  }

  private static long[] row(long[] words, RnsShape shape, int poly, int limb) {
    int from = shape.row(0, poly, limb) * shape.degree();
    return Arrays.copyOfRange(words, from, from + shape.degree());
  }

  private static SlotVector decrypt(Ciphertext c) {
    return setting.client.decrypt(c).getFirst();
  }
}
