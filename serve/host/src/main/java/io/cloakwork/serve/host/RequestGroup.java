package io.cloakwork.serve.host;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

/// A client's waiting requests that may share runs: those with one model and equal keys. Guarded by
/// the dispatcher's lock.
final class RequestGroup {

  private final ClientQueue client;
  private final LoadedModel model;
  private final SessionKeys keys;
  private final int maxInputs;
  private final Deque<Request> waiting = new ArrayDeque<>();
  private final Map<Integer, Integer> inLane = new HashMap<>();
  private int sessions;

  /// How many requests the client has had at once: more than that are not worth waiting for.
  private int company;

  RequestGroup(ClientQueue client, LoadedModel model, SessionKeys keys, int maxInputs) {
    this.client = client;
    this.model = model;
    this.keys = keys;
    this.maxInputs = maxInputs;
    this.company = capacity();
  }

  /// Counts the sessions that use the group; how many there are now.
  int addSessions(int change) {
    sessions += change;
    return sessions;
  }

  ClientQueue client() {
    return client;
  }

  LoadedModel model() {
    return model;
  }

  SessionKeys keys() {
    return keys;
  }

  private int capacity() {
    return Math.multiplyExact(maxInputs, model.lanes());
  }

  void add(Request request) {
    waiting.add(request);
    inLane.merge(request.lane(), 1, Integer::sum);
  }

  boolean remove(Request request) {
    boolean there = waiting.remove(request);
    if (there) {
      inLane.computeIfPresent(request.lane(), (_, n) -> n == 1 ? null : n - 1);
    }
    return there;
  }

  boolean isEmpty() {
    return waiting.isEmpty();
  }

  Collection<Request> waiting() {
    return Collections.unmodifiableCollection(waiting);
  }

  long oldestNanos() {
    return waiting.element().submittedNanos();
  }

  /// The next run, were it started now.
  RunBatch next() {
    return RunBatch.of(this, waiting, model.lanes(), maxInputs);
  }

  /// Whether a run need not wait for more company.
  boolean isComplete() {
    RunBatch batch = next();
    return batch.size() >= company || batch.size() < waiting.size() || isFull(batch);
  }

  private boolean isFull(RunBatch batch) {
    return batch.inputs().size() == maxInputs
        && batch.inputs().stream()
            .allMatch(input ->
                input.size() == model.lanes() || input.getFirst().lane() == Request.ALL_LANES);
  }

  /// Notes how many requests the client had at once when a run of so many ended.
  void ran(int requests) {
    company = Math.clamp((long) requests + waiting.size(), 1, capacity());
  }

  /// Seconds that the waiting requests will take.
  double predictedSeconds() {
    if (waiting.isEmpty()) {
      return 0;
    }
    int alone = inLane.getOrDefault(Request.ALL_LANES, 0);
    int shared = 0;
    for (Map.Entry<Integer, Integer> lane : inLane.entrySet()) {
      if (lane.getKey() != Request.ALL_LANES) {
        shared = Math.max(shared, lane.getValue());
      }
    }
    return (alone + shared) * model.costs().secondsPerInput();
  }
}
