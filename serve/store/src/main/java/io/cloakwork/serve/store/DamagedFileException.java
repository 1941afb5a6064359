package io.cloakwork.serve.store;

import java.io.Serial;

/// A file on disk is gone or is not what was written. The key sets that need it are marked; who
/// uploads the file again heals them.
public final class DamagedFileException extends StoreException {

  @Serial private static final long serialVersionUID = 1L;

  DamagedFileException(String message, Throwable cause) {
    super(message, cause);
  }
}
