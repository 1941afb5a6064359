/// The inference service: gRPC in front of the host, with authentication and limits.
module io.cloakwork.serve.server {
  requires transitive io.cloakwork.serve.host;
  requires io.cloakwork.serve.protocol;
  requires io.grpc.services;
  requires info.picocli;
  requires com.fasterxml.jackson.databind;
  requires java.net.http;
  requires jdk.httpserver;
  requires micrometer.core;
  requires micrometer.registry.prometheus;
}
