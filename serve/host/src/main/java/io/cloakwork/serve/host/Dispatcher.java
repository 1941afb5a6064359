package io.cloakwork.serve.host;

import io.cloakwork.serve.host.RefusedException.Reason;
import io.cloakwork.serve.store.Owner;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// What waits, what runs and what is held, behind one lock that nobody holds for long: between
/// those who submit and the one who runs. Thread-safe.
final class Dispatcher {

  private final HostSettings settings;
  private final Admission admission;
  private final NanoClock clock;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition work = lock.newCondition();
  private final Condition progress = lock.newCondition();
  private final FairQueue queue;
  private final Map<Owner, ClientQueue> clients = new HashMap<>();
  private int sessions;
  private int queued;
  private int undelivered;
  private long heldBytes;
  private boolean draining;
  private boolean closed;
  private FairQueue.Choice.Run running;
  private long runningSince;

  Dispatcher(HostSettings settings, NanoClock clock) {
    this.settings = settings;
    this.admission = new Admission(settings);
    this.clock = clock;
    this.queue = new FairQueue(settings.maxDelay().toNanos(), clock.nanos());
  }

  /// Begins a session: the group that its requests join; empty if the model takes no more.
  Optional<RequestGroup> join(Owner owner, LoadedModel model, SessionKeys keys) {
    lock.lock();
    try {
      if (closed) {
        throw new IllegalStateException("the host is closed");
      }
      if (model.life().isRetired()) {
        return Optional.empty();
      }
      RequestGroup group =
          clients.computeIfAbsent(owner, ClientQueue::new).group(model, keys, settings.maxInputs());
      group.addSessions(1);
      sessions++;
      return Optional.of(group);
    } finally {
      lock.unlock();
    }
  }

  /// Ends a session whose requests have ended.
  void leave(RequestGroup group) {
    lock.lock();
    try {
      sessions--;
      if (group.addSessions(-1) == 0) {
        group.client().forget(group);
        forgetIfGone(group.client());
      }
    } finally {
      lock.unlock();
    }
  }

  private void forgetIfGone(ClientQueue client) {
    if (client.isGone()) {
      clients.remove(client.owner(), client);
    }
  }

  /// Queues a request.
  ///
  /// @return how many wait now
  /// @throws RefusedException if there is no room or time for it
  int accept(RequestGroup group, Request request, Optional<Duration> deadline) {
    lock.lock();
    try {
      admit(group, request.bytes(), deadline);
      queue.add(group, request);
      group.client().hold(request.bytes());
      heldBytes += request.bytes();
      queued++;
      undelivered++;
      group.model().life().addOpen(1);
      work.signal();
      return queued;
    } finally {
      lock.unlock();
    }
  }

  /// Refuses what [#accept] would refuse.
  void requireRoom(RequestGroup group, long bytes, Optional<Duration> deadline) {
    lock.lock();
    try {
      admit(group, bytes, deadline);
    } finally {
      lock.unlock();
    }
  }

  private void admit(RequestGroup group, long bytes, Optional<Duration> deadline) {
    if (draining) {
      throw draining();
    }
    if (group.model().life().isRetired()) {
      throw unloaded(group.model());
    }
    double run = group.model().costs().secondsPerInput();
    double present = runningSeconds();
    double wait = present + queue.predictedWait(group.client(), run);
    double limit = deadline.map(d -> d.toNanos() * 1e-9).orElse(Double.POSITIVE_INFINITY);
    admission.require(
        group.client(),
        new Admission.Load(queued, heldBytes, present + queue.predictedSeconds()),
        new Admission.Demand(bytes, run, wait, limit));
  }

  static RefusedException draining() {
    return new RefusedException(Reason.DRAINING, "the host takes no more requests", Duration.ZERO);
  }

  static RefusedException unloaded(LoadedModel model) {
    return new RefusedException(
        Reason.UNLOADED,
        "model '%s' was unloaded or replaced since the session began".formatted(model.name()),
        Duration.ZERO);
  }

  /// Why a request whose run was given up has no result.
  RefusedException givenUp(LoadedModel model) {
    lock.lock();
    try {
      return closed ? draining() : unloaded(model);
    } finally {
      lock.unlock();
    }
  }

  private double runningSeconds() {
    return running == null
        ? 0
        : Math.max(0, running.predictedSeconds() - (clock.nanos() - runningSince) * 1e-9);
  }

  /// Takes a request out of the queue, if it still waits.
  boolean remove(Request request) {
    lock.lock();
    try {
      boolean waited = queue.remove(request.session().group(), request);
      queued -= waited ? 1 : 0;
      return waited;
    } finally {
      lock.unlock();
    }
  }

  /// The next run, as soon as there is one; empty once the host is closed.
  Optional<FairQueue.Choice.Run> take() throws InterruptedException {
    lock.lock();
    try {
      while (!closed) {
        switch (queue.next(clock.nanos())) {
          case FairQueue.Choice.Run run -> {
            running = run;
            runningSince = clock.nanos();
            queued -= run.batch().size();
            return Optional.of(run);
          }
          case FairQueue.Choice.Wait wait -> work.awaitNanos(wait.untilNanos() - clock.nanos());
          case FairQueue.Choice.Nothing _ -> work.await();
        }
      }
      return Optional.empty();
    } finally {
      lock.unlock();
    }
  }

  /// The present run has ended.
  ///
  /// @param seconds that it took
  void ended(FairQueue.Choice.Run run, double seconds) {
    lock.lock();
    try {
      queue.ended(run, seconds, clock.nanos());
      running = null;
      progress.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /// Takes out the waiting requests whose deadlines have passed.
  List<Request> removeLate() {
    lock.lock();
    try {
      List<Request> late = queue.removeLate(clock.nanos());
      queued -= late.size();
      return late;
    } finally {
      lock.unlock();
    }
  }

  Optional<SessionKeys> likelyNextKeys() {
    lock.lock();
    try {
      return queue.likelyNextKeys();
    } finally {
      lock.unlock();
    }
  }

  /// What a request held has been given back.
  void release(Request request) {
    if (!request.release()) {
      return;
    }
    lock.lock();
    try {
      ClientQueue client = request.session().group().client();
      client.release(request.bytes());
      heldBytes -= request.bytes();
      forgetIfGone(client);
    } finally {
      lock.unlock();
    }
  }

  /// A request's caller knows how it ended.
  void delivered(Request request) {
    lock.lock();
    try {
      undelivered--;
      request.session().group().model().life().addOpen(-1);
      progress.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /// The requests of a session that wait or run.
  List<Request> requestsOf(Session session) {
    lock.lock();
    try {
      List<Request> own = new ArrayList<>();
      session.group().waiting().forEach(own::add);
      if (running != null) {
        own.addAll(running.batch().requests());
      }
      own.removeIf(request -> request.session() != session);
      return own;
    } finally {
      lock.unlock();
    }
  }

  /// Waits until the present run, if it uses a session's keys, has ended.
  void awaitRunOf(Session session) {
    lock.lock();
    try {
      while (running != null
          && running.batch().requests().stream().anyMatch(r -> r.session() == session)) {
        progress.awaitUninterruptibly();
      }
    } finally {
      lock.unlock();
    }
  }

  /// Takes no more requests for a model, and waits until the callers of the accepted ones know how
  /// they ended, or the host is closed.
  ///
  /// @return whether they all have their results; a host that is closed refuses some, however late
  ///   this thread hears of it
  boolean retire(LoadedModel model, Duration atMost) throws InterruptedException {
    lock.lock();
    try {
      ModelLife life = model.life();
      life.retire();
      long left = atMost.toNanos();
      while (!life.isIdle() && !closed && left > 0) {
        left = progress.awaitNanos(left);
      }
      return !closed && life.isIdle();
    } finally {
      lock.unlock();
    }
  }

  /// Has a model's present run given up before its next launch. What waited is the caller's to
  /// refuse.
  List<Request> abandon(LoadedModel model) {
    lock.lock();
    try {
      model.life().abandon();
      List<Request> waited = queue.removeAllOf(model);
      queued -= waited.size();
      return waited;
    } finally {
      lock.unlock();
    }
  }

  /// Whether a run is to be given up.
  boolean isAbandoned(RunBatch batch) {
    lock.lock();
    try {
      return closed || batch.group().model().life().isAbandoned();
    } finally {
      lock.unlock();
    }
  }

  /// Waits until no run uses a model.
  @SuppressWarnings("ReferenceEquality") // a model is itself only
  void awaitRunOf(LoadedModel model) {
    lock.lock();
    try {
      while (running != null && running.batch().group().model() == model) {
        progress.awaitUninterruptibly();
      }
    } finally {
      lock.unlock();
    }
  }

  boolean drain(Duration atMost) throws InterruptedException {
    lock.lock();
    try {
      draining = true;
      long left = atMost.toNanos();
      while (undelivered > 0 && left > 0) {
        left = progress.awaitNanos(left);
      }
      return undelivered == 0;
    } finally {
      lock.unlock();
    }
  }

  /// Ends everything: what waited is the caller's to refuse.
  List<Request> close() {
    lock.lock();
    try {
      draining = true;
      closed = true;
      queued = 0;
      work.signalAll();
      progress.signalAll();
      return queue.removeAll();
    } finally {
      lock.unlock();
    }
  }

  boolean isClosed() {
    lock.lock();
    try {
      return closed;
    } finally {
      lock.unlock();
    }
  }

  HostStatus status() {
    lock.lock();
    try {
      double seconds = runningSeconds() + queue.predictedSeconds();
      return new HostStatus(
          sessions,
          queued,
          running == null ? 0 : running.batch().size(),
          heldBytes,
          Duration.ofNanos((long) (seconds * 1e9)),
          draining);
    } finally {
      lock.unlock();
    }
  }
}
