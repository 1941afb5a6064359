package io.cloakwork.serve.store;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// A job that was accepted.
///
/// @param id owner and name
/// @param description what it is to do
/// @param phase how far it is
/// @param outcomes of its items, in order
/// @param submitted when it was accepted
/// @param expires when it and its results are deleted; empty until it is done
public record StoredJob(
    JobId id,
    JobDescription description,
    JobPhase phase,
    List<ItemOutcome> outcomes,
    Instant submitted,
    Optional<Instant> expires) {

  public StoredJob {
    outcomes = List.copyOf(outcomes);
  }

  /// Items that have a result.
  public int finished() {
    return (int) outcomes.stream().filter(ItemOutcome.Result.class::isInstance).count();
  }

  /// Items that failed.
  public int failed() {
    return (int) outcomes.stream().filter(ItemOutcome.Failure.class::isInstance).count();
  }

  /// The items that have neither a result nor a failure, in order: what is left to run.
  public List<Integer> unfinished() {
    return java.util.stream.IntStream.range(0, outcomes.size())
        .filter(item -> outcomes.get(item) instanceof ItemOutcome.Unfinished)
        .boxed()
        .toList();
  }
}
