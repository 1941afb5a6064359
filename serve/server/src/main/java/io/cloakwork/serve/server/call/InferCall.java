package io.cloakwork.serve.server.call;

import io.cloakwork.serve.host.ClientSession;
import io.cloakwork.serve.protocol.PacedSender;
import io.cloakwork.serve.protocol.v1.InferReply;
import io.cloakwork.serve.protocol.v1.InferRequest;
import io.cloakwork.serve.protocol.v1.InferStart;
import io.cloakwork.serve.server.access.Caller;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;

/// One stream of inference requests. Messages are taken one at a time, a few are asked for ahead,
/// and none is asked for while the client does not take its replies: so what waits in either
/// direction is bounded by those few and the transport's windows. Requests run beside each other,
/// each on a thread of its own; what fails is a request's affair unless the stream itself makes no
/// sense any more.
final class InferCall implements StreamObserver<InferRequest> {

  /// Messages asked for before they are needed: a whole small input comes without waiting for turns
  /// of the transport's threads between its chunks.
  private static final int AHEAD = 4;

  /// Refused requests whose bytes may still be on their way.
  private static final int MAX_REFUSED = 1024;

  private final ServiceParts parts;
  private final Caller caller;
  private final ServerCallStreamObserver<InferReply> call;
  private final PacedSender<InferReply> sender;
  private final Failures failures;
  private final String callId;
  private final Future<?> watch;

  private final ReentrantLock lock = new ReentrantLock();

  // Under the lock.
  private final Map<Long, InferTask> open = new HashMap<>();
  private boolean closing;
  private boolean ended;

  /// Bytes of refused requests that may still come. Touched by the transport's callbacks only, of
  /// which there is one at a time.
  private final Map<Long, Long> refused = new HashMap<>();

  private final StreamSessions sessions;

  /// Messages that were taken and for which no others have been asked yet. Touched by callbacks
  /// only.
  private int owed;

  /// All streams of the service, this one while it is open.
  private final Set<InferCall> streams;

  private InferCall(
      ServiceParts parts, ServerCallStreamObserver<InferReply> call, Set<InferCall> streams) {
    this.parts = parts;
    this.streams = streams;
    this.caller = Caller.current();
    this.call = call;
    this.sessions = new StreamSessions(parts, caller.owner());
    this.sender = new PacedSender<>(call, parts.limits().stallTimeout());
    this.failures = parts.failures();
    this.callId = CallId.current();
    long period = Math.max(1, parts.limits().stallTimeout().toMillis() / 4);
    this.watch =
        parts.timer().scheduleWithFixedDelay(this::watch, period, period, TimeUnit.MILLISECONDS);
  }

  /// Begins to take requests.
  ///
  /// @param streams that the service would tell to end; thread-safe
  static StreamObserver<InferRequest> begin(
      ServiceParts parts, ServerCallStreamObserver<InferReply> call, Set<InferCall> streams) {
    InferCall infer = new InferCall(parts, call, streams);
    streams.add(infer);
    call.disableAutoRequest();
    call.setOnReadyHandler(infer::onReady);
    call.setOnCancelHandler(() -> infer.abandon("the client is gone"));
    call.request(AHEAD);
    return infer;
  }

  @Override
  public void onNext(InferRequest message) {
    try {
      switch (message.getPartCase()) {
        case START -> start(message.getId(), message.getStart());
        case DATA -> data(message);
        case CANCEL -> cancel(message.getId());
        case PART_NOT_SET ->
            throw CallException.invalid("a message for request %d has no part", message.getId());
      }
      owed++;
      askForMore();
    } catch (CallException e) {
      fail(e.failure());
    }
  }

  private void onReady() {
    sender.wake();
    askForMore();
  }

  /// Asks for as many messages as were taken, once the client has taken its replies.
  private void askForMore() {
    if (owed > 0 && call.isReady()) {
      call.request(owed);
      owed = 0;
    }
  }

  private void start(long id, InferStart start) {
    if (isOpen(id) || refused.containsKey(id)) {
      throw CallException.invalid("request %d is open already", id);
    }
    String requestId = CallId.orNew(start.getRequestId());
    try {
      parts
          .rates()
          .take(caller)
          .ifPresent(wait -> {
            throw CallException.tooOften(wait);
          });
      ServedModel model = parts.model(start.getModel());
      model.requireInputLength(start.getBytes());
      InferTask task = new InferTask(this, parts, model, id, requestId, start);
      task.prepare(
          sessions.session(model, Requests.keySet(start.getKeySet()), this::sessionsInUse));
      admit(id, task);
    } catch (IOException | RuntimeException e) {
      refuse(id, start.getBytes(), failures.of(e, requestId), requestId);
    }
  }

  private void admit(long id, InferTask task) throws IOException {
    lock.lock();
    try {
      if (closing || ended) {
        throw CallException.draining();
      }
      if (open.size() >= parts.limits().openRequests()) {
        throw CallException.exhausted(
            task.retryAfter(), "the stream has %d open requests already", open.size());
      }
      task.makeRoom();
      open.put(id, task);
    } finally {
      lock.unlock();
    }
  }

  private Set<ClientSession> sessionsInUse() {
    lock.lock();
    try {
      return open.values().stream().map(InferTask::session).collect(Collectors.toSet());
    } finally {
      lock.unlock();
    }
  }

  private void refuse(long id, long bytes, CallFailure failure, String requestId) {
    if (bytes > 0) {
      if (refused.size() >= MAX_REFUSED) {
        throw CallException.exhausted(
            Duration.ofSeconds(1), "too many refused requests are still being sent");
      }
      refused.put(id, bytes);
    }
    sender.sendAtOnce(
        InferReply.newBuilder().setId(id).setFailure(failure.toMessage(requestId)).build());
  }

  private void data(InferRequest message) {
    long id = message.getId();
    InferTask task = find(id);
    if (task == null) {
      skip(id, message.getData().size());
      return;
    }
    try {
      if (task.append(message.getData())) {
        Thread.ofVirtual().name("infer-" + task.requestId()).start(task::run);
      }
    } catch (IOException | RuntimeException e) {
      // What is left of the object may still come.
      refuse(id, task.missing(), failures.of(e, task.requestId()), task.requestId());
      end(task);
    }
  }

  /// Drops bytes of a request that was refused or cancelled.
  private void skip(long id, int bytes) {
    Long left = refused.get(id);
    if (left == null) {
      throw CallException.invalid("data came for request %d, which is not open", id);
    }
    if (bytes >= left) {
      refused.remove(id);
    } else {
      refused.put(id, left - bytes);
    }
  }

  private void cancel(long id) {
    InferTask task = find(id);
    if (task != null) {
      long left = task.missing();
      task.cancel();
      if (left > 0) {
        CallFailure cancelled = failures.of(new CancellationException(), task.requestId());
        refuse(id, left, cancelled, task.requestId());
        end(task);
      }
    }
    // A request that is not open has its reply already.
  }

  @Override
  public void onCompleted() {
    List<InferTask> unfinished = new ArrayList<>();
    lock.lock();
    try {
      closing = true;
      open.values().stream().filter(task -> task.missing() > 0).forEach(unfinished::add);
    } finally {
      lock.unlock();
    }
    for (InferTask task : unfinished) {
      sendFailure(
          task,
          CallException.invalid("the stream ended %d bytes before the input did", task.missing())
              .failure());
      end(task);
    }
    completeIfDone();
  }

  @Override
  public void onError(Throwable failure) {
    abandon("the client has ended the stream");
  }

  /// Takes no more requests; the stream ends when those that are open have their replies.
  void drain() {
    lock.lock();
    try {
      closing = true;
    } finally {
      lock.unlock();
    }
    completeIfDone();
  }

  /// Replies with a failure.
  void sendFailure(InferTask task, CallFailure failure) {
    sender.sendAtOnce(
        InferReply.newBuilder()
            .setId(task.id())
            .setFailure(failure.toMessage(task.requestId()))
            .build());
  }

  PacedSender<InferReply> sender() {
    return sender;
  }

  /// A request has its reply, or nobody waits for it.
  void end(InferTask task) {
    lock.lock();
    try {
      open.remove(task.id(), task);
    } finally {
      lock.unlock();
    }
    task.close();
    completeIfDone();
  }

  private boolean isOpen(long id) {
    return find(id) != null;
  }

  private InferTask find(long id) {
    lock.lock();
    try {
      return open.get(id);
    } finally {
      lock.unlock();
    }
  }

  private void completeIfDone() {
    lock.lock();
    try {
      if (!closing || ended || !open.isEmpty()) {
        return;
      }
      ended = true;
    } finally {
      lock.unlock();
    }
    sender.complete();
    release();
  }

  /// Ends the whole stream, if it has not ended.
  void fail(CallFailure failure) {
    if (abandon(failure.message())) {
      call.onError(failure.exception(callId));
    }
  }

  /// Cancels everything that is open.
  ///
  /// @return whether the stream had not ended
  private boolean abandon(String why) {
    List<InferTask> tasks;
    lock.lock();
    try {
      if (ended) {
        return false;
      }
      ended = true;
      tasks = List.copyOf(open.values());
      open.clear();
    } finally {
      lock.unlock();
    }
    sender.end(why);
    for (InferTask task : tasks) {
      task.cancel();
      task.close();
    }
    release();
    return true;
  }

  private void release() {
    watch.cancel(false);
    streams.remove(this);
    // It waits for runs, which the transport's thread must not.
    Thread.ofVirtual().name("sessions-close").start(sessions::close);
  }

  /// Gives up on clients that have begun an object and send nothing.
  private void watch() {
    boolean stalled;
    lock.lock();
    try {
      long now = System.nanoTime();
      long longest = parts.limits().stallTimeout().toNanos();
      stalled = open.values().stream().anyMatch(task -> task.isStalled(now, longest));
    } finally {
      lock.unlock();
    }
    if (stalled) {
      fail(
          CallException.expired("an input was begun and nothing of it came for too long")
              .failure());
    }
  }
}
