package io.cloakwork.backend.cpu.tile;

/// How much of the last level of cache a program counts on. Both numbers change speed only.
///
/// @param stageBytes what the rows between stages may take, of all items that run at a time
/// @param factorBytes what the computed factors of one sum of products may take. A core's share of
///   the last-level cache, not its own cache: adding up partial sums costs more than reading
///   factors from there (bench/NOTES.md)
public record CacheBudget(long stageBytes, long factorBytes) {

  /// For processors that nobody has measured: what serves eight cores with 32 MiB.
  public static CacheBudget untuned() {
    return new CacheBudget(8L << 20, 4L << 20);
  }
}
