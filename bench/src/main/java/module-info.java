/// Benchmarks and their reports.
module io.cloakwork.bench {
  requires transitive io.cloakwork.ckks;
  requires transitive io.cloakwork.compiler;
  requires com.fasterxml.jackson.databind;
  requires io.cloakwork.client;
  requires io.cloakwork.hardware.profiles;
  requires io.cloakwork.serve.protocol;
  requires io.cloakwork.serve.server;

  exports io.cloakwork.bench.compare;
  exports io.cloakwork.bench.floors;
  exports io.cloakwork.bench.kernels;
  exports io.cloakwork.bench.nets;
  exports io.cloakwork.bench.ops;
  exports io.cloakwork.bench.probe;
  exports io.cloakwork.bench.report;
  exports io.cloakwork.bench.result;
  exports io.cloakwork.bench.run;
  exports io.cloakwork.bench.serve;
  exports io.cloakwork.bench.timing;
  exports io.cloakwork.bench.tune;
}
