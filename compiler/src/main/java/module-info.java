/// From an ONNX network to batched command graphs over ciphertexts.
module io.cloakwork.compiler {
  requires transitive io.cloakwork.ckks;
}
