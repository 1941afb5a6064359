package io.cloakwork.serve.host;

import io.cloakwork.ckks.Ciphertext;
import io.cloakwork.ckks.CkksException;
import io.cloakwork.serve.store.Owner;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/// A session as the host sees it: where its requests join in.
final class Session implements ClientSession {

  private final Dispatcher dispatcher;
  private final Deliveries deliveries;
  private final Notifications listener;
  private final NanoClock clock;
  private final RequestGroup group;

  /// Numbers the host's requests that have no name.
  private final AtomicLong requestNumbers;

  private final AtomicInteger lanes = new AtomicInteger();
  private final AtomicBoolean closed = new AtomicBoolean();

  Session(
      Dispatcher dispatcher,
      Deliveries deliveries,
      Notifications listener,
      NanoClock clock,
      RequestGroup group,
      AtomicLong requestNumbers) {
    this.dispatcher = dispatcher;
    this.deliveries = deliveries;
    this.listener = listener;
    this.clock = clock;
    this.group = group;
    this.requestNumbers = requestNumbers;
  }

  RequestGroup group() {
    return group;
  }

  @Override
  public Owner client() {
    return group.client().owner();
  }

  @Override
  public HostedModel model() {
    return group.model();
  }

  @Override
  public CompletableFuture<InferenceResult> submit(Ciphertext input, SubmitOptions options) {
    if (closed.get()) {
      input.close();
      throw closedSession();
    }
    try {
      requireLane(options);
      model().network().requireInput(input, 1);
    } catch (CkksException | IllegalArgumentException e) {
      input.close();
      return CompletableFuture.failedFuture(e);
    }
    return queue(request(input, options), options);
  }

  private CompletableFuture<InferenceResult> queue(Request request, SubmitOptions options) {
    CompletableFuture<InferenceResult> future = request.future();
    int queued;
    try {
      queued = dispatcher.accept(group, request, options.deadline());
    } catch (RefusedException e) {
      request.input().close();
      listener.refused(request.info(), e);
      return CompletableFuture.failedFuture(e);
    }
    var _ = future.whenComplete((_, _) -> deliveries.abandoned(request));
    listener.accepted(request.info(), queued);
    if (closed.get()) { // closed in the meantime, and may not have seen this one
      future.cancel(false);
    }
    return future;
  }

  private Request request(Ciphertext input, SubmitOptions options) {
    long now = clock.nanos();
    String id = options.requestId().orElseGet(() -> "r" + requestNumbers.incrementAndGet());
    return new Request(
        new RequestInfo(id, client(), model().name(), options.lane()),
        this,
        input,
        model().requestBytes(),
        now,
        options.deadline().map(d -> now + d.toNanos()).orElse(Request.NEVER));
  }

  private void requireLane(SubmitOptions options) {
    options
        .lane()
        .ifPresent(lane -> {
          if (lane >= model().lanes()) {
            throw new IllegalArgumentException(
                "lane %d of model '%s', which has %d"
                    .formatted(lane, model().name(), model().lanes()));
          }
        });
  }

  @Override
  public void requireRoom(SubmitOptions options) {
    if (closed.get()) {
      throw closedSession();
    }
    requireLane(options);
    dispatcher.requireRoom(group, model().requestBytes(), options.deadline());
  }

  private SessionClosedException closedSession() {
    return new SessionClosedException(client(), model().name());
  }

  @Override
  public int nextLane() {
    return Math.floorMod(lanes.getAndIncrement(), model().lanes());
  }

  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      List<Request> open = dispatcher.requestsOf(this);
      open.forEach(request -> request.future().cancel(false));
      dispatcher.awaitRunOf(this);
      dispatcher.leave(group);
    }
  }
}
