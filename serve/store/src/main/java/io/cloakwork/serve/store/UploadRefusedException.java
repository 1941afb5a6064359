package io.cloakwork.serve.store;

import java.io.Serial;

/// What was announced or sent cannot be: a size out of bounds, a key that the set does not name,
/// bytes that are not those that the hash names.
public final class UploadRefusedException extends StoreException {

  @Serial private static final long serialVersionUID = 1L;

  UploadRefusedException(String message) {
    super(message);
  }
}
