package io.cloakwork.serve.host;

import java.util.concurrent.Executor;

/// Tells callers and listeners how requests ended. Each request ends once; whoever comes late gives
/// back what it brought. Thread-safe.
final class Deliveries {

  private final Dispatcher dispatcher;
  private final Notifications listener;
  private final Executor executor;

  /// @param executor runs what callers attached to their futures
  Deliveries(Dispatcher dispatcher, Notifications listener, Executor executor) {
    this.dispatcher = dispatcher;
    this.listener = listener;
    this.executor = executor;
  }

  void succeed(Request request, InferenceResult result) {
    if (!request.end()) {
      result.close();
      return;
    }
    executor.execute(() -> {
      listener.finished(request.info(), result.timing());
      try {
        if (!request.future().complete(result)) {
          result.close();
        }
      } finally {
        dispatcher.delivered(request);
      }
    });
  }

  void fail(Request request, RunFailedException cause) {
    if (request.end()) {
      executor.execute(() -> {
        listener.failed(request.info(), cause);
        completeExceptionally(request, cause);
      });
    }
  }

  void refuse(Request request, RefusedException reason) {
    if (request.end()) {
      executor.execute(() -> {
        listener.refused(request.info(), reason);
        completeExceptionally(request, reason);
      });
    }
  }

  private void completeExceptionally(Request request, RuntimeException cause) {
    try {
      request.future().completeExceptionally(cause);
    } finally {
      dispatcher.delivered(request);
    }
  }

  /// The caller has completed the future itself, which is what cancelling does.
  void abandoned(Request request) {
    if (!request.end()) {
      return;
    }
    if (dispatcher.remove(request)) {
      request.input().close();
      dispatcher.release(request);
    }
    listener.cancelled(request.info());
    dispatcher.delivered(request);
  }
}
