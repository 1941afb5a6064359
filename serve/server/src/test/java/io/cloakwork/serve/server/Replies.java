package io.cloakwork.serve.server;

import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// What a call answers.
final class Replies<R> implements StreamObserver<R> {

  private static final int SECONDS = 30;

  private final List<R> messages = Collections.synchronizedList(new ArrayList<>());
  private final BlockingQueue<R> arriving = new LinkedBlockingQueue<>();
  private final CountDownLatch ended = new CountDownLatch(1);
  private volatile Status status;

  @Override
  public void onNext(R message) {
    messages.add(message);
    arriving.add(message);
  }

  @Override
  public void onError(Throwable failure) {
    status = Status.fromThrowable(failure);
    ended.countDown();
  }

  @Override
  public void onCompleted() {
    status = Status.OK;
    ended.countDown();
  }

  /// The next message.
  R next() {
    try {
      R message = arriving.poll(SECONDS, TimeUnit.SECONDS);
      if (message == null) {
        throw new AssertionError("no reply; the call's status is " + status);
      }
      return message;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  /// Waits for the end of the call.
  Replies<R> await() {
    try {
      if (!ended.await(SECONDS, TimeUnit.SECONDS)) {
        throw new AssertionError("the call has not ended; there are " + messages.size());
      }
      return this;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  Status.Code status() {
    return status.getCode();
  }

  List<R> messages() {
    return messages;
  }
}
