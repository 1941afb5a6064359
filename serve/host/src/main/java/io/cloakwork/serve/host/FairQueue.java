package io.cloakwork.serve.host;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.function.Predicate;

/// Which requests run next: deficit round robin over the clients (Shreedhar and Varghese, SIGCOMM
/// 1995), in seconds of the device. In each round every client with work gets the same number of
/// seconds; a run is charged as predicted when it starts and corrected when it has ended, so that a
/// client pays for what it used. After a run it is the others' turn. Guarded by the dispatcher's
/// lock.
final class FairQueue {

  /// What is to be done.
  sealed interface Choice {

    /// Start a run.
    record Run(RunBatch batch, double predictedSeconds) implements Choice {}

    /// Look again at a time, for more requests may join.
    record Wait(long untilNanos) implements Choice {}

    /// Nothing waits.
    record Nothing() implements Choice {}
  }

  private final long maxDelayNanos;

  /// The clients with waiting requests, in the order in which it is their turn.
  private final SequencedSet<ClientQueue> turns = new LinkedHashSet<>();

  private long round = 1;
  private long lastRunEnd;

  /// No waiting request is late before.
  private long earliestDeadline = Request.NEVER;

  /// @param startNanos a time before all requests
  FairQueue(long maxDelayNanos, long startNanos) {
    this.maxDelayNanos = maxDelayNanos;
    this.lastRunEnd = startNanos;
  }

  void add(RequestGroup group, Request request) {
    group.add(request);
    earliestDeadline = Math.min(earliestDeadline, request.deadlineNanos());
    group.client().addQueued(1);
    turns.add(group.client());
  }

  /// Takes a waiting request out, if it still waits.
  boolean remove(RequestGroup group, Request request) {
    boolean waited = group.remove(request);
    if (waited) {
      leave(group.client(), 1);
    }
    return waited;
  }

  private void leave(ClientQueue client, int requests) {
    client.addQueued(-requests);
    if (client.queued() == 0) {
      turns.remove(client);
    }
  }

  /// Takes out what runs next, if something may.
  Choice next(long now) {
    List<RequestGroup> candidates = new ArrayList<>(turns.size());
    long soonest = Long.MAX_VALUE;
    for (ClientQueue client : turns) {
      for (RequestGroup group : client.waitingGroups()) {
        long wait = waitNanos(group, now);
        if (wait <= 0) {
          candidates.add(group);
          break;
        }
        soonest = Math.min(soonest, wait);
      }
    }
    if (candidates.isEmpty()) {
      return turns.isEmpty() ? new Choice.Nothing() : new Choice.Wait(now + soonest);
    }
    return start(choose(candidates));
  }

  /// How long a run may still wait for company. Whoever waited while the device was busy does not
  /// wait on, unless there is nobody else whom that would delay.
  private long waitNanos(RequestGroup group, long now) {
    long since = group.oldestNanos();
    if (since - lastRunEnd <= 0) {
      if (turns.size() > 1) {
        return 0;
      }
      since = lastRunEnd;
    }
    long wait = since + maxDelayNanos - now;
    return wait <= 0 || group.isComplete() ? 0 : wait;
  }

  /// The first whose client has seconds left; if none has, a new round begins.
  private RequestGroup choose(List<RequestGroup> candidates) {
    double quantum =
        candidates.stream()
            .mapToDouble(group -> group.model().costs().secondsPerInput())
            .max()
            .orElseThrow();
    while (true) {
      for (RequestGroup candidate : candidates) {
        if (candidate.client().balance(round, quantum) > 0) {
          return candidate;
        }
      }
      round++;
    }
  }

  private Choice start(RequestGroup group) {
    RunBatch batch = group.next();
    double seconds = group.model().costs().seconds(batch.inputs().size());
    ClientQueue client = group.client();
    batch.requests().forEach(group::remove);
    client.charge(seconds);
    leave(client, batch.size());
    if (turns.remove(client)) {
      turns.add(client); // behind the others
    }
    return new Choice.Run(batch, seconds);
  }

  /// A run has ended: its client is charged what it took.
  void ended(Choice.Run run, double seconds, long now) {
    RequestGroup group = run.batch().group();
    group.client().charge(seconds - run.predictedSeconds());
    group.ran(run.batch().size());
    lastRunEnd = now;
  }

  /// The keys that will be needed next, as far as can be told now.
  Optional<SessionKeys> likelyNextKeys() {
    return turns.stream()
        .findFirst()
        .flatMap(client -> client.waitingGroups().stream().findFirst())
        .map(RequestGroup::keys);
  }

  /// Takes out the requests whose deadlines have passed.
  List<Request> removeLate(long now) {
    if (now < earliestDeadline) {
      return List.of();
    }
    earliestDeadline = Request.NEVER;
    return removeIf(request -> {
      boolean late = request.isLate(now);
      if (!late) {
        earliestDeadline = Math.min(earliestDeadline, request.deadlineNanos());
      }
      return late;
    });
  }

  /// Everything that waits, taken out.
  List<Request> removeAll() {
    return removeIf(_ -> true);
  }

  /// Everything that waits for a model, taken out.
  @SuppressWarnings("ReferenceEquality") // a model is itself only
  List<Request> removeAllOf(LoadedModel model) {
    return removeIf(request -> request.session().model() == model);
  }

  private List<Request> removeIf(Predicate<Request> unwanted) {
    List<Request> removed = new ArrayList<>();
    for (ClientQueue client : List.copyOf(turns)) {
      for (RequestGroup group : client.waitingGroups()) {
        List<Request> ofGroup = group.waiting().stream().filter(unwanted).toList();
        ofGroup.forEach(request -> remove(group, request));
        removed.addAll(ofGroup);
      }
    }
    return removed;
  }

  /// Seconds that everything that waits will take.
  double predictedSeconds() {
    return turns.stream().mapToDouble(ClientQueue::predictedSeconds).sum();
  }

  /// Seconds until a new request of `client` starts: its own come first, and of the others' as much
  /// as a fair share lets through meanwhile.
  double predictedWait(ClientQueue client, double runSeconds) {
    double own = client.predictedSeconds();
    double wait = own;
    for (ClientQueue other : turns) {
      if (other != client) {
        wait += Math.min(other.predictedSeconds(), own + runSeconds);
      }
    }
    return wait;
  }
}
