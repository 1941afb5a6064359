/// From an ONNX network to batched command graphs over ciphertexts.
module io.cloakwork.compiler {
  requires transitive io.cloakwork.ckks;
  requires com.fasterxml.jackson.databind;
  requires com.google.protobuf;
  requires transitive io.cloakwork.cost;

  exports io.cloakwork.compiler;
  exports io.cloakwork.compiler.activation;
  exports io.cloakwork.compiler.artifact;
  exports io.cloakwork.compiler.importer;
  exports io.cloakwork.compiler.layer;
  exports io.cloakwork.compiler.onnx;
  exports io.cloakwork.compiler.packing;
  exports io.cloakwork.compiler.pass;
  exports io.cloakwork.compiler.program;
  exports io.cloakwork.compiler.tensor;
  exports io.cloakwork.compiler.throughput;
}
