package io.cloakwork.serve.store;

import io.cloakwork.ckks.KeyId;
import io.cloakwork.ckks.KeyRequest;
import io.cloakwork.ckks.Parameters;
import io.cloakwork.ckks.wire.WireSizes;
import java.util.HashSet;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/// What a key set must be before anything of it is taken.
final class KeySetRules {

  private KeySetRules() {}

  /// Checks a set against the limits.
  ///
  /// @throws UploadRefusedException naming the first thing that is wrong
  static void requireAllowed(KeySet set, StoreSettings settings) throws UploadRefusedException {
    if (set.keys().isEmpty() || set.keys().size() > settings.maxKeysPerSet()) {
      throw new UploadRefusedException(
          "the key set has %d keys, it may have 1 to %d"
              .formatted(set.keys().size(), settings.maxKeysPerSet()));
    }
    Set<ContentHash> hashes = new HashSet<>();
    for (KeyFile file : set.keys()) {
      if (file.bytes() > settings.maxKeyBytes()) {
        throw new UploadRefusedException(
            "key file %s has %,d bytes, it may have up to %,d"
                .formatted(file.hash(), file.bytes(), settings.maxKeyBytes()));
      }
      if (!hashes.add(file.hash())) {
        throw new UploadRefusedException("the key set names file %s twice".formatted(file.hash()));
      }
    }
  }

  /// Checks that a set has exactly the keys that are requested, each at its level and as long as
  /// such a key is.
  ///
  /// @throws KeyRejectedException naming the first thing that is wrong
  static void requireAnswer(KeySet set, Parameters parameters, KeyRequest request)
      throws KeyRejectedException {
    if (!set.parametersId().equals(parameters.id())
        || !request.parametersId().equals(parameters.id())) {
      throw new KeyRejectedException(
          "the key set is for parameters %s, requested are %s"
              .formatted(set.parametersId(), parameters.id()));
    }
    SortedMap<Integer, Integer> levels = new TreeMap<>();
    for (var entry : request.levels().entrySet()) {
      KeyId id = entry.getKey();
      levels.put(id.code(), entry.getValue());
    }
    for (KeyFile file : set.keys()) {
      Integer level = levels.remove(file.code());
      if (level == null || level != file.level()) {
        throw new KeyRejectedException(
            "key %d at level %d is not what is requested%s"
                .formatted(
                    file.code(), file.level(), level == null ? "" : ", which is level " + level));
      }
      long bytes = WireSizes.keySwitchKey(parameters, level);
      if (file.bytes() != bytes) {
        throw new KeyRejectedException(
            "key %d has %,d bytes, a key at level %d has %,d"
                .formatted(file.code(), file.bytes(), level, bytes));
      }
    }
    if (!levels.isEmpty()) {
      throw new KeyRejectedException(
          "the key set lacks %d of the keys that are requested, the first is %d"
              .formatted(levels.size(), levels.firstKey()));
    }
  }

  static KeyFile file(KeySet set, ContentHash hash) throws UploadRefusedException {
    for (KeyFile file : set.keys()) {
      if (file.hash().equals(hash)) {
        return file;
      }
    }
    throw new UploadRefusedException("the key set names no file %s".formatted(hash));
  }
}
