package io.cloakwork.serve.store;

import java.io.Serial;

/// Bytes came for another place than the one where the upload goes on.
public final class UploadOffsetException extends StoreException {

  @Serial private static final long serialVersionUID = 1L;

  private final long expected;

  UploadOffsetException(ContentHash key, long offset, long expected) {
    super(
        "the upload of key file %s goes on at byte %d, not at %d".formatted(key, expected, offset));
    this.expected = expected;
  }

  /// Where the upload goes on.
  public long expected() {
    return expected;
  }
}
