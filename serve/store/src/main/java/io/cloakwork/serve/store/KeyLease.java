package io.cloakwork.serve.store;

import io.cloakwork.ckks.EvaluationKeys;

/// Evaluation keys that stay on the device until the lease is closed.
public interface KeyLease extends AutoCloseable {

  /// The keys; not to be used once the lease is closed.
  EvaluationKeys keys();

  /// Lets the keys go. Closing twice is harmless.
  @Override
  void close();
}
