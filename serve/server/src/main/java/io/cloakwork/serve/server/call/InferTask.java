package io.cloakwork.serve.server.call;

import com.google.protobuf.ByteString;
import io.cloakwork.ckks.Ciphertext;
import io.cloakwork.ckks.wire.WireReader;
import io.cloakwork.ckks.wire.WireSource;
import io.cloakwork.serve.host.ClientSession;
import io.cloakwork.serve.host.InferenceResult;
import io.cloakwork.serve.host.RequestTiming;
import io.cloakwork.serve.host.SessionClosedException;
import io.cloakwork.serve.host.SubmitOptions;
import io.cloakwork.serve.protocol.Chunks;
import io.cloakwork.serve.protocol.v1.InferReply;
import io.cloakwork.serve.protocol.v1.InferResult;
import io.cloakwork.serve.protocol.v1.InferStart;
import io.cloakwork.serve.protocol.v1.Timing;
import io.cloakwork.serve.server.ops.Outcome;
import io.cloakwork.serve.server.ops.RequestTrail;
import io.cloakwork.spi.device.DeviceOutOfMemoryException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/// One request of a stream: its input while it arrives, then the run, then the reply.
final class InferTask {

  private final InferCall stream;
  private final ServiceParts parts;
  private final ServedModel model;
  private final long id;
  private final String requestId;
  private final InferStart start;
  private final RequestTrail trail;
  private final long beganNanos = System.nanoTime();
  private SubmitOptions options;
  private ClientSession session;
  private ReceivedObject input;
  private long received;

  private volatile long missing;
  private volatile long progressNanos = beganNanos;
  private volatile boolean cancelled;
  private volatile CompletableFuture<InferenceResult> running;

  InferTask(
      InferCall stream,
      ServiceParts parts,
      ServedModel model,
      long id,
      String requestId,
      InferStart start) {
    this.stream = stream;
    this.parts = parts;
    this.model = model;
    this.id = id;
    this.requestId = requestId;
    this.start = start;
    this.trail = parts.operations().begin(requestId, model.name(), start.getTraceparent());
    this.missing = start.getBytes();
  }

  long id() {
    return id;
  }

  String requestId() {
    return requestId;
  }

  /// Bytes of the input that have not come.
  long missing() {
    return missing;
  }

  /// Whose keys it uses; there from [#prepare] on.
  ClientSession session() {
    return session;
  }

  Duration retryAfter() {
    return model.retryAfter();
  }

  /// Refuses now what would be refused once the input is there.
  void prepare(ClientSession open) {
    session = open;
    options =
        new SubmitOptions(
            model.lane(start.getLane(), start.getAllLanes()), deadline(), Optional.of(requestId));
    try {
      session.requireRoom(options);
    } catch (SessionClosedException e) {
      throw streamIsGone(e);
    }
  }

  /// A session is closed under a request only with its whole stream, which nobody listens to then.
  private static CancellationException streamIsGone(SessionClosedException e) {
    CancellationException gone = new CancellationException("the stream was given up");
    gone.initCause(e);
    return gone;
  }

  /// Makes room for the input.
  void makeRoom() throws IOException {
    input = parts.places().receive("request " + requestId, start.getBytes());
  }

  /// What is left of the deadline; empty if there is none.
  private Optional<Duration> deadline() {
    if (start.getDeadlineMillis() == 0) {
      return Optional.empty();
    }
    // Longer than anyone waits, and short enough to be counted in nanoseconds.
    long millis = start.getDeadlineMillis();
    long bounded = millis < 0 ? Integer.MAX_VALUE : Math.min(millis, Integer.MAX_VALUE);
    Duration left = Duration.ofMillis(bounded).minusNanos(System.nanoTime() - beganNanos);
    if (!left.isPositive()) {
      throw CallException.expired("the deadline passed while the input arrived");
    }
    return Optional.of(left);
  }

  /// Takes the next bytes of the input.
  ///
  /// @return whether that was all of it
  boolean append(ByteString chunk) throws IOException {
    input.append(chunk);
    received += chunk.size();
    missing = start.getBytes() - received;
    progressNanos = System.nanoTime();
    return input.isComplete();
  }

  /// Whether the input has begun and nothing of it came for that long.
  boolean isStalled(long nowNanos, long longestNanos) {
    return missing > 0 && nowNanos - progressNanos > longestNanos;
  }

  /// Runs the request, whose input is there, and replies.
  void run() {
    try {
      long arrived = System.nanoTime();
      trail.arrived();
      Ciphertext ciphertext = decode();
      long decodeNanos = System.nanoTime() - arrived;
      trail.decoded();
      reply(submit(ciphertext), decodeNanos);
      trail.end(Outcome.FINISHED);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      fail(CallFailure.draining());
    } catch (IOException | ExecutionException | RuntimeException e) {
      fail(parts.failures().of(e, requestId));
    } finally {
      stream.end(this);
    }
  }

  private void fail(CallFailure failure) {
    trail.end(outcome(failure));
    stream.sendFailure(this, failure);
  }

  private static Outcome outcome(CallFailure failure) {
    return switch (failure.code()) {
      case CANCELLED -> Outcome.CANCELLED;
      case INTERNAL, UNKNOWN, DATA_LOSS -> Outcome.FAILED;
      case OK,
          INVALID_ARGUMENT,
          DEADLINE_EXCEEDED,
          NOT_FOUND,
          ALREADY_EXISTS,
          PERMISSION_DENIED,
          RESOURCE_EXHAUSTED,
          FAILED_PRECONDITION,
          ABORTED,
          OUT_OF_RANGE,
          UNIMPLEMENTED,
          UNAVAILABLE,
          UNAUTHENTICATED ->
          Outcome.REFUSED;
    };
  }

  private Ciphertext decode() throws IOException {
    WireReader reader = new WireReader(model.hosted().context(), model.inputLimits());
    try (ReceivedObject received = input) {
      return reader.ciphertext(WireSource.of(received.open()));
    } catch (DeviceOutOfMemoryException e) {
      // Its bytes have been read and are gone; the client has them, and now there is room.
      if (parts.cache().releaseIdle(e.requestedBytes())) {
        throw CallException.exhausted(
            retryAfter(), "the device had no memory left for the input; some is free now");
      }
      throw e;
    }
  }

  /// @param ciphertext which the session takes
  private InferenceResult submit(Ciphertext ciphertext)
      throws InterruptedException, ExecutionException {
    SubmitOptions now;
    try {
      now = new SubmitOptions(options.lane(), deadline(), options.requestId());
    } catch (CallException e) {
      ciphertext.close();
      throw e;
    }
    CompletableFuture<InferenceResult> future = begin(ciphertext, now);
    running = future;
    if (cancelled) {
      future.cancel(true);
    }
    InferenceResult result = future.get();
    trail.ran(result.timing());
    return result;
  }

  /// A stream that is given up closes its sessions, whatever tasks are about to do.
  private CompletableFuture<InferenceResult> begin(Ciphertext ciphertext, SubmitOptions now) {
    try {
      return session.submit(ciphertext, now);
    } catch (SessionClosedException e) {
      return CompletableFuture.failedFuture(streamIsGone(e));
    }
  }

  private void reply(InferenceResult result, long decodeNanos)
      throws IOException, InterruptedException {
    try (result;
        MemoryBudget.Share _ =
            parts.sending().await(model.resultBytes(), parts.limits().stallTimeout())) {
      if (cancelled) {
        throw new CancellationException();
      }
      long begin = System.nanoTime();
      byte[] object = result.encoded();
      long encodeNanos = System.nanoTime() - begin;
      trail.encoded();
      InferResult head =
          InferResult.newBuilder()
              .setBytes(object.length)
              .setLane(result.lane().orElse(0))
              .setRequestId(requestId)
              .setTiming(timing(result.timing(), decodeNanos, encodeNanos))
              .build();
      // The device's memory is others' while the client takes its time.
      result.close();
      send(head, Chunks.of(object, parts.limits().chunkBytes()));
    }
  }

  /// Sends the reply. A client that takes nothing loses the stream; one that is gone has left it.
  private void send(InferResult head, List<ByteString> chunks) {
    try {
      stream.sender().send(InferReply.newBuilder().setId(id).setResult(head).build());
      for (ByteString chunk : chunks) {
        stream.sender().send(InferReply.newBuilder().setId(id).setData(chunk).build());
      }
    } catch (IOException e) {
      stream.fail(CallException.expired(e.getMessage()).failure());
    }
  }

  private static Timing timing(RequestTiming run, long decodeNanos, long encodeNanos) {
    return Timing.newBuilder()
        .setDecodeMicros(decodeNanos / 1000)
        .setQueueMicros(run.queueNanos() / 1000)
        .setKeysMicros(run.keysNanos() / 1000)
        .setExecuteMicros(run.executeNanos() / 1000)
        .setEncodeMicros(encodeNanos / 1000)
        .setBatch(run.batch())
        .build();
  }

  /// Nobody wants the result any more. Does not wait.
  void cancel() {
    cancelled = true;
    CompletableFuture<InferenceResult> future = running;
    if (future != null) {
      future.cancel(true);
    }
  }

  /// Drops an input that is not complete; one that is belongs to the run.
  void close() {
    if (missing > 0) {
      trail.end(cancelled ? Outcome.CANCELLED : Outcome.REFUSED);
      if (input != null) {
        input.close();
      }
    }
  }
}
