package io.cloakwork.serve.server.call;

import com.google.protobuf.ByteString;
import io.cloakwork.ckks.Parameters;
import io.cloakwork.ckks.wire.WireSizes;
import io.cloakwork.serve.protocol.v1.DeleteKeysReply;
import io.cloakwork.serve.protocol.v1.KeyChunk;
import io.cloakwork.serve.protocol.v1.ListKeysReply;
import io.cloakwork.serve.protocol.v1.MissingKey;
import io.cloakwork.serve.protocol.v1.RegisteredKeys;
import io.cloakwork.serve.store.ContentHash;
import io.cloakwork.serve.store.KeyFile;
import io.cloakwork.serve.store.KeySet;
import io.cloakwork.serve.store.KeySetState;
import io.cloakwork.serve.store.Owner;
import io.cloakwork.serve.store.StoredKeySet;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// What clients do with key sets.
final class KeyCalls {

  private final ServiceParts parts;

  KeyCalls(ServiceParts parts) {
    this.parts = parts;
  }

  /// How much of a set is there.
  io.cloakwork.serve.protocol.v1.KeySetState state(
      Owner owner, io.cloakwork.serve.protocol.v1.KeySet message) throws IOException {
    ServedModel model = parts.model(message.getModel());
    return message(parts.keys().state(owner, checked(message, model)));
  }

  /// A set as the client describes it, against what the model asks for: which keys, at which
  /// levels, and how long a key of these parameters is. So nothing is stored that no request can
  /// use.
  static KeySet checked(io.cloakwork.serve.protocol.v1.KeySet message, ServedModel model) {
    Parameters parameters = model.parameters();
    if (!message.getParametersId().equals(parameters.id())) {
      throw CallException.precondition(
          "the key set is for parameters %s, model '%s' has %s",
          Requests.shown(message.getParametersId()), model.name(), parameters.id());
    }
    Map<Integer, Integer> wanted = new HashMap<>();
    model.keys().levels().forEach((id, level) -> wanted.put(id.code(), level));
    if (message.getKeysCount() != wanted.size()) {
      throw CallException.precondition(
          "the key set has %d keys, model '%s' uses %d",
          message.getKeysCount(), model.name(), wanted.size());
    }
    List<KeyFile> files = new ArrayList<>();
    for (io.cloakwork.serve.protocol.v1.KeyFile file : message.getKeysList()) {
      files.add(checked(file, wanted, model));
    }
    return Requests.field("keys", () -> new KeySet(parameters.id(), files));
  }

  private static KeyFile checked(
      io.cloakwork.serve.protocol.v1.KeyFile file,
      Map<Integer, Integer> wanted,
      ServedModel model) {
    Integer level = wanted.get(file.getCode());
    if (level == null || level != file.getLevel()) {
      throw CallException.precondition(
          "model '%s' does not use key %s at level %s",
          model.name(),
          Integer.toUnsignedString(file.getCode()),
          Integer.toUnsignedString(file.getLevel()));
    }
    long bytes = WireSizes.keySwitchKey(model.parameters(), level);
    if (file.getBytes() != bytes) {
      throw CallException.invalid(
          "key %d: field 'bytes' is %s, a key for level %d has %d",
          file.getCode(), Long.toUnsignedString(file.getBytes()), level, bytes);
    }
    return new KeyFile(file.getCode(), level, bytes, hash(file.getSha256()));
  }

  private static ContentHash hash(ByteString sha256) {
    return Requests.field("sha256", () -> ContentHash.of(sha256.toByteArray()));
  }

  void append(Owner owner, KeySet set, KeyChunk chunk) throws IOException {
    parts
        .keys()
        .append(
            owner,
            set,
            hash(chunk.getSha256()),
            chunk.getOffset(),
            chunk.getData().asReadOnlyByteBuffer());
  }

  /// Makes a set usable if all of it is there, and loads it, so that the first request is as fast
  /// as the next.
  io.cloakwork.serve.protocol.v1.KeySetState commit(
      Owner owner, KeySet set, ServedModel model, long ttlSeconds) throws IOException {
    KeySetState state = parts.keys().state(owner, set);
    if (state.missing().isEmpty()) {
      state = parts.keys().commit(owner, set, model.parameters(), model.keys(), ttl(ttlSeconds));
    }
    if (state.complete()) {
      parts.warm(owner, model, state.id());
    }
    return message(state);
  }

  /// Seconds as the wire has them, unsigned; what is longer than the store's limit is cut there.
  private static Duration ttl(long seconds) {
    return seconds < 0 ? Duration.ofSeconds(Long.MAX_VALUE) : Duration.ofSeconds(seconds);
  }

  private static io.cloakwork.serve.protocol.v1.KeySetState message(KeySetState state) {
    io.cloakwork.serve.protocol.v1.KeySetState.Builder message =
        io.cloakwork.serve.protocol.v1.KeySetState.newBuilder()
            .setKeySet(state.id().hex())
            .setComplete(state.complete())
            .setExpiresUnixSeconds(state.expires().map(Instant::getEpochSecond).orElse(0L));
    state
        .missing()
        .forEach(missing ->
            message.addMissing(
                MissingKey.newBuilder()
                    .setSha256(ByteString.copyFrom(missing.key().hash().bytes()))
                    .setReceived(missing.received())));
    return message.build();
  }

  ListKeysReply list(Owner owner) throws IOException {
    ListKeysReply.Builder reply = ListKeysReply.newBuilder();
    parts.keys().list(owner).forEach(stored -> reply.addKeySets(message(stored)));
    return reply.build();
  }

  private static RegisteredKeys message(StoredKeySet stored) {
    return RegisteredKeys.newBuilder()
        .setKeySet(stored.id().hex())
        .setParametersId(stored.keySet().parametersId())
        .setKeyCount(stored.keySet().keys().size())
        .setBytes(stored.bytes())
        .setCreatedUnixSeconds(stored.created().getEpochSecond())
        .setLastUsedUnixSeconds(stored.lastUsed().getEpochSecond())
        .setExpiresUnixSeconds(stored.expires().getEpochSecond())
        .build();
  }

  DeleteKeysReply delete(Owner owner, String name) throws IOException {
    long freed = parts.keys().delete(owner, Requests.keySet(name));
    parts.log().info("keys.deleted", Map.of("client", owner.name(), "keySet", name));
    return DeleteKeysReply.newBuilder().setFreedBytes(freed).build();
  }
}
