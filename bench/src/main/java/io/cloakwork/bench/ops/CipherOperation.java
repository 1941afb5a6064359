package io.cloakwork.bench.ops;

import io.cloakwork.ckks.Ciphertext;
import io.cloakwork.ckks.Evaluator;

/// The operations whose result is one ciphertext.
final class CipherOperation {

  private CipherOperation() {}

  /// The result, which the caller closes.
  ///
  /// @throws IllegalArgumentException if the operation's result is anything else
  static Ciphertext run(Operation operation, SchemeObjects objects) {
    Evaluator evaluator = objects.evaluator;
    return switch (operation) {
      case ENCRYPT_PK -> objects.publicEncryptor.encrypt(objects.plaintexts);
      case ENCRYPT_SK -> objects.secretEncryptor.encrypt(objects.plaintexts);
      case ADD -> evaluator.add(objects.left, objects.right);
      case SUB -> evaluator.sub(objects.left, objects.right);
      case ADD_PLAIN -> evaluator.addPlain(objects.left, objects.plaintext);
      case MULTIPLY -> evaluator.multiply(objects.left, objects.right);
      case MULTIPLY_PLAIN -> evaluator.multiplyPlain(objects.left, objects.plaintext);
      case SQUARE -> evaluator.square(objects.left);
      case RELINEARIZE -> evaluator.relinearize(objects.quadratic);
      case RESCALE -> evaluator.rescale(objects.scaledUp);
      case MUL_RELIN_RESCALE -> evaluator.multiplyRelinearizeRescale(objects.left, objects.right);
      case ROTATE -> evaluator.rotate(objects.left, 1);
      case CONJUGATE -> evaluator.conjugate(objects.left);
      case NTT, INTT, ENCODE, DECODE, DECRYPT, ROTATE8_HOISTED, KEYGEN_GALOIS, KEYGEN_RELIN ->
          throw new IllegalArgumentException(operation.label() + " gives no ciphertext");
    };
  }
}
