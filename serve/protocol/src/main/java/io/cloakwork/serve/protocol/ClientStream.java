package io.cloakwork.serve.protocol;

import io.grpc.Status;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;

/// A call that sends many messages, no faster than they are taken, and receives one. Used once.
final class ClientStream<Q, R> implements ClientResponseObserver<Q, R> {

  /// Takes messages; throws when the call is over.
  interface Sink<Q> {
    void send(Q message) throws IOException;
  }

  /// Sends all messages.
  interface Content<Q> {
    void writeTo(Sink<Q> sink) throws IOException;
  }

  private final String doing;
  private final Duration stallTimeout;
  private final Function<StreamObserver<R>, StreamObserver<Q>> method;
  private final CompletableFuture<R> reply = new CompletableFuture<>();
  private ClientCallStreamObserver<Q> call;
  private PacedSender<Q> sender;
  private volatile R received;

  /// @param doing what the call does, for sentences
  /// @param method of the stub
  ClientStream(
      String doing, Duration stallTimeout, Function<StreamObserver<R>, StreamObserver<Q>> method) {
    this.doing = doing;
    this.stallTimeout = stallTimeout;
    this.method = method;
  }

  /// The call was over before all was sent; why, the reply says.
  private static final class Over extends IOException {

    private static final long serialVersionUID = 1L;

    Over(IOException cause) {
      super(cause.getMessage(), cause);
    }
  }

  /// Makes the call.
  ///
  /// @throws RemoteException if the service ends it with a failure, or takes nothing for too long
  /// @throws IOException if what is to be sent cannot be read
  R run(Content<Q> content) throws IOException {
    StreamObserver<Q> started = method.apply(this);
    boolean sent = false;
    try {
      content.writeTo(this::send);
      sender.complete();
      sent = true;
    } catch (Over e) {
      if (!reply.isDone()) {
        throw new RemoteException(
            Status.Code.UNAVAILABLE, "%s: %s".formatted(doing, e.getMessage()), null, e);
      }
    } finally {
      if (!sent && !reply.isDone()) {
        started.onError(Status.CANCELLED.asException());
      }
    }
    return await();
  }

  private void send(Q message) throws Over, InterruptedIOException {
    try {
      sender.send(message);
    } catch (InterruptedIOException e) {
      throw e;
    } catch (IOException e) {
      throw new Over(e);
    }
  }

  private R await() throws IOException {
    try {
      return reply.get();
    } catch (ExecutionException e) {
      throw RemoteException.of(doing, e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      call.cancel("interrupted", e);
      InterruptedIOException wrapped = new InterruptedIOException(doing + ": interrupted");
      wrapped.initCause(e);
      throw wrapped;
    }
  }

  @Override
  public void beforeStart(ClientCallStreamObserver<Q> stream) {
    call = stream;
    sender = new PacedSender<>(stream, stallTimeout);
    stream.setOnReadyHandler(sender::wake);
  }

  @Override
  public void onNext(R message) {
    received = message;
  }

  @Override
  public void onError(Throwable failure) {
    reply.completeExceptionally(failure);
    sender.end("the service has ended the call");
  }

  @Override
  public void onCompleted() {
    if (received == null) {
      reply.completeExceptionally(
          Status.INTERNAL.withDescription("the service has not replied").asException());
    } else {
      reply.complete(received);
    }
    sender.end("the service has ended the call");
  }
}
