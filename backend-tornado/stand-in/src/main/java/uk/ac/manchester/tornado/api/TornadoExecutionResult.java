package uk.ac.manchester.tornado.api;

/// The end of an execution.
public final class TornadoExecutionResult {

  TornadoExecutionResult() {}
}
