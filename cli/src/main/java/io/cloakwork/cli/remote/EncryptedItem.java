package io.cloakwork.cli.remote;

import io.cloakwork.serve.protocol.ByteSource;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;

/// An item of a job that is encrypted when it is its turn to be sent, so that one is in memory at a
/// time. Opened again, it is encrypted again: the same input under other noise.
///
/// @param bytes of the item, which follow from the parameters
public record EncryptedItem(OwnerSession owner, PlannedRequest request, long bytes)
    implements ByteSource {

  @Override
  public InputStream open(long offset) throws IOException {
    byte[] object = owner.encrypt(request);
    if (offset != 0 || object.length != bytes) {
      throw new IOException(
          "an item of %d bytes was announced as %d, to be sent from %d"
              .formatted(object.length, bytes, offset));
    }
    return new ByteArrayInputStream(object);
  }
}
