package io.cloakwork.ckks.record;

import io.cloakwork.ckks.KeyId;
import io.cloakwork.ckks.KeyRequest;
import io.cloakwork.ckks.MissingKeyException;
import io.cloakwork.ckks.Parameters;

/// At which level each key's buffer is stored: the shape under which graphs take it.
@FunctionalInterface
public interface KeyLevels {

  /// The level of the key of that id.
  ///
  /// @throws MissingKeyException if there will be no such key
  int levelOf(KeyId id);

  /// Every key is stored at the highest level.
  static KeyLevels atMaxLevel(Parameters parameters) {
    return id -> parameters.maxLevel();
  }

  /// The keys of `request`, at its levels.
  static KeyLevels of(KeyRequest request) {
    return id -> {
      Integer level = request.levels().get(id);
      if (level == null) {
        throw new MissingKeyException(
            "key %s is not requested; requested are %s".formatted(id, request.levels().keySet()));
      }
      return level;
    };
  }
}
