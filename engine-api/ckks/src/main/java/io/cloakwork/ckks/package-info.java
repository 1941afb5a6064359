/// The CKKS scheme, server side: parameters, plaintexts, ciphertexts, evaluation keys and the eager
/// evaluator. Nothing here can name a secret key.
package io.cloakwork.ckks;
