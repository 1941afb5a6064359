package io.cloakwork.serve.host;

import io.cloakwork.serve.host.RefusedException.Reason;
import java.time.Duration;

/// Whether there is room and time for a request. Guarded by the dispatcher's lock.
///
/// @param settings the bounds
record Admission(HostSettings settings) {

  /// What the host has taken on.
  ///
  /// @param queued requests that wait
  /// @param heldBytes of all requests and results
  /// @param workSeconds until everything that waits and runs has ended
  record Load(int queued, long heldBytes, double workSeconds) {}

  /// What a request would add.
  ///
  /// @param bytes that it holds
  /// @param runSeconds of its run alone
  /// @param waitSeconds until its run would start
  /// @param deadlineSeconds until its result must be there, or infinity
  record Demand(long bytes, double runSeconds, double waitSeconds, double deadlineSeconds) {}

  /// @throws RefusedException if the request must not be queued
  void require(ClientQueue client, Load load, Demand demand) {
    requireFits(demand.bytes());
    requireQuota(client, demand);
    if (load.queued() >= settings.queueCapacity()) {
      throw full(
          "%d requests wait, as many as may".formatted(load.queued()),
          load.workSeconds() / load.queued());
    }
    if (demand.bytes() > settings.heldBytes() - load.heldBytes()) {
      throw full(
          "%,d bytes are held, %,d more do not fit into %,d"
              .formatted(load.heldBytes(), demand.bytes(), settings.heldBytes()),
          demand.runSeconds());
    }
    double mostSeconds = seconds(settings.maxQueueTime());
    if (load.queued() > 0 && load.workSeconds() + demand.runSeconds() > mostSeconds) {
      throw full(
          "%.1f s of work wait, and %.1f s may".formatted(load.workSeconds(), mostSeconds),
          load.workSeconds() + demand.runSeconds() - mostSeconds);
    }
    double result = demand.waitSeconds() + demand.runSeconds();
    if (result > demand.deadlineSeconds()) {
      throw refused(
          Reason.DEADLINE,
          "the result would take %.3f s, the deadline is in %.3f s"
              .formatted(result, demand.deadlineSeconds()),
          demand.waitSeconds());
    }
  }

  private void requireFits(long bytes) {
    long most = Math.min(settings.heldBytes(), settings.heldBytesPerClient());
    if (bytes > most) {
      throw refused(
          Reason.TOO_LARGE, "a request holds %,d bytes, %,d may".formatted(bytes, most), 0);
    }
  }

  private void requireQuota(ClientQueue client, Demand demand) {
    double again = demand.waitSeconds() / (client.queued() + 1) + demand.runSeconds();
    if (client.queued() >= settings.queuedPerClient()) {
      throw refused(
          Reason.QUOTA,
          "%d requests of the client wait, as many as may".formatted(client.queued()),
          again);
    }
    if (client.inFlight() >= settings.inFlightPerClient()) {
      throw refused(
          Reason.QUOTA,
          "the client has %d requests and open results, as many as it may"
              .formatted(client.inFlight()),
          again);
    }
    if (demand.bytes() > settings.heldBytesPerClient() - client.heldBytes()) {
      throw refused(
          Reason.QUOTA,
          "the client holds %,d bytes, %,d more do not fit into %,d"
              .formatted(client.heldBytes(), demand.bytes(), settings.heldBytesPerClient()),
          again);
    }
  }

  private static RefusedException full(String message, double againSeconds) {
    return refused(Reason.QUEUE_FULL, message, againSeconds);
  }

  private static RefusedException refused(Reason reason, String message, double againSeconds) {
    return new RefusedException(reason, message, Duration.ofNanos((long) (againSeconds * 1e9)));
  }

  private static double seconds(Duration duration) {
    return duration.toNanos() * 1e-9;
  }
}
