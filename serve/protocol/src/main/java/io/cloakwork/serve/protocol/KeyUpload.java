package io.cloakwork.serve.protocol;

import io.cloakwork.serve.protocol.v1.InferenceServiceGrpc.InferenceServiceStub;
import io.cloakwork.serve.protocol.v1.KeyChunk;
import io.cloakwork.serve.protocol.v1.KeySetState;
import io.cloakwork.serve.protocol.v1.MissingKey;
import io.cloakwork.serve.protocol.v1.RegisterKeysRequest;
import io.cloakwork.spi.hash.Sha256;
import io.grpc.Status;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;

/// One stream of keys: the set, then what is missing of each key. What the service says is missing
/// is checked against what there is, because it decides what is read.
final class KeyUpload {

  private static final String UPLOAD = "registering keys";

  private final LocalKeySet keys;
  private final Duration timeToLive;
  private final UploadListener listener;

  KeyUpload(LocalKeySet keys, Duration timeToLive, UploadListener listener) {
    this.keys = keys;
    this.timeToLive = timeToLive;
    this.listener = listener;
  }

  /// A key, and how many of its bytes the service has.
  private record Missing(LocalKey key, long received) {}

  /// What is missing, by the keys' hashes.
  ///
  /// @throws RemoteException if the service asks for a key that is not in the set, or for more of
  ///   it than there is
  private Map<String, Missing> missing(KeySetState state) {
    Map<String, LocalKey> byHash = new HashMap<>();
    keys.keys().forEach(key -> byHash.put(key.sha256(), key));
    Map<String, Missing> missing = new LinkedHashMap<>();
    for (MissingKey one : state.getMissingList()) {
      String hash =
          one.getSha256().size() == Sha256.BYTES
              ? HexFormat.of().formatHex(one.getSha256().toByteArray())
              : "";
      LocalKey key = byHash.get(hash);
      if (key == null) {
        throw malformed("it misses a key that is not in the set");
      }
      if (one.getReceived() < 0 || one.getReceived() > key.bytes()) {
        throw malformed(
            "it has %s bytes of key %d, which has %d"
                .formatted(Long.toUnsignedString(one.getReceived()), key.code(), key.bytes()));
      }
      if (missing.put(hash, new Missing(key, one.getReceived())) != null) {
        throw malformed("it misses key %d twice".formatted(key.code()));
      }
    }
    return missing;
  }

  private static RemoteException malformed(String what) {
    return new RemoteException(Status.Code.DATA_LOSS, "the service's reply is malformed: " + what);
  }

  /// Bytes that the service has, by its own account.
  long there(KeySetState state) {
    long left =
        missing(state).values().stream().mapToLong(one -> one.key().bytes() - one.received()).sum();
    return keys.bytes() - left;
  }

  /// Uploads what `state` says is missing.
  ///
  /// @return the state after it
  /// @throws IOException if a key cannot be read
  KeySetState run(
      InferenceServiceStub stub, KeySetState state, int chunkBytes, Duration stallTimeout)
      throws IOException {
    Map<String, Missing> missing = missing(state);
    listener.resumed(there(state), keys.bytes());
    ClientStream<RegisterKeysRequest, KeySetState> stream =
        new ClientStream<>(UPLOAD, stallTimeout, stub::registerKeys);
    return stream.run(sink -> {
      sink.send(RegisterKeysRequest.newBuilder().setKeySet(keys.message(timeToLive)).build());
      for (Missing one : missing.values()) {
        send(one, chunkBytes, sink);
      }
    });
  }

  private void send(Missing missing, int chunkBytes, ClientStream.Sink<RegisterKeysRequest> sink)
      throws IOException {
    LocalKey key = missing.key();
    try (InputStream bytes = key.object().open(missing.received())) {
      long[] offset = {missing.received()};
      Chunks.send(
          bytes,
          key.bytes() - offset[0],
          chunkBytes,
          data -> {
            KeyChunk chunk =
                KeyChunk.newBuilder()
                    .setSha256(LocalKeySet.hash(key))
                    .setOffset(offset[0])
                    .setData(data)
                    .build();
            sink.send(RegisterKeysRequest.newBuilder().setChunk(chunk).build());
            offset[0] += data.size();
            listener.sent(data.size());
          });
    }
  }
}
