package io.cloakwork.ckks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloakwork.ckks.encoding.SlotVector;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Every mismatch throws, with both values, the first time and when the operation is cached.
class MismatchTest {

  private static Setting setting;
  private static Parameters parameters;
  private static Evaluator evaluator;
  private static SlotVector x;
  private static Ciphertext a;

  @BeforeAll
  static void open() {
    setting = new Setting(Setting.small(), 31);
    parameters = setting.parameters;
    evaluator = setting.evaluator(1);
    x = setting.client.randomSlots();
    a = setting.client.encrypt(x);
  }

  @AfterAll
  static void close() {
    setting.close();
  }

  private static void refused(
      ThrowingCallable call, Class<? extends CkksException> type, String... parts) {
    for (int round = 0; round < 2; round++) {
      assertThatThrownBy(call).isInstanceOf(type).hasMessageContainingAll(parts);
    }
  }

  @Test
  void scales() {
    Ciphertext other = setting.client.encrypt(List.of(x), parameters.maxLevel(), 0x1p41);
    evaluator.add(a, a);
    refused(
        () -> evaluator.add(a, other), ScaleMismatchException.class, "add", "2^40.00", "2^41.00");
    refused(() -> evaluator.sub(other, a), ScaleMismatchException.class, "sub", "2^41.00");
    Plaintext plain = setting.encoder.encode(x, 4, 0x1p39);
    refused(
        () -> evaluator.addPlain(a, plain), ScaleMismatchException.class, "addPlain", "2^39.00");
    refused(() -> evaluator.subPlain(a, plain), ScaleMismatchException.class, "subPlain");
    refused(() -> evaluator.multiplyScalar(a, 1, Double.NaN), ScaleMismatchException.class, "NaN");
  }

  @Test
  void levels() {
    Ciphertext lower = evaluator.dropLevel(a, 1);
    refused(() -> evaluator.add(a, lower), LevelMismatchException.class, "add", "levels 4 and 1");
    refused(() -> evaluator.multiply(lower, a), LevelMismatchException.class, "levels 1 and 4");
    Plaintext plain = setting.encoder.encode(x, 3, 0x1p40);
    refused(
        () -> evaluator.multiplyPlain(a, plain),
        LevelMismatchException.class,
        "ciphertext at level 4",
        "plaintext at level 3");
    refused(() -> evaluator.dropLevel(lower, 2), LevelMismatchException.class, "2", "[0, 1]");
    refused(() -> evaluator.dropLevel(lower, -1), LevelMismatchException.class, "-1");
    Ciphertext last = evaluator.dropLevel(a, 0);
    refused(() -> evaluator.rescale(last), LevelMismatchException.class, "level 0");
    refused(
        () -> evaluator.square(last),
        LevelMismatchException.class,
        "a scale of 2^80.00 does not fit the 2^50.00 of level 0");
    Ciphertext product = evaluator.relinearize(evaluator.square(a));
    refused(() -> evaluator.dropLevel(product, 0), LevelMismatchException.class, "2^80.00");
  }

  @Test
  void sizesAndBatches() {
    Ciphertext square = evaluator.square(a);
    Ciphertext scaled = evaluator.multiplyScalar(a, 1, 0x1p40);
    refused(
        () -> evaluator.add(square, scaled),
        OperandMismatchException.class,
        "operands of 3 and 2 polynomials");
    refused(() -> evaluator.rotate(square, 1), OperandMismatchException.class, "relinearize");
    refused(() -> evaluator.conjugate(square), OperandMismatchException.class, "relinearize");
    refused(() -> evaluator.relinearize(a), OperandMismatchException.class, "2 polynomials, not 3");
    Ciphertext two = setting.client.encrypt(List.of(x, x), 4, 0x1p40);
    refused(() -> evaluator.add(a, two), OperandMismatchException.class, "batches of 1 and 2");
    Plaintext plains = setting.encoder.encodeBatch(List.of(x, x), 4, 0x1p40);
    refused(
        () -> evaluator.addPlain(a, plains),
        OperandMismatchException.class,
        "ciphertext batch of 1 and a plaintext batch of 2");
  }

  @Test
  void keys() {
    refused(
        () -> evaluator.rotate(a, 2),
        MissingKeyException.class,
        "key galois:25 is missing; there are [relin, galois:5, galois:2047]");
    SortedMap<KeyId, Integer> levels = new TreeMap<>();
    levels.put(KeyId.relinearization(), 2);
    Evaluator low =
        new Evaluator(
            setting.context, setting.client.answer(new KeyRequest(parameters.id(), levels)));
    Ciphertext square = evaluator.square(a);
    refused(
        () -> low.relinearize(square),
        MissingKeyException.class,
        "key relin was made for level 2, level 4 is needed");
    Ciphertext lowSquare = evaluator.square(evaluator.dropLevel(a, 2));
    // Keys of two levels serve the same operation in one context.
    Setting.assertClose(
        setting.client.decrypt(low.relinearize(lowSquare)).getFirst(),
        setting.client.decrypt(evaluator.relinearize(lowSquare)).getFirst(),
        24);
  }

  @Test
  void parametersOfAnotherSet() {
    try (Setting other = new Setting(Setting.sealLayout(), 1)) {
      Ciphertext foreign = other.client.encrypt(x);
      refused(() -> evaluator.negate(foreign), OperandMismatchException.class, "dnum=4", "dnum=3");
      Plaintext plain = other.encoder.encode(x, 3, 0x1p40);
      refused(() -> evaluator.addPlain(a, plain), OperandMismatchException.class, "plaintext");
      refused(() -> setting.encoder.decode(plain), OperandMismatchException.class, "plaintext");
      refused(
          () -> new Evaluator(setting.context, EvaluationKeys.none(other.parameters)),
          OperandMismatchException.class,
          "set of evaluation keys");
      refused(
          () -> new Ciphertext(parameters, foreign.buffer(), 3, 0x1p40),
          OperandMismatchException.class,
          "level 3");
    }
  }

  @Test
  void aRefusedOperationLeavesNothingBehind() {
    Ciphertext lower = evaluator.dropLevel(a, 1);
    long before = setting.device.allocatedBytes();
    refused(() -> evaluator.add(a, lower), LevelMismatchException.class, "4 and 1");
    assertThat(setting.device.allocatedBytes()).isEqualTo(before);
  }
}
