/// How objects travel: bounded, range-checked, versioned formats. Every object is a header
/// ([WireHeader]), a body, and the SHA-256 of both. Bodies, field by field:
///
/// | type | body |
/// |---|---|
/// | parameters | [io.cloakwork.ckks.Parameters#encoding], big-endian, whose SHA-256 is the id |
/// | plaintext | level, extended (0 or 1), batch, scale, rows of each item |
/// | ciphertext | level, size (2 or 3), batch, scale, rows of each item and polynomial |
/// | seeded ciphertext | level, batch, scale, seed, rows of c_0 of each item |
/// | public key | seed, rows of b |
/// | key-switch key | code, level, seed, rows of b_0, b_1, … |
/// | evaluation keys | number of keys, the bodies of key-switch keys by ascending code |
/// | key request | number of keys, code and level of each by ascending code |
///
/// Numbers have 32 bits, little-endian; a scale is an IEEE double, a seed 32 bytes, expanded as
/// [io.cloakwork.spi.uniform.UniformRows] says; the code of a key is
/// [io.cloakwork.ckks.KeyId#code]. The rows of a polynomial are its limbs in the order of the chain
/// (special primes last), in the evaluation domain and the contract's order, each a little-endian
/// string of N residues of as many bits as the prime has.
package io.cloakwork.ckks.wire;
