package io.cloakwork.serve.store;

import java.time.Duration;

/// The limits of a [JobStore].
///
/// @param maxItems most items of one job
/// @param maxItemBytes most bytes of one item
/// @param maxJobsPerOwner most jobs of one owner, done or not, submissions included
/// @param ownerBytes most bytes of one owner: inputs, and results as far as they may come
/// @param totalBytes most bytes of all owners
/// @param resultLifetime how long a job that is done is kept
/// @param indexBytes size of the index's map to begin with; it doubles when it is full
/// @param maxIndexBytes where that ends
public record JobSettings(
    int maxItems,
    long maxItemBytes,
    int maxJobsPerOwner,
    long ownerBytes,
    long totalBytes,
    Duration resultLifetime,
    long indexBytes,
    long maxIndexBytes) {

  private static final long LARGEST = 1L << 50;

  /// @throws IllegalArgumentException naming the first setting that is out of range
  public JobSettings {
    Limits.require("maxItems", maxItems, 1, 1 << 20);
    Limits.require("maxItemBytes", maxItemBytes, 1, 1L << 30);
    Limits.require("maxJobsPerOwner", maxJobsPerOwner, 1, Integer.MAX_VALUE);
    Limits.require("ownerBytes", ownerBytes, 1, LARGEST);
    Limits.require("totalBytes", totalBytes, 1, LARGEST);
    Limits.requirePositive("resultLifetime", resultLifetime);
    Limits.require("indexBytes", indexBytes, Limits.SMALLEST_INDEX, LARGEST);
    Limits.require("maxIndexBytes", maxIndexBytes, indexBytes, LARGEST);
  }

  /// 1,024 items of up to 256 MiB a job, 64 jobs and 16 GiB an owner, 256 GiB in all; results are
  /// kept for a week; an index of 16 MiB to 16 GiB.
  public static JobSettings defaults() {
    return new JobSettings(
        1024, 256L << 20, 64, 16L << 30, 256L << 30, Duration.ofDays(7), 16L << 20, 16L << 30);
  }

  public JobSettings withItems(int most, long bytes) {
    return new JobSettings(
        most,
        bytes,
        maxJobsPerOwner,
        ownerBytes,
        totalBytes,
        resultLifetime,
        indexBytes,
        maxIndexBytes);
  }

  public JobSettings withQuotas(int jobsPerOwner, long newOwnerBytes, long newTotalBytes) {
    return new JobSettings(
        maxItems,
        maxItemBytes,
        jobsPerOwner,
        newOwnerBytes,
        newTotalBytes,
        resultLifetime,
        indexBytes,
        maxIndexBytes);
  }

  public JobSettings withResultLifetime(Duration lifetime) {
    return new JobSettings(
        maxItems,
        maxItemBytes,
        maxJobsPerOwner,
        ownerBytes,
        totalBytes,
        lifetime,
        indexBytes,
        maxIndexBytes);
  }
}
