package io.cloakwork.ckks;

import static io.cloakwork.ckks.Setting.assertClose;
import static org.assertj.core.api.Assertions.assertThat;

import io.cloakwork.ckks.encoding.SlotVector;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Every operation against clear arithmetic, and every batch against its items.
class EvaluatorTest {

  private static final long SEED = 20260101;
  private static final double FRESH_BITS = 26;
  private static final double SWITCHED_BITS = 24;

  private static Setting setting;
  private static Evaluator evaluator;
  private static Parameters parameters;
  private static SlotVector x;
  private static SlotVector y;
  private static Ciphertext a;
  private static Ciphertext b;

  @BeforeAll
  static void open() {
    setting = new Setting(Setting.small(), SEED);
    parameters = setting.parameters;
    evaluator = setting.evaluator(1, -3, 100);
    x = setting.client.randomSlots();
    y = setting.client.randomSlots();
    a = setting.client.encrypt(x);
    b = setting.client.encrypt(y);
  }

  @AfterAll
  static void close() {
    setting.close();
  }

  @Test
  void encryptionDecrypts() {
    assertClose(decrypt(a), x, FRESH_BITS);
  }

  @Test
  void sums() {
    assertClose(decrypt(evaluator.add(a, b)), combine(1, 1), FRESH_BITS);
    assertClose(decrypt(evaluator.sub(a, b)), combine(1, -1), FRESH_BITS);
    assertClose(decrypt(evaluator.negate(a)), combine(-1, 0), FRESH_BITS);
  }

  @Test
  void plaintextOperands() {
    Plaintext plain = setting.encoder.encode(y, parameters.maxLevel(), parameters.defaultScale());
    assertClose(decrypt(evaluator.addPlain(a, plain)), combine(1, 1), FRESH_BITS);
    assertClose(decrypt(evaluator.subPlain(a, plain)), combine(1, -1), FRESH_BITS);
    Ciphertext product = evaluator.multiplyPlain(a, plain);
    assertThat(product.scale()).isEqualTo(0x1p80);
    assertClose(decrypt(product), product(x, y), SWITCHED_BITS);
    Ciphertext lower = evaluator.dropLevel(a, 2);
    assertClose(decrypt(evaluator.addPlain(lower, plain)), combine(1, 1), FRESH_BITS);
  }

  @Test
  void scalarOperands() {
    assertClose(decrypt(evaluator.addScalar(a, -0.625)), map(x, 1, -0.625), FRESH_BITS);
    Ciphertext product = evaluator.multiplyScalar(a, -2.75, 0x1p30);
    assertThat(product.scale()).isEqualTo(0x1p70);
    assertClose(decrypt(product), map(x, -2.75, 0), FRESH_BITS - 2);
    assertThat(setting.context.graphs().size()).isLessThan(100);
  }

  @Test
  void products() {
    Ciphertext product = evaluator.multiply(a, b);
    assertThat(product.size()).isEqualTo(3);
    assertThat(product.scale()).isEqualTo(0x1p80);
    assertClose(decrypt(product), product(x, y), SWITCHED_BITS);
    Ciphertext square = evaluator.square(a);
    assertClose(decrypt(square), product(x, x), SWITCHED_BITS);
    assertThat(square.buffer().download()).isEqualTo(evaluator.multiply(a, a).buffer().download());
  }

  @Test
  void relinearisationAndRescaling() {
    Ciphertext linear = evaluator.relinearize(evaluator.multiply(a, b));
    assertThat(linear.size()).isEqualTo(2);
    assertClose(decrypt(linear), product(x, y), SWITCHED_BITS);
    Ciphertext rescaled = evaluator.rescale(linear);
    assertThat(rescaled.level()).isEqualTo(parameters.maxLevel() - 1);
    assertThat(Scales.log2(rescaled.scale())).isBetween(39.99, 40.01);
    assertClose(decrypt(rescaled), product(x, y), SWITCHED_BITS);
    Ciphertext fused = evaluator.multiplyRelinearizeRescale(a, b);
    assertThat(fused.scale()).isEqualTo(rescaled.scale());
    assertClose(decrypt(fused), product(x, y), SWITCHED_BITS);
    assertClose(decrypt(evaluator.squareRelinearizeRescale(a)), product(x, x), SWITCHED_BITS);
    assertClose(
        decrypt(evaluator.relinearizeRescale(evaluator.multiply(a, b))),
        product(x, y),
        SWITCHED_BITS);
  }

  @Test
  void productsDownToTheLastLevel() {
    Ciphertext power = a;
    SlotVector expected = x;
    for (int level = parameters.maxLevel(); level > 0; level--) {
      power = evaluator.squareRelinearizeRescale(power);
      expected = product(expected, expected);
      assertThat(power.level()).isEqualTo(level - 1);
    }
    // Entries reach 2^(2^4 / 2) in absolute value, and errors grow with them.
    assertClose(decrypt(power), expected, 10);
  }

  @Test
  void rotationsAndConjugation() {
    for (int steps : new int[] {1, -3, 100}) {
      assertClose(decrypt(evaluator.rotate(a, steps)), x.rotatedLeft(steps), SWITCHED_BITS);
    }
    double[] im = x.im();
    java.util.Arrays.setAll(im, i -> -im[i]);
    assertClose(decrypt(evaluator.conjugate(a)), SlotVector.complex(x.re(), im), SWITCHED_BITS);
    assertThat(evaluator.rotate(a, 0).buffer().download()).isEqualTo(a.buffer().download());
    assertThat(evaluator.rotate(a, parameters.slots()).buffer().download())
        .isEqualTo(a.buffer().download());
  }

  @Test
  void hoistedRotationsAreTheSameBytes() {
    int[] steps = {1, 0, -3, 100};
    List<Ciphertext> hoisted = evaluator.rotateHoisted(a, steps);
    for (int i = 0; i < steps.length; i++) {
      assertThat(hoisted.get(i).buffer().download())
          .isEqualTo(evaluator.rotate(a, steps[i]).buffer().download());
    }
    assertThat(evaluator.rotateHoisted(a)).isEmpty();
  }

  @Test
  void rotationsAtEveryLevel() {
    for (int level = 0; level <= parameters.maxLevel(); level++) {
      Ciphertext lower = evaluator.dropLevel(a, level);
      assertClose(decrypt(evaluator.rotate(lower, 1)), x.rotatedLeft(1), SWITCHED_BITS);
    }
  }

  @Test
  void aBatchIsItsItemsBitForBit() {
    List<SlotVector> xs = List.of(x, y, setting.client.randomSlots());
    Ciphertext batch = setting.client.encrypt(xs, parameters.maxLevel(), parameters.defaultScale());
    List<UnaryOperator<Ciphertext>> operations =
        List.of(
            c -> evaluator.add(c, c),
            c -> evaluator.addScalar(c, 0.5),
            evaluator::square,
            c -> evaluator.relinearize(evaluator.multiply(c, c)),
            evaluator::rescale,
            c -> evaluator.rotate(c, -3),
            evaluator::conjugate,
            c -> evaluator.multiplyRelinearizeRescale(c, c));
    for (UnaryOperator<Ciphertext> operation : operations) {
      Ciphertext together = operation.apply(batch);
      long[] words = together.buffer().download();
      int itemWords = words.length / xs.size();
      for (int item = 0; item < xs.size(); item++) {
        long[] alone = operation.apply(item(batch, item)).buffer().download();
        assertThat(java.util.Arrays.copyOfRange(words, item * itemWords, (item + 1) * itemWords))
            .isEqualTo(alone);
      }
    }
    List<SlotVector> decrypted = setting.client.decrypt(evaluator.rotate(batch, 1));
    for (int item = 0; item < xs.size(); item++) {
      assertClose(decrypted.get(item), xs.get(item).rotatedLeft(1), SWITCHED_BITS);
    }
  }

  @Test
  void aBatchOfPlaintextsMeetsItsItems() {
    List<SlotVector> xs = List.of(x, y);
    List<SlotVector> ys = List.of(y, x);
    Ciphertext batch = setting.client.encrypt(xs, parameters.maxLevel(), parameters.defaultScale());
    Plaintext plains =
        setting.encoder.encodeBatch(ys, parameters.maxLevel(), parameters.defaultScale());
    for (SlotVector sum : setting.client.decrypt(evaluator.addPlain(batch, plains))) {
      assertClose(sum, combine(1, 1), FRESH_BITS);
    }
    Plaintext one = setting.encoder.encode(y, parameters.maxLevel(), parameters.defaultScale());
    List<SlotVector> products = setting.client.decrypt(evaluator.multiplyPlain(batch, one));
    assertClose(products.get(0), product(x, y), SWITCHED_BITS);
    assertClose(products.get(1), product(y, y), SWITCHED_BITS);
  }

  private static Ciphertext item(Ciphertext batch, int item) {
    var shape = batch.buffer().shape().withBatch(1);
    var buffer = setting.device.allocate(shape);
    long[] words = batch.buffer().download();
    int size = (int) shape.words();
    buffer.upload(java.util.Arrays.copyOfRange(words, item * size, (item + 1) * size));
    return new Ciphertext(parameters, buffer, batch.level(), batch.scale());
  }

  private static SlotVector decrypt(Ciphertext ciphertext) {
    return new ArrayList<>(setting.client.decrypt(ciphertext)).getFirst();
  }

  /// p·x + q·y.
  private static SlotVector combine(double p, double q) {
    double[] re = new double[x.length()];
    double[] im = new double[x.length()];
    java.util.Arrays.setAll(re, i -> p * x.re(i) + q * y.re(i));
    java.util.Arrays.setAll(im, i -> p * x.im(i) + q * y.im(i));
    return SlotVector.complex(re, im);
  }

  /// factor·v + summand in every slot.
  private static SlotVector map(SlotVector v, double factor, double summand) {
    double[] re = new double[v.length()];
    double[] im = new double[v.length()];
    java.util.Arrays.setAll(re, i -> factor * v.re(i) + summand);
    java.util.Arrays.setAll(im, i -> factor * v.im(i));
    return SlotVector.complex(re, im);
  }

  private static SlotVector product(SlotVector u, SlotVector v) {
    double[] re = new double[u.length()];
    double[] im = new double[u.length()];
    java.util.Arrays.setAll(re, i -> u.re(i) * v.re(i) - u.im(i) * v.im(i));
    java.util.Arrays.setAll(im, i -> u.re(i) * v.im(i) + u.im(i) * v.re(i));
    return SlotVector.complex(re, im);
  }
}
