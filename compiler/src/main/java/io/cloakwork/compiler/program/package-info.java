/// The CKKS IR: a network as operations on ciphertexts, with level and exact scale of every value.
package io.cloakwork.compiler.program;
