package io.cloakwork.serve.protocol;

import com.google.common.util.concurrent.MoreExecutors;
import com.google.protobuf.ByteString;
import io.cloakwork.serve.protocol.IncomingObject.ChunkException;
import io.cloakwork.serve.protocol.v1.Cancel;
import io.cloakwork.serve.protocol.v1.Failure;
import io.cloakwork.serve.protocol.v1.InferReply;
import io.cloakwork.serve.protocol.v1.InferRequest;
import io.cloakwork.serve.protocol.v1.InferResult;
import io.cloakwork.serve.protocol.v1.InferStart;
import io.cloakwork.serve.protocol.v1.InferenceServiceGrpc.InferenceServiceStub;
import io.grpc.Status;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;

/// One stream of inferences: any number of threads exchange a request for a result on it. A reply
/// that no request of this stream can have ends it; one to a request that is over is passed over,
/// because it may have been on its way.
final class InferStream implements ClientResponseObserver<InferRequest, InferReply> {

  private static final String INFERENCE = "inference";

  /// How long a service that has nothing left to answer may take to end the stream.
  private static final long END_SECONDS = 1;

  private final Duration stallTimeout;
  private final int chunkBytes;
  private final Map<Long, Open> requests = new ConcurrentHashMap<>();
  private final AtomicLong lastId = new AtomicLong();

  // Set before the stream starts.
  private ClientCallStreamObserver<InferRequest> call;
  private PacedSender<InferRequest> sender;

  private volatile RemoteException ended;

  /// Open until the service has ended the stream, or it broke.
  private final CountDownLatch over = new CountDownLatch(1);

  private InferStream(Duration stallTimeout, int chunkBytes) {
    this.stallTimeout = stallTimeout;
    this.chunkBytes = chunkBytes;
  }

  /// Starts a stream.
  ///
  /// @param chunkBytes the longest chunk that the service takes
  static InferStream open(InferenceServiceStub stub, Duration stallTimeout, int chunkBytes) {
    InferStream stream = new InferStream(stallTimeout, chunkBytes);
    // What is done with a reply takes no longer than handing it to another thread.
    stub.withExecutor(MoreExecutors.directExecutor()).infer(stream);
    return stream;
  }

  /// A request that waits for its result.
  private static final class Open {

    private final long limit;
    private final long start = System.nanoTime();
    private final CompletableFuture<RemoteResult> result = new CompletableFuture<>();

    // Used by the thread of replies only.
    private InferResult announced;
    private IncomingObject object;

    Open(long limit) {
      this.limit = limit;
    }

    void announce(InferResult reply) throws ChunkException {
      if (announced != null) {
        throw new ChunkException("the result: it is announced twice");
      }
      announced = reply;
      object = new IncomingObject("the result", reply.getBytes(), limit);
    }

    void append(ByteString data) throws ChunkException {
      if (object == null) {
        throw new ChunkException("the result: data comes before its length");
      }
      object.append(data);
      if (object.isComplete()) {
        result.complete(
            new RemoteResult(
                object,
                announced.getLane(),
                RemoteText.clean(announced.getRequestId()),
                RemoteTiming.of(announced.getTiming()),
                System.nanoTime() - start));
      }
    }
  }

  boolean isUsable() {
    return ended == null;
  }

  /// Sends a request and waits for its result.
  ///
  /// @throws RemoteException if the service refuses it, the stream ends, or the time is over
  /// @throws IOException if the input cannot be read
  RemoteResult exchange(InferCall inference, Duration timeout)
      throws IOException, InterruptedException {
    long deadline = System.nanoTime() + timeout.toNanos();
    long id = lastId.incrementAndGet();
    Open request = new Open(inference.maxResultBytes());
    requests.put(id, request);
    try {
      requireOpen();
      send(id, inference, request, timeout);
      return await(request, deadline);
    } finally {
      requests.remove(id);
      if (!request.result.isDone()) {
        sender.sendAtOnce(
            InferRequest.newBuilder().setId(id).setCancel(Cancel.getDefaultInstance()).build());
      }
    }
  }

  private void send(long id, InferCall inference, Open request, Duration timeout)
      throws IOException {
    ByteSource input = inference.input();
    try (InputStream bytes = input.open(0)) {
      toService(InferRequest.newBuilder().setId(id).setStart(start(inference, timeout)).build());
      Chunks.send(
          bytes,
          input.bytes(),
          chunkBytes,
          chunk -> {
            // A request that was refused already does not want the rest.
            if (!request.result.isDone()) {
              toService(InferRequest.newBuilder().setId(id).setData(chunk).build());
            }
          });
    } catch (Unsent e) {
      requireOpen();
      throw e.failure;
    }
  }

  private static InferStart start(InferCall inference, Duration timeout) {
    InferStart.Builder start =
        InferStart.newBuilder()
            .setModel(inference.model())
            .setKeySet(inference.keySet())
            .setLane(inference.lane().index())
            .setAllLanes(inference.lane().allLanes())
            .setBytes(inference.input().bytes());
    inference.deadline().ifPresent(_ -> start.setDeadlineMillis(Math.max(1, timeout.toMillis())));
    inference.requestId().ifPresent(start::setRequestId);
    return start.build();
  }

  /// A message that did not get onto the stream, told apart from an input that cannot be read.
  private static final class Unsent extends IOException {

    private static final long serialVersionUID = 1L;

    private final RemoteException failure;

    Unsent(RemoteException failure) {
      super(failure);
      this.failure = failure;
    }
  }

  private void toService(InferRequest message) throws Unsent {
    try {
      sender.send(message);
    } catch (java.io.InterruptedIOException e) {
      throw new Unsent(
          new RemoteException(Status.Code.CANCELLED, "the inference was cancelled", null, e));
    } catch (IOException e) {
      throw new Unsent(
          new RemoteException(
              Status.Code.UNAVAILABLE, "%s: %s".formatted(INFERENCE, e.getMessage()), null, e));
    }
  }

  private static RemoteResult await(Open request, long deadline) throws InterruptedException {
    try {
      return request.result.get(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RemoteException failure) {
        throw failure;
      }
      throw new IllegalStateException(e.getCause());
    } catch (TimeoutException e) {
      throw new RemoteException(
          Status.Code.DEADLINE_EXCEEDED, "inference: no result within its time", null, e);
    }
  }

  private void requireOpen() {
    if (ended != null) {
      throw ended;
    }
  }

  @Override
  public void beforeStart(ClientCallStreamObserver<InferRequest> stream) {
    call = stream;
    sender = new PacedSender<>(stream, stallTimeout);
    stream.setOnReadyHandler(sender::wake);
  }

  @Override
  public void onNext(InferReply reply) {
    Open request = requests.get(reply.getId());
    if (request == null) {
      if (reply.getId() < 1 || reply.getId() > lastId.get()) {
        abandon(
            "the service answers request %s, which was never made"
                .formatted(Long.toUnsignedString(reply.getId())));
      }
      return;
    }
    try {
      switch (reply.getPartCase()) {
        case RESULT -> request.announce(reply.getResult());
        case DATA -> request.append(reply.getData());
        case FAILURE -> request.result.completeExceptionally(failure(reply.getFailure()));
        case PART_NOT_SET -> throw new ChunkException("the result: a message is empty");
      }
    } catch (ChunkException e) {
      request.result.completeExceptionally(
          new RemoteException(
              Status.Code.DATA_LOSS,
              "the service's reply is malformed: " + e.getMessage(),
              null,
              e));
    }
  }

  private static RemoteException failure(Failure failure) {
    return RemoteException.of(
        INFERENCE, failure.getCode(), failure.getMessage(), failure.getRetryAfterMillis());
  }

  @Override
  public void onError(Throwable failure) {
    end(RemoteException.of(INFERENCE, failure));
    over.countDown();
  }

  @Override
  public void onCompleted() {
    end(
        new RemoteException(
            Status.Code.UNAVAILABLE, "inference: the service has ended the stream"));
    over.countDown();
  }

  private void abandon(String why) {
    end(new RemoteException(Status.Code.DATA_LOSS, why));
    call.cancel(why, null);
  }

  private void end(RemoteException why) {
    if (ended == null) {
      ended = why;
    }
    sender.end(why.getMessage());
    requests.values().forEach(request -> request.result.completeExceptionally(ended));
  }

  /// No more requests, and all have their results: the service is told so and may end the stream,
  /// within a moment. One that is cancelled is to its operator a client that went away.
  void close() {
    sender.complete();
    end(closed());
    if (!awaitEnd()) {
      call.cancel("closed", null);
    }
  }

  /// No more requests; those that are open fail.
  void giveUp() {
    end(closed());
    call.cancel("closed", null);
  }

  private static RemoteException closed() {
    return new RemoteException(Status.Code.CANCELLED, "the connection is closed");
  }

  private boolean awaitEnd() {
    try {
      return over.await(END_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
