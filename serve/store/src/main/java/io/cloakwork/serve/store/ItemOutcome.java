package io.cloakwork.serve.store;

/// What became of an item of a job.
public sealed interface ItemOutcome {

  /// Nothing yet.
  record Unfinished() implements ItemOutcome {}

  /// A ciphertext that can be fetched.
  ///
  /// @param bytes of it
  /// @param lane that it lies in
  record Result(long bytes, int lane) implements ItemOutcome {}

  /// A failure.
  ///
  /// @param code that the caller chose, for instance of google.rpc.Code
  /// @param message for the client; cut after [#MAX_MESSAGE_LENGTH] characters
  record Failure(int code, String message) implements ItemOutcome {

    /// Characters of the longest message.
    public static final int MAX_MESSAGE_LENGTH = 1000;

    public Failure {
      message = message.substring(0, Math.min(message.length(), MAX_MESSAGE_LENGTH));
    }
  }
}
