package io.cloakwork.bench.ops;

import io.cloakwork.ckks.Ciphertext;
import io.cloakwork.ckks.Plaintext;
import io.cloakwork.ckks.PrecisionStatistics;
import io.cloakwork.ckks.encoding.SlotVector;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.DoubleBinaryOperator;

/// How exact the results of operations are: decrypted, and compared with what they stand for.
record OperationPrecision(SchemeObjects objects) {

  /// −log2 of the largest error in any slot of any item, inputs uniform in [−1, 1); empty for what
  /// has no slots.
  OptionalDouble bits(Operation operation) {
    return switch (operation) {
      case NTT, INTT, KEYGEN_GALOIS, KEYGEN_RELIN -> OptionalDouble.empty();
      case ENCODE, DECODE -> bits(decoded(objects.encode()), (x, _) -> x);
      case DECRYPT -> bits(objects.decryptor.decryptDecodeBatch(objects.left), (x, _) -> x);
      case ENCRYPT_PK,
          ENCRYPT_SK,
          ADD,
          SUB,
          ADD_PLAIN,
          MULTIPLY,
          MULTIPLY_PLAIN,
          SQUARE,
          RELINEARIZE,
          RESCALE,
          MUL_RELIN_RESCALE,
          ROTATE,
          CONJUGATE ->
          ofCipher(operation);
      case ROTATE8_HOISTED -> hoisted();
    };
  }

  private List<SlotVector> decoded(Plaintext plaintext) {
    try (plaintext) {
      return objects.encoder.decodeBatch(plaintext);
    }
  }

  private OptionalDouble ofCipher(Operation operation) {
    try (Ciphertext result = CipherOperation.run(operation, objects)) {
      List<SlotVector> found = objects.decryptor.decryptDecodeBatch(result);
      return operation == Operation.ROTATE ? rotated(found, 1) : bits(found, meaning(operation));
    }
  }

  private OptionalDouble hoisted() {
    double worst = PrecisionStatistics.MAX_BITS;
    List<Ciphertext> results = objects.rotateHoisted();
    for (int i = 0; i < results.size(); i++) {
      try (Ciphertext result = results.get(i)) {
        List<SlotVector> found = objects.decryptor.decryptDecodeBatch(result);
        worst = Math.min(worst, rotated(found, i + 1).orElseThrow());
      }
    }
    return OptionalDouble.of(worst);
  }

  /// What a slot of the result is, from the same slot of the item and of the first item. Slots are
  /// real, so that conjugation keeps them.
  private static DoubleBinaryOperator meaning(Operation operation) {
    return switch (operation) {
      case ADD -> (x, _) -> x + x;
      case SUB -> (_, _) -> 0;
      case ADD_PLAIN -> Double::sum;
      case MULTIPLY, SQUARE, RELINEARIZE, MUL_RELIN_RESCALE -> (x, _) -> x * x;
      case MULTIPLY_PLAIN, RESCALE -> (x, first) -> x * first;
      case ENCRYPT_PK, ENCRYPT_SK, CONJUGATE -> (x, _) -> x;
      case NTT,
          INTT,
          ENCODE,
          DECODE,
          DECRYPT,
          ROTATE,
          ROTATE8_HOISTED,
          KEYGEN_GALOIS,
          KEYGEN_RELIN ->
          throw new IllegalArgumentException(operation.label() + " is not slot by slot");
    };
  }

  private OptionalDouble bits(List<SlotVector> found, DoubleBinaryOperator meaning) {
    List<SlotVector> expected = new ArrayList<>();
    double[] first = objects.slots[0];
    for (double[] item : objects.slots) {
      double[] slots = new double[item.length];
      Arrays.setAll(slots, i -> meaning.applyAsDouble(item[i], first[i]));
      expected.add(SlotVector.real(slots));
    }
    return worst(expected, found);
  }

  private OptionalDouble rotated(List<SlotVector> found, int steps) {
    List<SlotVector> expected =
        Arrays.stream(objects.slots).map(item -> SlotVector.real(item).rotatedLeft(steps)).toList();
    return worst(expected, found);
  }

  private static OptionalDouble worst(List<SlotVector> expected, List<SlotVector> found) {
    return OptionalDouble.of(PrecisionStatistics.of(expected, found).norm().min());
  }
}
