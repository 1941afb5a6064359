package io.cloakwork.bench.ops;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// The operations that are timed, at the highest level of the parameters. Names in reports are
/// lower case.
public enum Operation {
  /// Forward transform of one limb of the widest chain prime, by one worker, inside a program.
  NTT,
  /// Inverse transform of one limb, likewise.
  INTT,
  /// Real slots to a plaintext in the evaluation domain.
  ENCODE,
  /// A plaintext under the public key.
  ENCRYPT_PK,
  /// A plaintext under the secret key.
  ENCRYPT_SK,
  /// A ciphertext to a plaintext.
  DECRYPT,
  /// A plaintext to real slots.
  DECODE,
  ADD,
  SUB,
  /// A ciphertext and a plaintext.
  ADD_PLAIN,
  /// Two ciphertexts to three polynomials, without relinearisation.
  MULTIPLY,
  /// A ciphertext and a plaintext of one item, however many the ciphertext has.
  MULTIPLY_PLAIN,
  /// One ciphertext to three polynomials, without relinearisation.
  SQUARE,
  /// Three polynomials to two.
  RELINEARIZE,
  /// Two polynomials down one level.
  RESCALE,
  /// Multiply, relinearise and rescale in one graph.
  MUL_RELIN_RESCALE,
  /// One rotation by one step.
  ROTATE,
  /// Eight rotations of one ciphertext that share its decomposition.
  ROTATE8_HOISTED,
  /// Every slot conjugated.
  CONJUGATE,
  /// One Galois key for the highest level.
  KEYGEN_GALOIS,
  /// The relinearisation key for the highest level.
  KEYGEN_RELIN;

  /// What always takes as long, however many items a batch has.
  private static final Set<Operation> SINGLE = EnumSet.of(NTT, INTT, KEYGEN_GALOIS, KEYGEN_RELIN);

  /// Whether a batch of several items makes a difference.
  public boolean isBatched() {
    return !SINGLE.contains(this);
  }

  /// The name in reports and on the command line, for instance `mul_relin_rescale`.
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// The operation of that name.
  public static Optional<Operation> labelled(String label) {
    return Arrays.stream(values()).filter(operation -> operation.label().equals(label)).findFirst();
  }
}
