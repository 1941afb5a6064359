package io.cloakwork.serve.host;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/// What a host may use, and how long it waits for company. All bounds hold before anything is
/// allocated for a request.
///
/// @param maxDelay how long a request may wait on an idle device for others that can share its run;
///   on a busy device it waits anyway. Only clients that have had several requests at once are
///   waited for, so zero costs nothing but company, and a client that sends one at a time never
///   waits
/// @param maxInputs of one client that run together as a batch, each with as many requests as the
///   network has lanes: a power of two. More than one pays where a launch does not fill the device
/// @param batchAtLoad whether programs for all batches are made when a model is loaded, else on
///   first use
/// @param warmUpRuns of each program when it is made, on zeros: they make the first request as fast
///   as the others, and measure what a run costs
/// @param queueCapacity requests of all clients that may wait
/// @param maxQueueTime predicted time of the work that may wait
/// @param queuedPerClient requests of one client that may wait
/// @param inFlightPerClient requests of one client whose results have not been closed
/// @param heldBytes of inputs and results of all clients that may be on the device
/// @param heldBytesPerClient the same of one client
public record HostSettings(
    Duration maxDelay,
    int maxInputs,
    boolean batchAtLoad,
    int warmUpRuns,
    int queueCapacity,
    Duration maxQueueTime,
    int queuedPerClient,
    int inFlightPerClient,
    long heldBytes,
    long heldBytesPerClient) {

  private static final long GIBI = 1L << 30;

  private static final int MAX_INPUTS = 1024;

  private static final Duration LONGEST = Duration.ofDays(1);

  /// @throws IllegalArgumentException naming the setting that is out of range
  public HostSettings {
    require("maxDelay", maxDelay, !maxDelay.isNegative() && maxDelay.compareTo(LONGEST) <= 0);
    require("maxQueueTime", maxQueueTime, maxQueueTime.isPositive());
    boolean power = maxInputs >= 1 && maxInputs <= MAX_INPUTS && Integer.bitCount(maxInputs) == 1;
    require("maxInputs", maxInputs, power);
    require("warmUpRuns", warmUpRuns, warmUpRuns >= 0);
    require("queueCapacity", queueCapacity, queueCapacity >= 1);
    require("queuedPerClient", queuedPerClient, queuedPerClient >= 1);
    require("inFlightPerClient", inFlightPerClient, inFlightPerClient >= 1);
    require("heldBytes", heldBytes, heldBytes >= 1);
    require("heldBytesPerClient", heldBytesPerClient, heldBytesPerClient >= 1);
  }

  private static void require(String setting, Object value, boolean valid) {
    if (!valid) {
      throw new IllegalArgumentException("%s = %s is out of range".formatted(setting, value));
    }
  }

  /// 5 ms of delay, no batch, two warm-up runs; 1,024 requests or a minute of work in the queue, 64
  /// of one client; 4 GiB of ciphertexts, 1 GiB of one client.
  public static HostSettings defaults() {
    return new HostSettings(
        Duration.ofMillis(5), 1, false, 2, 1024, Duration.ofMinutes(1), 64, 128, 4 * GIBI, GIBI);
  }

  public HostSettings withMaxDelay(Duration delay) {
    return with(draft -> draft.maxDelay = delay);
  }

  public HostSettings withMaxInputs(int inputs) {
    return with(draft -> draft.maxInputs = inputs);
  }

  public HostSettings withBatchAtLoad(boolean atLoad) {
    return with(draft -> draft.batchAtLoad = atLoad);
  }

  public HostSettings withWarmUpRuns(int runs) {
    return with(draft -> draft.warmUpRuns = runs);
  }

  public HostSettings withQueueCapacity(int requests) {
    return with(draft -> draft.queueCapacity = requests);
  }

  public HostSettings withMaxQueueTime(Duration time) {
    return with(draft -> draft.maxQueueTime = time);
  }

  public HostSettings withQueuedPerClient(int requests) {
    return with(draft -> draft.queuedPerClient = requests);
  }

  public HostSettings withInFlightPerClient(int requests) {
    return with(draft -> draft.inFlightPerClient = requests);
  }

  public HostSettings withHeldBytes(long bytes) {
    return with(draft -> draft.heldBytes = bytes);
  }

  public HostSettings withHeldBytesPerClient(long bytes) {
    return with(draft -> draft.heldBytesPerClient = bytes);
  }

  /// The settings by name, in reading order, for logs and people.
  public Map<String, String> describe() {
    Map<String, String> lines = new LinkedHashMap<>();
    lines.put("maxDelay", maxDelay.toString());
    lines.put("maxInputs", Integer.toString(maxInputs));
    lines.put("batchAtLoad", Boolean.toString(batchAtLoad));
    lines.put("warmUpRuns", Integer.toString(warmUpRuns));
    lines.put("queueCapacity", Integer.toString(queueCapacity));
    lines.put("maxQueueTime", maxQueueTime.toString());
    lines.put("queuedPerClient", Integer.toString(queuedPerClient));
    lines.put("inFlightPerClient", Integer.toString(inFlightPerClient));
    lines.put("heldBytes", Long.toString(heldBytes));
    lines.put("heldBytesPerClient", Long.toString(heldBytesPerClient));
    return lines;
  }

  private HostSettings with(Consumer<Draft> change) {
    Draft draft = new Draft(this);
    change.accept(draft);
    return draft.sealed();
  }

  /// A copy in which one component can be changed, so that no other has to be named.
  private static final class Draft {
    Duration maxDelay;
    int maxInputs;
    boolean batchAtLoad;
    int warmUpRuns;
    int queueCapacity;
    Duration maxQueueTime;
    int queuedPerClient;
    int inFlightPerClient;
    long heldBytes;
    long heldBytesPerClient;

    Draft(HostSettings settings) {
      maxDelay = settings.maxDelay;
      maxInputs = settings.maxInputs;
      batchAtLoad = settings.batchAtLoad;
      warmUpRuns = settings.warmUpRuns;
      queueCapacity = settings.queueCapacity;
      maxQueueTime = settings.maxQueueTime;
      queuedPerClient = settings.queuedPerClient;
      inFlightPerClient = settings.inFlightPerClient;
      heldBytes = settings.heldBytes;
      heldBytesPerClient = settings.heldBytesPerClient;
    }

    HostSettings sealed() {
      return new HostSettings(
          maxDelay,
          maxInputs,
          batchAtLoad,
          warmUpRuns,
          queueCapacity,
          maxQueueTime,
          queuedPerClient,
          inFlightPerClient,
          heldBytes,
          heldBytesPerClient);
    }
  }
}
