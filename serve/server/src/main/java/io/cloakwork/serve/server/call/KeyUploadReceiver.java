package io.cloakwork.serve.server.call;

import io.cloakwork.serve.protocol.v1.KeySetState;
import io.cloakwork.serve.protocol.v1.RegisterKeysRequest;
import io.cloakwork.serve.store.KeySet;
import io.cloakwork.serve.store.Owner;
import java.io.IOException;

/// Receives a key set: its description, then chunks of its keys. Each chunk is on disk before the
/// next is asked for; a connection that breaks loses at most the one that was on its way.
final class KeyUploadReceiver implements Upload.Receiver<RegisterKeysRequest, KeySetState> {

  private final ServiceParts parts;
  private final KeyCalls keys;
  private final Owner owner;
  private ServedModel model;
  private KeySet set;
  private long ttlSeconds;

  KeyUploadReceiver(ServiceParts parts, Owner owner) {
    this.parts = parts;
    this.keys = new KeyCalls(parts);
    this.owner = owner;
  }

  @Override
  public void take(RegisterKeysRequest message) throws IOException {
    switch (message.getPartCase()) {
      case KEY_SET -> {
        if (set != null) {
          throw CallException.invalid("the key set was described already");
        }
        model = parts.model(message.getKeySet().getModel());
        set = KeyCalls.checked(message.getKeySet(), model);
        ttlSeconds = message.getKeySet().getTtlSeconds();
        // Refuses sets that do not fit before any of their bytes come.
        parts.keys().state(owner, set);
      }
      case CHUNK -> {
        requireSet();
        keys.append(owner, set, message.getChunk());
        parts.operations().keyBytesReceived(message.getChunk().getData().size());
      }
      case PART_NOT_SET -> throw CallException.invalid("a message has no part");
    }
  }

  private void requireSet() {
    if (set == null) {
      throw CallException.invalid("the first message must be the key set");
    }
  }

  @Override
  public KeySetState finish() throws IOException {
    requireSet();
    return keys.commit(owner, set, model, ttlSeconds);
  }

  @Override
  public void close() {
    // What has arrived is kept for a while, so that the client can go on.
  }
}
