/// Uniform polynomials that a seed stands for: the halves of keys and ciphertexts that need not be
/// sent.
package io.cloakwork.spi.uniform;
