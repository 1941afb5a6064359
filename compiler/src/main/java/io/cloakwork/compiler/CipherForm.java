package io.cloakwork.compiler;

/// What a value of a program is on the device.
///
/// @param ciphertexts how many of two polynomials each
/// @param level of all of them
/// @param scale of all of them
public record CipherForm(int ciphertexts, int level, double scale) {

  public CipherForm {
    if (ciphertexts < 1) {
      throw new IllegalArgumentException("a value of " + ciphertexts + " ciphertexts");
    }
  }

  CipherForm times(int batch) {
    return new CipherForm(Math.multiplyExact(ciphertexts, batch), level, scale);
  }
}
