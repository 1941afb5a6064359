package io.cloakwork.serve.server.ops;

import io.cloakwork.serve.host.HostListener;
import io.cloakwork.serve.host.RefusedException;
import io.cloakwork.serve.host.RequestInfo;
import io.cloakwork.serve.host.RequestTiming;
import io.cloakwork.serve.host.RunFailedException;
import io.cloakwork.serve.host.RunInfo;
import java.util.List;
import java.util.function.Consumer;

/// Several listeners of one host. What one throws does not keep the others from hearing.
record HostListeners(List<HostListener> all) implements HostListener {

  @Override
  public void accepted(RequestInfo request, int queued) {
    tell(listener -> listener.accepted(request, queued));
  }

  @Override
  public void refused(RequestInfo request, RefusedException reason) {
    tell(listener -> listener.refused(request, reason));
  }

  @Override
  public void runStarted(RunInfo run) {
    tell(listener -> listener.runStarted(run));
  }

  @Override
  public void runFinished(RunInfo run, long keysNanos, List<Long> stepNanos, long executeNanos) {
    tell(listener -> listener.runFinished(run, keysNanos, stepNanos, executeNanos));
  }

  @Override
  public void runFailed(RunInfo run, Throwable cause) {
    tell(listener -> listener.runFailed(run, cause));
  }

  @Override
  public void finished(RequestInfo request, RequestTiming timing) {
    tell(listener -> listener.finished(request, timing));
  }

  @Override
  public void failed(RequestInfo request, RunFailedException cause) {
    tell(listener -> listener.failed(request, cause));
  }

  @Override
  public void cancelled(RequestInfo request) {
    tell(listener -> listener.cancelled(request));
  }

  private void tell(Consumer<HostListener> event) {
    Listeners.tell(all, event);
  }
}
