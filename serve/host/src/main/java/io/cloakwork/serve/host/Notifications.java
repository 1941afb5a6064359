package io.cloakwork.serve.host;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;

/// A listener whose failures are logged and stop nothing.
///
/// @param listener who is told
record Notifications(HostListener listener) {

  void accepted(RequestInfo request, int queued) {
    tell(() -> listener.accepted(request, queued));
  }

  void refused(RequestInfo request, RefusedException reason) {
    tell(() -> listener.refused(request, reason));
  }

  void runStarted(RunInfo run) {
    tell(() -> listener.runStarted(run));
  }

  void runFinished(RunInfo run, long keysNanos, List<Long> stepNanos, long executeNanos) {
    tell(() -> listener.runFinished(run, keysNanos, stepNanos, executeNanos));
  }

  void runFailed(RunInfo run, Throwable cause) {
    tell(() -> listener.runFailed(run, cause));
  }

  void finished(RequestInfo request, RequestTiming timing) {
    tell(() -> listener.finished(request, timing));
  }

  void failed(RequestInfo request, RunFailedException cause) {
    tell(() -> listener.failed(request, cause));
  }

  void cancelled(RequestInfo request) {
    tell(() -> listener.cancelled(request));
  }

  private static void tell(Runnable event) {
    try {
      event.run();
    } catch (RuntimeException e) {
      Logger logger = System.getLogger(HostListener.class.getName());
      logger.log(Level.WARNING, "a listener failed", e);
    }
  }
}
