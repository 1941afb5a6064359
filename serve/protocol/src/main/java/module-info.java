/// The service's wire: its messages and the client's end of it. Ciphertexts and evaluation keys
/// travel as the engine's own wire objects; secret keys cannot be named here.
module io.cloakwork.serve.protocol {
  requires transitive io.cloakwork.compiler;
  requires transitive com.google.protobuf;
  requires transitive io.grpc;
  requires transitive io.grpc.stub;
  requires io.grpc.protobuf;
  requires com.google.common;

  exports io.cloakwork.serve.protocol;
  exports io.cloakwork.serve.protocol.v1;
}
