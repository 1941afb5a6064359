package io.cloakwork.serve.store;

/// What a [KeyCache] did since it was made, and what it holds now.
///
/// @param hits acquisitions whose keys were on the device
/// @param misses acquisitions that waited for keys to be loaded, by themselves or by another
/// @param loads key sets that were loaded to a device
/// @param failures loads that failed
/// @param ramHits loads whose files were in memory
/// @param deviceEvictions key sets that made room on the device
/// @param ramEvictions key sets that made room in memory
/// @param outOfMemoryRetries loads that were repeated because the device was full
/// @param waits acquisitions that waited for keys in use to be given back
/// @param diskBytes key bytes read from files into memory
/// @param uploadedBytes bytes of expanded keys put on the device
/// @param ramBytes bytes of mapped files now
/// @param deviceBytes bytes of expanded keys now, those being loaded included
/// @param pinnedBytes those of them that are in use
/// @param deviceKeySets key sets on the device now
public record CacheStatistics(
    long hits,
    long misses,
    long loads,
    long failures,
    long ramHits,
    long deviceEvictions,
    long ramEvictions,
    long outOfMemoryRetries,
    long waits,
    long diskBytes,
    long uploadedBytes,
    long ramBytes,
    long deviceBytes,
    long pinnedBytes,
    int deviceKeySets) {

  /// Key bytes that were touched, on disk or on the way to a device: a steady state adds none.
  public long keyBytesTouched() {
    return diskBytes + uploadedBytes;
  }
}
