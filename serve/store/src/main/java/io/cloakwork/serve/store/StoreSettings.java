package io.cloakwork.serve.store;

import java.time.Duration;

/// The limits of a [KeyStore].
///
/// @param maxKeyBytes most bytes of one key file
/// @param maxKeysPerSet most keys of one set
/// @param maxSetsPerOwner most complete sets of one owner
/// @param ownerBytes most bytes of one owner: its files, shared or not, and its uploads, each with
///   the length that was announced
/// @param totalBytes most bytes on disk: files and uploads
/// @param maxTtl the longest that a set is kept after its last use
/// @param uploadLifetime how long an upload waits for its next byte
/// @param indexBytes size of the index's map to begin with; it doubles when it is full
/// @param maxIndexBytes where that ends
public record StoreSettings(
    long maxKeyBytes,
    int maxKeysPerSet,
    int maxSetsPerOwner,
    long ownerBytes,
    long totalBytes,
    Duration maxTtl,
    Duration uploadLifetime,
    long indexBytes,
    long maxIndexBytes) {

  private static final long LARGEST = 1L << 50;

  /// @throws IllegalArgumentException naming the first setting that is out of range
  public StoreSettings {
    Limits.require("maxKeyBytes", maxKeyBytes, 1, LARGEST);
    Limits.require("maxKeysPerSet", maxKeysPerSet, 1, 1 << 18);
    Limits.require("maxSetsPerOwner", maxSetsPerOwner, 1, Integer.MAX_VALUE);
    Limits.require("ownerBytes", ownerBytes, 1, LARGEST);
    Limits.require("totalBytes", totalBytes, 1, LARGEST);
    Limits.requirePositive("maxTtl", maxTtl);
    Limits.requirePositive("uploadLifetime", uploadLifetime);
    Limits.require("indexBytes", indexBytes, Limits.SMALLEST_INDEX, LARGEST);
    Limits.require("maxIndexBytes", maxIndexBytes, indexBytes, LARGEST);
  }

  /// Key files up to 1 GiB, 4,096 a set, 64 sets and 16 GiB an owner, 256 GiB in all; sets are kept
  /// for 30 days after their last use, uploads for a day; an index of 16 MiB to 16 GiB.
  public static StoreSettings defaults() {
    return new StoreSettings(
        1L << 30,
        4096,
        64,
        16L << 30,
        256L << 30,
        Duration.ofDays(30),
        Duration.ofDays(1),
        16L << 20,
        16L << 30);
  }

  public StoreSettings withMaxKeyBytes(long bytes) {
    return new StoreSettings(
        bytes,
        maxKeysPerSet,
        maxSetsPerOwner,
        ownerBytes,
        totalBytes,
        maxTtl,
        uploadLifetime,
        indexBytes,
        maxIndexBytes);
  }

  public StoreSettings withMaxKeysPerSet(int keys) {
    return new StoreSettings(
        maxKeyBytes,
        keys,
        maxSetsPerOwner,
        ownerBytes,
        totalBytes,
        maxTtl,
        uploadLifetime,
        indexBytes,
        maxIndexBytes);
  }

  public StoreSettings withMaxSetsPerOwner(int sets) {
    return new StoreSettings(
        maxKeyBytes,
        maxKeysPerSet,
        sets,
        ownerBytes,
        totalBytes,
        maxTtl,
        uploadLifetime,
        indexBytes,
        maxIndexBytes);
  }

  public StoreSettings withQuotas(long newOwnerBytes, long newTotalBytes) {
    return new StoreSettings(
        maxKeyBytes,
        maxKeysPerSet,
        maxSetsPerOwner,
        newOwnerBytes,
        newTotalBytes,
        maxTtl,
        uploadLifetime,
        indexBytes,
        maxIndexBytes);
  }

  public StoreSettings withLifetimes(Duration newMaxTtl, Duration newUploadLifetime) {
    return new StoreSettings(
        maxKeyBytes,
        maxKeysPerSet,
        maxSetsPerOwner,
        ownerBytes,
        totalBytes,
        newMaxTtl,
        newUploadLifetime,
        indexBytes,
        maxIndexBytes);
  }

  public StoreSettings withIndexBytes(long first, long largest) {
    return new StoreSettings(
        maxKeyBytes,
        maxKeysPerSet,
        maxSetsPerOwner,
        ownerBytes,
        totalBytes,
        maxTtl,
        uploadLifetime,
        first,
        largest);
  }
}
