package io.cloakwork.serve.store;

/// How far a job is. After a restart, jobs that were running are pending again.
public enum JobPhase {
  PENDING,
  RUNNING,
  /// Every item has a result or a failure.
  DONE
}
