package io.cloakwork.conformance;

/// What became of a case.
public sealed interface Outcome {

  /// The candidate did what the contract says.
  record Passed() implements Outcome {}

  /// The candidate's declared capabilities do not cover the case; `reason` names the first that is
  /// missing.
  record Skipped(String reason) implements Outcome {}

  /// The candidate did something else; `error` says what.
  record Failed(Throwable error) implements Outcome {}
}
