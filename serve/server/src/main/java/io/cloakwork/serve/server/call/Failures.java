package io.cloakwork.serve.server.call;

import com.google.protobuf.InvalidProtocolBufferException;
import io.cloakwork.ckks.CkksException;
import io.cloakwork.ckks.wire.WireException;
import io.cloakwork.serve.host.RefusedException;
import io.cloakwork.serve.host.RunFailedException;
import io.cloakwork.serve.protocol.IncomingObject;
import io.cloakwork.serve.server.log.EventLog;
import io.cloakwork.serve.store.DamagedFileException;
import io.cloakwork.serve.store.JobConflictException;
import io.cloakwork.serve.store.KeyRejectedException;
import io.cloakwork.serve.store.KeysDoNotFitException;
import io.cloakwork.serve.store.QuotaExceededException;
import io.cloakwork.serve.store.StoreException;
import io.cloakwork.serve.store.StoreFullException;
import io.cloakwork.serve.store.UnknownJobException;
import io.cloakwork.serve.store.UnknownKeySetException;
import io.cloakwork.serve.store.UploadOffsetException;
import io.cloakwork.serve.store.UploadRefusedException;
import io.cloakwork.spi.device.DeviceOutOfMemoryException;
import io.grpc.Status;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;

/// Turns what went wrong into what the client is told. What is the client's doing has a code and a
/// sentence of its own; everything else is the service's, is logged once with all there is, and
/// reaches the client as an id.
final class Failures {

  /// When it may be worth trying again after a lack of memory or disk, which others must give back.
  private static final Duration LATER = Duration.ofSeconds(10);

  private final EventLog log;

  Failures(EventLog log) {
    this.log = log;
  }

  /// @param requestId under which the client may ask
  CallFailure of(Throwable thrown, String requestId) {
    Throwable cause = unwrapped(thrown);
    Optional<CallFailure> known = known(cause);
    if (known.isPresent()) {
      return known.get();
    }
    log.error("request.broken", Map.of("requestId", requestId, "exception", cause));
    return CallFailure.of(
        Status.Code.INTERNAL, "the service failed; it was logged as request " + requestId);
  }

  private static Throwable unwrapped(Throwable thrown) {
    Throwable cause = thrown;
    while (cause.getCause() != null
        && (cause instanceof ExecutionException
            || cause instanceof CompletionException
            || cause instanceof UncheckedIOException)) {
      cause = cause.getCause();
    }
    return cause;
  }

  private Optional<CallFailure> known(Throwable cause) {
    return switch (cause) {
      case CallException call -> Optional.of(call.failure());
      case StoreException store -> Optional.of(ofStore(store));
      case RefusedException refused -> Optional.of(ofRefusal(refused));
      case RunFailedException run -> ofRun(run);
      case WireException _,
          CkksException _,
          IncomingObject.ChunkException _,
          InvalidProtocolBufferException _ ->
          Optional.of(CallFailure.of(Status.Code.INVALID_ARGUMENT, cause.getMessage()));
      case DeviceOutOfMemoryException _ ->
          Optional.of(
              CallFailure.of(
                  Status.Code.RESOURCE_EXHAUSTED, "the device has no memory left", LATER));
      case CancellationException _ ->
          Optional.of(CallFailure.of(Status.Code.CANCELLED, "the request was cancelled"));
      default -> Optional.empty();
    };
  }

  private CallFailure ofStore(StoreException store) {
    String message = store.getMessage();
    return switch (store) {
      case UnknownKeySetException _, UnknownJobException _ ->
          CallFailure.of(Status.Code.NOT_FOUND, message);
      case QuotaExceededException _ -> CallFailure.of(Status.Code.RESOURCE_EXHAUSTED, message);
      case StoreFullException _ -> {
        log.warn("store.full", Map.of("reason", message));
        yield CallFailure.of(Status.Code.RESOURCE_EXHAUSTED, message, LATER);
      }
      case KeysDoNotFitException _ ->
          CallFailure.of(Status.Code.RESOURCE_EXHAUSTED, message, LATER);
      case UploadRefusedException _, UploadOffsetException _ ->
          CallFailure.of(Status.Code.INVALID_ARGUMENT, message);
      case KeyRejectedException _ -> CallFailure.of(Status.Code.FAILED_PRECONDITION, message);
      case DamagedFileException _ -> {
        log.error("store.damaged", Map.of("reason", message));
        yield CallFailure.of(Status.Code.FAILED_PRECONDITION, message);
      }
      case JobConflictException _ -> CallFailure.of(Status.Code.ALREADY_EXISTS, message);
    };
  }

  private static CallFailure ofRefusal(RefusedException refused) {
    Status.Code code =
        switch (refused.reason()) {
          case QUEUE_FULL, QUOTA, TOO_LARGE -> Status.Code.RESOURCE_EXHAUSTED;
          case DRAINING -> Status.Code.UNAVAILABLE;
          case UNLOADED -> Status.Code.NOT_FOUND;
          case DEADLINE -> Status.Code.DEADLINE_EXCEEDED;
        };
    return new CallFailure(code, refused.getMessage(), refused.retryAfter());
  }

  private Optional<CallFailure> ofRun(RunFailedException run) {
    return switch (run.kind()) {
      case KEYS -> run.getCause() == null ? Optional.empty() : known(unwrapped(run.getCause()));
      case OUT_OF_MEMORY ->
          Optional.of(
              CallFailure.of(
                  Status.Code.RESOURCE_EXHAUSTED, "the device has no memory left", LATER));
      case DEVICE_LOST, INTERNAL -> Optional.empty();
    };
  }
}
