/// Networks over ciphertexts that hold one element of a tensor each, for one input a slot: linear
/// layers are products with integer matrices, activations run as batches, and nothing is rotated or
/// encoded (Gilad-Bachrach et al., "CryptoNets", ICML 2016).
package io.cloakwork.compiler.throughput;
