/// How objects travel: bounded, range-checked, versioned formats. Every object is a header
/// ([WireHeader]), a body that each format class describes, and the SHA-256 of both. Numbers are
/// little-endian, 32 bits unless said otherwise; scales are IEEE doubles; polynomials are packed
/// rows, item by item, polynomial by polynomial, limb by limb, in the evaluation domain. Residues
/// take as many bits as their prime has.
package io.cloakwork.ckks.wire;
