package io.cloakwork.serve.store;

/// Hears what a [KeyCache] does, for metrics and logs. Called without locks on a thread that uses
/// the cache; must be thread-safe and quick, and what it throws is ignored.
public interface KeyCacheListener {

  /// Keys were on the device.
  default void hit(ContentHash keySet) {}

  /// Keys were loaded to the device.
  ///
  /// @param deviceBytes what they take there
  /// @param nanos how long loading took, without waiting for room
  default void loaded(ContentHash keySet, long deviceBytes, long nanos) {}

  /// Keys made room for others, or their set was deleted.
  default void evicted(ContentHash keySet, CacheTier tier, long bytes) {}

  /// An acquisition waited for room on the device.
  default void waited(ContentHash keySet, long nanos) {}

  /// Keys could not be loaded.
  default void failed(ContentHash keySet, Exception cause) {}

  /// Hears nothing.
  static KeyCacheListener none() {
    return new KeyCacheListener() {};
  }
}
