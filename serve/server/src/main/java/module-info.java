/// The inference service: gRPC in front of the host, with authentication and limits.
module io.cloakwork.serve.server {
  requires transitive io.cloakwork.serve.host;
  requires io.cloakwork.serve.protocol;
  requires io.grpc.services;
  requires info.picocli;
}
