package io.cloakwork.serve.host;

import java.util.List;

/// Told of what a host does, for metrics, logs and traces. Every request that is submitted ends in
/// exactly one of [#refused], [#finished], [#failed] and [#cancelled]; before that it may have been
/// [#accepted].
///
/// Called on the threads that do the work, so implementations return at once, do not call the host,
/// and are thread-safe. What they throw is dropped.
public interface HostListener {

  /// A listener that does nothing.
  HostListener NONE = new HostListener() {};

  /// A request was queued.
  ///
  /// @param queued requests that wait now, this one included
  default void accepted(RequestInfo request, int queued) {}

  /// A request was refused: at once, or its deadline passed, or the host was closed.
  default void refused(RequestInfo request, RefusedException reason) {}

  /// A run begins: its requests no longer wait.
  default void runStarted(RunInfo run) {}

  /// A run has ended well.
  ///
  /// @param keysNanos it waited for keys
  /// @param stepNanos what each of the network's steps took
  /// @param executeNanos all that it did on the device
  default void runFinished(RunInfo run, long keysNanos, List<Long> stepNanos, long executeNanos) {}

  /// A run has failed, or was given up because nobody wanted its results any more.
  default void runFailed(RunInfo run, Throwable cause) {}

  /// A request has its result.
  default void finished(RequestInfo request, RequestTiming timing) {}

  /// A request failed with its run.
  default void failed(RequestInfo request, RunFailedException cause) {}

  /// A request was cancelled by its caller, or with its session.
  default void cancelled(RequestInfo request) {}
}
