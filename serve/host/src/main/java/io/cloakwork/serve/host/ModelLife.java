package io.cloakwork.serve.host;

/// How far a model is on its way out, and who still counts on it. Guarded by the dispatcher's lock.
final class ModelLife {

  private boolean retired;
  private boolean abandoned;
  private int open;

  /// No further requests are taken.
  void retire() {
    retired = true;
  }

  boolean isRetired() {
    return retired;
  }

  /// The present run is to end before its next launch.
  void abandon() {
    abandoned = true;
  }

  boolean isAbandoned() {
    return abandoned;
  }

  /// Counts the requests whose callers do not know how they ended.
  void addOpen(int change) {
    open += change;
  }

  boolean isIdle() {
    return open == 0;
  }
}
