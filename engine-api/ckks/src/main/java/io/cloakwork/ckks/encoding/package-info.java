/// Slot vectors to integer coefficients and back: the host's part of encoding. The only place in
/// the scheme where floating point decides results; it is the same on every machine.
package io.cloakwork.ckks.encoding;
