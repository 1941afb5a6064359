/// Polynomials of slot values: their clear form, how to evaluate them on ciphertexts at the least
/// depth with few products, and their encoded form.
package io.cloakwork.ckks.polynomial;
