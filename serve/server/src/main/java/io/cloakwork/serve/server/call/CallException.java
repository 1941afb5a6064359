package io.cloakwork.serve.server.call;

import io.grpc.Status;
import java.io.Serial;
import java.time.Duration;

/// A call or request is refused for a reason that the client is told.
@SuppressWarnings("AnnotateFormatMethod") // the annotation would be one more library
public final class CallException extends RuntimeException {

  @Serial private static final long serialVersionUID = 1L;

  private final transient CallFailure failure;

  CallException(CallFailure failure) {
    // A refusal is no fault: where it was made interests nobody, and clients cause as many as they
    // like.
    super(failure.message(), null, false, false);
    this.failure = failure;
  }

  static CallException invalid(String message, Object... values) {
    return new CallException(
        CallFailure.of(Status.Code.INVALID_ARGUMENT, message.formatted(values)));
  }

  static CallException precondition(String message, Object... values) {
    return new CallException(
        CallFailure.of(Status.Code.FAILED_PRECONDITION, message.formatted(values)));
  }

  static CallException notFound(String message, Object... values) {
    return new CallException(CallFailure.of(Status.Code.NOT_FOUND, message.formatted(values)));
  }

  static CallException exhausted(Duration retryAfter, String message, Object... values) {
    return new CallException(
        CallFailure.of(Status.Code.RESOURCE_EXHAUSTED, message.formatted(values), retryAfter));
  }

  static CallException expired(String message) {
    return new CallException(CallFailure.of(Status.Code.DEADLINE_EXCEEDED, message));
  }

  static CallException draining() {
    return new CallException(CallFailure.draining());
  }

  /// The client has called more often than it may.
  public static CallException tooOften(Duration retryAfter) {
    return exhausted(retryAfter, "more calls than this client may make in so short a time");
  }

  public CallFailure failure() {
    return failure;
  }
}
