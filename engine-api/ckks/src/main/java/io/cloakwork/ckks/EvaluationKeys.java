package io.cloakwork.ckks;

import java.util.Collection;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/// The keys of one client on one device: the answer to a [KeyRequest]. Owns its keys.
public final class EvaluationKeys implements AutoCloseable {

  private final Parameters parameters;
  private final SortedMap<KeyId, KeySwitchKey> keys;

  /// Takes ownership of `keys`.
  ///
  /// @throws OperandMismatchException if two keys have the same id, or other parameters
  public EvaluationKeys(Parameters parameters, Collection<KeySwitchKey> keys) {
    SortedMap<KeyId, KeySwitchKey> byId = new TreeMap<>();
    for (KeySwitchKey key : keys) {
      parameters.requireSame(key.parameters(), "key " + key.id());
      if (byId.put(key.id(), key) != null) {
        throw new OperandMismatchException("two keys are named " + key.id());
      }
    }
    this.parameters = parameters;
    this.keys = Collections.unmodifiableSortedMap(byId);
  }

  /// No keys: enough for additions and products with plaintexts.
  public static EvaluationKeys none(Parameters parameters) {
    return new EvaluationKeys(parameters, java.util.List.of());
  }

  public Parameters parameters() {
    return parameters;
  }

  /// The keys by id, in order.
  public SortedMap<KeyId, KeySwitchKey> all() {
    return keys;
  }

  /// The key of that id.
  ///
  /// @throws MissingKeyException naming the key and those that exist
  public KeySwitchKey get(KeyId id) {
    KeySwitchKey key = keys.get(id);
    if (key == null) {
      throw new MissingKeyException("key %s is missing; there are %s".formatted(id, keys.keySet()));
    }
    return key;
  }

  /// The key of that id, good for `level`.
  ///
  /// @throws MissingKeyException if there is none, or it was made for a lower level
  public KeySwitchKey get(KeyId id, int level) {
    KeySwitchKey key = get(id);
    if (key.level() < level) {
      throw new MissingKeyException(
          "key %s was made for level %d, level %d is needed".formatted(id, key.level(), level));
    }
    return key;
  }

  /// What these keys are an answer to.
  public KeyRequest asRequest() {
    SortedMap<KeyId, Integer> levels = new TreeMap<>();
    keys.forEach((id, key) -> levels.put(id, key.level()));
    return new KeyRequest(parameters.id(), levels);
  }

  /// Bytes on the device.
  public long bytes() {
    return keys.values().stream().mapToLong(key -> key.buffer().shape().bytes()).sum();
  }

  /// Closes every key.
  @Override
  public void close() {
    keys.values().forEach(KeySwitchKey::close);
  }

  @Override
  public String toString() {
    return "EvaluationKeys[%d keys, %,d bytes]".formatted(keys.size(), bytes());
  }
}
