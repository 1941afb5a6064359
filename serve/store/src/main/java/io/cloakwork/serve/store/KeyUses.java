package io.cloakwork.serve.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// When key sets were last used. Uses are kept in memory and written down now and then, so that
/// using keys writes nothing; a kill loses the latest of them, and a set may expire that much
/// earlier.
final class KeyUses {

  private final Index index;
  private final InstantSource clock;
  // Unix milliseconds.
  private final Map<OwnedName, Long> latest = new ConcurrentHashMap<>();

  KeyUses(Index index, InstantSource clock) {
    this.index = index;
    this.clock = clock;
  }

  /// Notes that a set is used now.
  void note(OwnedName name) {
    latest.merge(name, clock.millis(), Math::max);
  }

  /// Forgets a set that is deleted.
  void forget(OwnedName name) {
    latest.remove(name);
  }

  /// The last use of a set, Unix milliseconds.
  ///
  /// @param written what its row says
  long latest(OwnedName name, long written) {
    return Math.max(written, latest.getOrDefault(name, written));
  }

  /// Whether a set's time is not up.
  boolean isLive(OwnedName name, SetRow.Head row) {
    return !isOverdue(name, row, clock.millis());
  }

  /// Whether a set's time is up at `now`, Unix milliseconds.
  boolean isOverdue(OwnedName name, SetRow.Head row, long now) {
    return latest(name, row.lastUsed()) + row.ttlMillis() <= now;
  }

  /// Writes the uses down.
  void write() throws IOException {
    Map<OwnedName, Long> uses = Map.copyOf(latest);
    if (uses.isEmpty()) {
      return;
    }
    index.write(rows -> {
      for (var use : uses.entrySet()) {
        byte[] key = use.getKey().key();
        ByteBuffer row = rows.get(KeyTables.SETS, key);
        if (row != null) {
          SetRow set = SetRow.decode(row);
          rows.put(KeyTables.SETS, key, set.withUse(use.getValue(), set.ttlMillis()).encode());
        }
      }
      return null;
    });
    uses.forEach(latest::remove);
  }
}
