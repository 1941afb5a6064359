package io.cloakwork.spi.trace;

/// Told how a replay gets on, on the thread that replays.
@FunctionalInterface
public interface ReplayListener {

  /// Tells nobody.
  ReplayListener NONE = _ -> {};

  /// A run is over, its outputs are hashed.
  void ran(ReplayedRun run);
}
