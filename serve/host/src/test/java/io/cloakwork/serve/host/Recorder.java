package io.cloakwork.serve.host;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;

/// A listener that remembers, and that can hold the device before each run.
final class Recorder implements HostListener {

  final List<RunInfo> runs = new CopyOnWriteArrayList<>();
  final List<Throwable> failedRuns = new CopyOnWriteArrayList<>();
  final List<String> ends = new CopyOnWriteArrayList<>();

  /// How many runs may start.
  private final Semaphore permits;

  /// Runs that have come to their start, whether they may go on or not.
  private final Semaphore arrived = new Semaphore(0);

  private Recorder(int permits) {
    this.permits = new Semaphore(permits);
  }

  static Recorder open() {
    return new Recorder(Integer.MAX_VALUE / 2);
  }

  /// Holds every run until [#release].
  static Recorder holding() {
    return new Recorder(0);
  }

  /// Waits until a run has come to its start.
  void awaitRun() {
    arrived.acquireUninterruptibly();
  }

  void release() {
    permits.release(Integer.MAX_VALUE / 2);
  }

  @Override
  public void runStarted(RunInfo run) {
    runs.add(run);
    arrived.release();
    permits.acquireUninterruptibly();
  }

  @Override
  public void runFailed(RunInfo run, Throwable cause) {
    failedRuns.add(cause);
  }

  @Override
  public void refused(RequestInfo request, RefusedException reason) {
    ends.add(request.id() + " refused " + reason.reason());
  }

  @Override
  public void finished(RequestInfo request, RequestTiming timing) {
    ends.add(request.id() + " finished");
  }

  @Override
  public void failed(RequestInfo request, RunFailedException cause) {
    ends.add(request.id() + " failed " + cause.kind());
  }

  @Override
  public void cancelled(RequestInfo request) {
    ends.add(request.id() + " cancelled");
  }
}
