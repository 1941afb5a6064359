/// The ciphertext algorithms, each written once as a recorder of command graphs. The eager
/// evaluator and the compiler both call them.
package io.cloakwork.ckks.record;
