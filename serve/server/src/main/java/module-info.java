/// The inference service: gRPC in front of the host, with authentication and limits.
module io.cloakwork.serve.server {
  requires transitive io.cloakwork.serve.host;
  requires io.cloakwork.serve.protocol;
  requires com.fasterxml.jackson.core;
  requires com.fasterxml.jackson.databind;
  requires info.picocli;
  requires io.grpc.internal;
  requires io.grpc.netty.shaded;
  requires io.grpc.services;
  requires java.logging;
  requires java.naming;
  requires java.net.http;
  requires jdk.httpserver;
  requires io.prometheus.metrics.model;
  requires micrometer.core;
  requires micrometer.registry.prometheus;

  exports io.cloakwork.serve.server;
  exports io.cloakwork.serve.server.log;

  opens io.cloakwork.serve.server to
      info.picocli;
}
