package io.cloakwork.serve.protocol;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import io.cloakwork.ckks.EvaluationKeys;
import io.cloakwork.ckks.KeyRequest;
import io.cloakwork.serve.protocol.v1.KeyFile;
import io.cloakwork.serve.protocol.v1.KeySet;
import io.cloakwork.spi.hash.Sha256;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// One client's evaluation keys for one model, before they are registered.
///
/// @param model that they were made for
/// @param parametersId [io.cloakwork.ckks.Parameters#id()]
/// @param keys by ascending code, each code once
public record LocalKeySet(String model, String parametersId, List<LocalKey> keys) {

  /// @throws IllegalArgumentException if two keys have the same code
  public LocalKeySet {
    keys = keys.stream().sorted(Comparator.comparingInt(LocalKey::code)).toList();
    for (int i = 1; i < keys.size(); i++) {
      if (keys.get(i).code() == keys.get(i - 1).code()) {
        throw new IllegalArgumentException(
            "the key set has key %d twice".formatted(keys.get(i).code()));
      }
    }
  }

  /// Keys in memory, serialised: about half their bytes on the device.
  public static LocalKeySet of(String model, EvaluationKeys keys) {
    return new LocalKeySet(
        model,
        keys.parameters().id(),
        keys.all().values().parallelStream().map(LocalKey::of).toList());
  }

  /// The name that the service knows the set by: SHA-256 of the parameters' id and the keys' hashes
  /// in order, each in lower-case hexadecimal digits followed by a line feed.
  public String id() {
    MessageDigest digest = Sha256.digest();
    digest.update(line(parametersId));
    keys.forEach(key -> digest.update(line(key.sha256())));
    return HexFormat.of().formatHex(digest.digest());
  }

  private static byte[] line(String text) {
    return (text + '\n').getBytes(StandardCharsets.US_ASCII);
  }

  /// Of all keys as they travel.
  public long bytes() {
    return keys.stream().mapToLong(LocalKey::bytes).sum();
  }

  /// Whether the keys that `request` names are among these, each for its level.
  public boolean answers(KeyRequest request) {
    Map<Integer, Integer> levels = new TreeMap<>();
    keys.forEach(key -> levels.put(key.code(), key.level()));
    return request.parametersId().equals(parametersId)
        && request.levels().entrySet().stream()
            .allMatch(key -> key.getValue().equals(levels.get(key.getKey().code())));
  }

  /// The set as the service is told of it.
  KeySet message(Duration timeToLive) {
    KeySet.Builder set =
        KeySet.newBuilder()
            .setModel(model)
            .setParametersId(parametersId)
            .setTtlSeconds(timeToLive.toSeconds());
    for (LocalKey key : keys) {
      set.addKeys(
          KeyFile.newBuilder()
              .setCode(key.code())
              .setLevel(key.level())
              .setBytes(key.bytes())
              .setSha256(hash(key)));
    }
    return set.build();
  }

  static ByteString hash(LocalKey key) {
    return UnsafeByteOperations.unsafeWrap(HexFormat.of().parseHex(key.sha256()));
  }
}
