package io.cloakwork.serve.host;

import io.cloakwork.ckks.EvaluationKeys;
import io.cloakwork.serve.store.KeyLease;

/// Keys that are always there: a lease of them ends nothing.
record HeldKeys(EvaluationKeys keys) implements SessionKeys, KeyLease {

  @Override
  public KeyLease acquire() {
    return this;
  }

  @Override
  public void close() {}
}
