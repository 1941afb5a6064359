/// Packing: where each value of a tensor lies in the slots of a ciphertext, and how an affine layer
/// becomes diagonals, baby and giant steps and folds between two such layouts.
package io.cloakwork.compiler.packing;
