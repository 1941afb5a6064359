package io.cloakwork.serve.store;

import io.cloakwork.ckks.EvaluationKeys;

/// Keys that stay on their device until the lease is closed. Closing twice is harmless.
public interface KeyLease extends AutoCloseable {

  /// The keys, which belong to whom the lease is from: they must not be closed.
  ///
  /// @throws IllegalStateException if the lease is closed
  EvaluationKeys keys();

  @Override
  void close();

  /// A lease of keys that their owner keeps open anyway; closing it does nothing to them.
  static KeyLease of(EvaluationKeys keys) {
    return new KeyLease() {
      @Override
      public EvaluationKeys keys() {
        return keys;
      }

      @Override
      public void close() {}
    };
  }
}
