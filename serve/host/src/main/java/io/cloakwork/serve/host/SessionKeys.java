package io.cloakwork.serve.host;

import io.cloakwork.ckks.EvaluationKeys;
import io.cloakwork.serve.store.KeyLease;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;

/// Where a session's evaluation keys come from: memory that the caller holds, or a cache that loads
/// them when a run needs them.
///
/// Requests share a run only if their sessions' keys are equal, so an implementation that several
/// sessions use for one key set has to be a value (a record of the owner and the set's name).
public interface SessionKeys {

  /// The keys, on the device until the lease is closed. Called before each run, from one thread at
  /// a time; blocks while keys are loaded. What it throws fails the requests of the run.
  KeyLease acquire() throws IOException, InterruptedException;

  /// Begins to load the keys, because a run will soon need them. A failure is not looked at: the
  /// run that needs the keys will see it.
  default CompletableFuture<Void> prefetch() {
    return CompletableFuture.completedFuture(null);
  }

  /// Keys that the caller holds on the device for as long as the session is open.
  static SessionKeys of(EvaluationKeys keys) {
    return new HeldKeys(keys);
  }
}
