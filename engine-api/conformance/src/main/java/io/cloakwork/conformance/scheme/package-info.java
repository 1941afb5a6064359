/// The scheme level: keys, ciphertexts and results under a fixed seed, word for word the oracle's.
package io.cloakwork.conformance.scheme;
