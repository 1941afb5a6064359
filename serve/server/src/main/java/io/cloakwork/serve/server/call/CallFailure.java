package io.cloakwork.serve.server.call;

import io.cloakwork.serve.protocol.v1.Failure;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusException;
import java.time.Duration;
import java.util.Optional;

/// What a client is told of a call or request that failed: a code, one sentence, and when to come
/// back if that makes sense.
public record CallFailure(Status.Code code, String message, Optional<Duration> retryAfter) {

  /// The trailer that says when to come back.
  public static final Metadata.Key<String> RETRY_AFTER =
      Metadata.Key.of("retry-after-ms", Metadata.ASCII_STRING_MARSHALLER);

  /// The trailer and header that name the call.
  public static final Metadata.Key<String> REQUEST_ID =
      Metadata.Key.of("request-id", Metadata.ASCII_STRING_MARSHALLER);

  /// Trailers are headers, whose length is bounded.
  private static final int MAX_MESSAGE = 1000;

  public CallFailure {
    message = message.length() > MAX_MESSAGE ? message.substring(0, MAX_MESSAGE) : message;
  }

  public static CallFailure of(Status.Code code, String message) {
    return new CallFailure(code, message, Optional.empty());
  }

  static CallFailure of(Status.Code code, String message, Duration retryAfter) {
    return new CallFailure(code, message, Optional.of(retryAfter));
  }

  static CallFailure draining() {
    return of(Status.Code.UNAVAILABLE, "the service is being stopped", Duration.ofSeconds(1));
  }

  public Status status() {
    return code.toStatus().withDescription(message);
  }

  public Metadata trailers(String requestId) {
    Metadata trailers = new Metadata();
    trailers.put(REQUEST_ID, requestId);
    retryAfter.ifPresent(wait -> trailers.put(RETRY_AFTER, Long.toString(millis(wait))));
    return trailers;
  }

  StatusException exception(String requestId) {
    return status().asException(trailers(requestId));
  }

  Failure toMessage(String requestId) {
    return Failure.newBuilder()
        .setCode(code.value())
        .setMessage(message)
        .setRetryAfterMillis(retryAfter.map(CallFailure::millis).orElse(0L))
        .setRequestId(requestId)
        .build();
  }

  /// Rounded up: zero would say that nothing was said.
  private static long millis(Duration wait) {
    return Math.max(1, wait.plusNanos(999_999).toMillis());
  }
}
