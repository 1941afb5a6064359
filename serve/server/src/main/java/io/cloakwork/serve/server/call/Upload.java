package io.cloakwork.serve.server.call;

import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/// A call that receives many messages, each taken before the next is asked for, and sends one.
final class Upload<Q, R> implements StreamObserver<Q> {

  /// What is done with the messages. Called by one thread at a time; may block.
  interface Receiver<Q, R> extends AutoCloseable {

    void take(Q message) throws IOException;

    /// The client has sent everything.
    R finish() throws IOException;

    /// Drops what was not finished.
    @Override
    void close();
  }

  private final ServiceParts parts;
  private final Receiver<Q, R> receiver;
  private final ServerCallStreamObserver<R> call;
  private final String callId = CallId.current();
  private final Future<?> watch;
  private volatile long progressNanos = System.nanoTime();
  private volatile boolean finishing;
  private boolean ended;

  private Upload(ServiceParts parts, Receiver<Q, R> receiver, ServerCallStreamObserver<R> call) {
    this.parts = parts;
    this.receiver = receiver;
    this.call = call;
    long period = Math.max(1, parts.limits().stallTimeout().toMillis() / 4);
    this.watch =
        parts.timer().scheduleWithFixedDelay(this::watch, period, period, TimeUnit.MILLISECONDS);
  }

  static <Q, R> StreamObserver<Q> begin(
      ServiceParts parts, Receiver<Q, R> receiver, ServerCallStreamObserver<R> call) {
    Upload<Q, R> upload = new Upload<>(parts, receiver, call);
    call.disableAutoRequest();
    call.setOnCancelHandler(upload::end);
    call.request(1);
    return upload;
  }

  @Override
  public void onNext(Q message) {
    try {
      receiver.take(message);
      progressNanos = System.nanoTime();
      call.request(1);
    } catch (IOException | RuntimeException e) {
      fail(e);
    }
  }

  @Override
  public void onCompleted() {
    try {
      finishing = true;
      R reply = receiver.finish();
      end();
      call.onNext(reply);
      call.onCompleted();
    } catch (IOException | RuntimeException e) {
      fail(e);
    }
  }

  @Override
  public void onError(Throwable failure) {
    end();
  }

  private void fail(Throwable thrown) {
    if (end()) {
      call.onError(parts.failures().of(thrown, callId).exception(callId));
    }
  }

  /// @return whether this was the end
  private synchronized boolean end() {
    if (ended) {
      return false;
    }
    ended = true;
    watch.cancel(false);
    try {
      receiver.close();
    } catch (RuntimeException e) {
      // The call still has to end: that something could not be dropped is only logged.
      parts.failures().of(e, callId);
    }
    return true;
  }

  /// Gives up on a client that sends nothing. The receiver is not in use then, unless the client
  /// has just come back; for it that is the same as a lost connection.
  private void watch() {
    long longest = parts.limits().stallTimeout().toNanos();
    if (!finishing && System.nanoTime() - progressNanos > longest) {
      fail(CallException.expired("nothing of the upload came for too long"));
    }
  }
}
