package io.cloakwork.serve.store;

import java.io.IOException;
import java.io.Serial;

/// A file could not be read, but is sound now: it was deleted and uploaded again in between.
final class FileReplacedException extends IOException {

  @Serial private static final long serialVersionUID = 1L;

  FileReplacedException(ContentHash file, Throwable cause) {
    super("key file %s was replaced while it was read".formatted(file), cause);
  }
}
