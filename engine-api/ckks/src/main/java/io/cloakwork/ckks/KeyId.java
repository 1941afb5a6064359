package io.cloakwork.ckks;

import io.cloakwork.spi.ring.GaloisElement;
import java.util.Comparator;

/// Which key-switching key: the secrets that it switches from and to. Ordered with the
/// relinearisation key first, then by Galois element.
public sealed interface KeyId extends Comparable<KeyId> {

  /// The order of key sets on the wire and in requests.
  Comparator<KeyId> ORDER = Comparator.comparingInt(KeyId::code);

  /// Switches from s² to s: b_d = −a_d·s + e_d + P·g_d·s².
  record Relinearization() implements KeyId {
    @Override
    public String toString() {
      return "relin";
    }
  }

  /// Serves the automorphism φ: X → X^g. The automorphism is applied *after* the key switch, so
  /// that all rotations of a ciphertext share the digits of the same c_1; the key therefore
  /// switches from s to φ⁻¹(s): **b_d = −a_d·φ⁻¹(s) + e_d + P·g_d·s**. With (k_0, k_1) the switched
  /// c_1, φ(c_0 + k_0) + φ(k_1)·s = φ(c_0 + c_1·s).
  ///
  /// @param element φ
  record Galois(GaloisElement element) implements KeyId {
    @Override
    public String toString() {
      return "galois:" + element.value();
    }
  }

  static KeyId relinearization() {
    return new Relinearization();
  }

  static KeyId galois(GaloisElement element) {
    return new Galois(element);
  }

  /// 0 for relinearisation, else the Galois element (odd, in [1, 2N)): one number a key, used on
  /// the wire and in the nonce of its uniform half.
  default int code() {
    return switch (this) {
      case Relinearization relinearization -> 0;
      case Galois galois -> galois.element().value();
    };
  }

  /// The name under which graphs take the key's buffer.
  default String inputName() {
    return "key:" + this;
  }

  @Override
  default int compareTo(KeyId other) {
    return ORDER.compare(this, other);
  }
}
