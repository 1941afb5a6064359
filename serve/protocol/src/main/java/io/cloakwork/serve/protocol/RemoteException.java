package io.cloakwork.serve.protocol;

import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusException;
import io.grpc.StatusRuntimeException;
import java.io.Serial;
import java.time.Duration;
import java.util.Optional;

/// What a service refused, or why it could not be reached, in one sentence. Texts of the service
/// are cut to a sensible length and freed of control characters.
public final class RemoteException extends RuntimeException {

  /// The trailer that says when to come back.
  static final Metadata.Key<String> RETRY_AFTER =
      Metadata.Key.of("retry-after-ms", Metadata.ASCII_STRING_MARSHALLER);

  /// A hint beyond this is no help to anybody who waits.
  private static final Duration LONGEST_HINT = Duration.ofHours(1);

  @Serial private static final long serialVersionUID = 1L;

  private final Status.Code status;
  private final Duration retryAfter;

  RemoteException(Status.Code status, String sentence, Duration retryAfter, Throwable cause) {
    super(sentence, cause);
    this.status = status;
    this.retryAfter = retryAfter;
  }

  RemoteException(Status.Code status, String sentence) {
    this(status, sentence, null, null);
  }

  /// A call that ended with a status.
  ///
  /// @param doing what was being done, for the sentence
  static RemoteException of(String doing, Throwable failure) {
    Status status = Status.fromThrowable(failure);
    Metadata trailers =
        switch (failure) {
          case StatusRuntimeException e -> e.getTrailers();
          case StatusException e -> e.getTrailers();
          default -> null;
        };
    Duration hint = trailers == null ? null : hint(trailers.get(RETRY_AFTER));
    return new RemoteException(
        status.getCode(), "%s: %s".formatted(doing, sentence(status)), hint, failure);
  }

  /// A failure of one request.
  static RemoteException of(String doing, int code, String message, long retryAfterMillis) {
    Status.Code status = Status.fromCodeValue(code).getCode();
    Duration hint =
        retryAfterMillis > 0
            ? capped(retryAfterMillis)
            : retryAfterMillis < 0 ? LONGEST_HINT : null;
    Status.Code failed = status == Status.Code.OK ? Status.Code.UNKNOWN : status;
    String text = RemoteText.clean(message);
    return new RemoteException(
        failed, "%s: %s".formatted(doing, text.isEmpty() ? failed : text), hint, null);
  }

  private static String sentence(Status status) {
    if (ConnectionFailure.is(status)) {
      return ConnectionFailure.sentence(status);
    }
    String text = RemoteText.clean(status.getDescription());
    String cause =
        status.getCause() == null ? "" : RemoteText.clean(status.getCause().getMessage());
    if (text.isEmpty()) {
      return cause.isEmpty() ? status.getCode().toString() : cause;
    }
    return cause.isEmpty() || text.contains(cause) ? text : "%s (%s)".formatted(text, cause);
  }

  private static Duration hint(String millis) {
    if (millis == null || !millis.matches("[0-9]{1,18}")) {
      return null;
    }
    return capped(Long.parseLong(millis));
  }

  private static Duration capped(long millis) {
    return Duration.ofMillis(Math.min(millis, LONGEST_HINT.toMillis()));
  }

  /// The call's status; UNAVAILABLE, too, if there was no connection.
  public Status.Code status() {
    return status;
  }

  /// When the service wants to be asked again, if it said so.
  public Optional<Duration> retryAfter() {
    return Optional.ofNullable(retryAfter);
  }

  /// Whether the same call may succeed later: the service is away, or full and says when not to be.
  public boolean isTransient() {
    return switch (status) {
      case UNAVAILABLE -> true;
      case RESOURCE_EXHAUSTED -> retryAfter != null;
      case OK,
          CANCELLED,
          UNKNOWN,
          INVALID_ARGUMENT,
          DEADLINE_EXCEEDED,
          NOT_FOUND,
          ALREADY_EXISTS,
          PERMISSION_DENIED,
          FAILED_PRECONDITION,
          ABORTED,
          OUT_OF_RANGE,
          UNIMPLEMENTED,
          INTERNAL,
          DATA_LOSS,
          UNAUTHENTICATED ->
          false;
    };
  }
}
