package io.cloakwork.serve.server;

import io.cloakwork.serve.protocol.Chunks;
import java.time.Duration;

/// What one client may ask of the service's connections and memory. All hold before anything is
/// allocated.
///
/// @param chunkBytes the most bytes of a chunk, in either direction
/// @param callsPerConnection calls that may be open at once
/// @param openRequests of one stream that have no reply yet
/// @param receivingBytes of objects that are being received, of all clients
/// @param spoolBytes from which length on a ciphertext that is being received lies on disk
/// @param callsPerSecond of one client on average, every request of a stream counted; 0: as many as
///   it likes
/// @param callBurst calls that may come at once after a pause
/// @param stallTimeout how long the other side may take nothing, or send nothing of an object that
///   it has begun
public record CallLimits(
    int chunkBytes,
    int callsPerConnection,
    int openRequests,
    long receivingBytes,
    long spoolBytes,
    double callsPerSecond,
    int callBurst,
    Duration stallTimeout) {

  public CallLimits {
    Chunks.requireValid(chunkBytes);
    require("callsPerConnection", callsPerConnection, callsPerConnection >= 1);
    require("openRequests", openRequests, openRequests >= 1);
    require("receivingBytes", receivingBytes, receivingBytes >= 1);
    require("spoolBytes", spoolBytes, spoolBytes >= 1);
    require("callsPerSecond", callsPerSecond, callsPerSecond >= 0 && callsPerSecond <= 1e9);
    require("callBurst", callBurst, callBurst >= 1);
    require("stallTimeout", stallTimeout, stallTimeout.isPositive());
  }

  private static void require(String limit, Object value, boolean valid) {
    if (!valid) {
      throw new IllegalArgumentException("%s = %s is out of range".formatted(limit, value));
    }
  }

  /// Chunks of 256 KiB, 64 calls a connection, 64 requests a stream, 2 GiB being received, from 64
  /// MiB on disk, no limit of the rate, 60 s without progress.
  public static CallLimits defaults() {
    return new CallLimits(
        Chunks.DEFAULT_BYTES, 64, 64, 2L << 30, 64L << 20, 0, 64, Duration.ofSeconds(60));
  }

  /// The longest message that is received.
  public int messageBytes() {
    return chunkBytes + Chunks.MESSAGE_BYTES;
  }

  public CallLimits withRate(double perSecond, int burst) {
    return new CallLimits(
        chunkBytes,
        callsPerConnection,
        openRequests,
        receivingBytes,
        spoolBytes,
        perSecond,
        burst,
        stallTimeout);
  }

  public CallLimits withOpenRequests(int requests) {
    return new CallLimits(
        chunkBytes,
        callsPerConnection,
        requests,
        receivingBytes,
        spoolBytes,
        callsPerSecond,
        callBurst,
        stallTimeout);
  }

  public CallLimits withMemory(long receiving, long spool) {
    return new CallLimits(
        chunkBytes,
        callsPerConnection,
        openRequests,
        receiving,
        spool,
        callsPerSecond,
        callBurst,
        stallTimeout);
  }

  public CallLimits withStallTimeout(Duration timeout) {
    return new CallLimits(
        chunkBytes,
        callsPerConnection,
        openRequests,
        receivingBytes,
        spoolBytes,
        callsPerSecond,
        callBurst,
        timeout);
  }
}
