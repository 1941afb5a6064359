package io.cloakwork.serve.protocol;

import io.cloakwork.serve.protocol.v1.JobState;
import java.time.Instant;
import java.util.Optional;

/// Requests that a service runs later.
///
/// @param finished items with a result
/// @param failed items without one for good
/// @param expires when its results are deleted, fetched or not; empty while it runs
public record RemoteJob(
    String name,
    String model,
    Phase phase,
    int items,
    int finished,
    int failed,
    Instant submitted,
    Optional<Instant> expires) {

  /// How far a job is.
  public enum Phase {
    PENDING,
    RUNNING,
    DONE
  }

  static RemoteJob of(JobState state) {
    long expires = state.getExpiresUnixSeconds();
    return new RemoteJob(
        RemoteText.clean(state.getName()),
        RemoteText.clean(state.getModel()),
        phase(state.getPhase()),
        state.getItems(),
        state.getFinished(),
        state.getFailed(),
        RemoteText.instant(state.getSubmittedUnixSeconds()),
        expires == 0 ? Optional.empty() : Optional.of(RemoteText.instant(expires)));
  }

  private static Phase phase(JobState.Phase phase) {
    return switch (phase) {
      // A phase that this build does not know is none in which there are results.
      case PENDING, PHASE_UNSPECIFIED, UNRECOGNIZED -> Phase.PENDING;
      case RUNNING -> Phase.RUNNING;
      case DONE -> Phase.DONE;
    };
  }

  public boolean isDone() {
    return phase == Phase.DONE;
  }
}
