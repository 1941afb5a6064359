package io.cloakwork.serve.host;

import io.cloakwork.serve.store.Owner;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What one client has waiting and holds. Guarded by the dispatcher's lock.
final class ClientQueue {

  private final Owner owner;
  private final Map<GroupKey, RequestGroup> groups = new LinkedHashMap<>();
  private int queued;
  private int inFlight;
  private long heldBytes;

  /// Seconds of the device that the client may use in this round; negative if it has used more.
  private double balance;

  /// The round in which the balance was brought up to date.
  private long round;

  private record GroupKey(LoadedModel model, SessionKeys keys) {}

  ClientQueue(Owner owner) {
    this.owner = owner;
  }

  Owner owner() {
    return owner;
  }

  RequestGroup group(LoadedModel model, SessionKeys keys, int maxInputs) {
    return groups.computeIfAbsent(
        new GroupKey(model, keys), _ -> new RequestGroup(this, model, keys, maxInputs));
  }

  /// The groups with waiting requests, the longest waiting first.
  List<RequestGroup> waitingGroups() {
    return groups.values().stream()
        .filter(group -> !group.isEmpty())
        .sorted(Comparator.comparingLong(RequestGroup::oldestNanos))
        .toList();
  }

  /// Forgets a group that no session uses any more.
  void forget(RequestGroup group) {
    groups.remove(new GroupKey(group.model(), group.keys()));
  }

  int queued() {
    return queued;
  }

  void addQueued(int requests) {
    queued += requests;
  }

  int inFlight() {
    return inFlight;
  }

  long heldBytes() {
    return heldBytes;
  }

  void hold(long bytes) {
    inFlight++;
    heldBytes += bytes;
  }

  void release(long bytes) {
    inFlight--;
    heldBytes -= bytes;
  }

  /// Whether nothing is left of the client: no session, no request, no result.
  boolean isGone() {
    return inFlight == 0 && queued == 0 && groups.isEmpty();
  }

  /// The balance in round `now`. What is left over from earlier rounds is not saved: a client that
  /// was away gets no more than one that was here.
  double balance(long now, double quantum) {
    if (round < now) {
      balance = Math.min(quantum, balance + (now - round) * quantum);
      round = now;
    }
    return balance;
  }

  void charge(double seconds) {
    balance -= seconds;
  }

  double predictedSeconds() {
    return groups.values().stream().mapToDouble(RequestGroup::predictedSeconds).sum();
  }
}
