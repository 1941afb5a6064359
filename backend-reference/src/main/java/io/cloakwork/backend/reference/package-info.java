/// The oracle: every operation written from its definition over canonical residues in `long[]`
/// rows, one at a time, on the thread that submits. Slow on purpose wherever speed would cost a
/// line that a reader has to trust.
package io.cloakwork.backend.reference;
