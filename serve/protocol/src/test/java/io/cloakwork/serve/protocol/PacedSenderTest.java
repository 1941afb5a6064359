package io.cloakwork.serve.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.stub.CallStreamObserver;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class PacedSenderTest {

  /// A transport with room for so many messages.
  private static final class Transport extends CallStreamObserver<String> {

    private final AtomicInteger room = new AtomicInteger();
    private final List<String> sent = new CopyOnWriteArrayList<>();
    private boolean completed;

    @Override
    public boolean isReady() {
      return room.get() > 0;
    }

    @Override
    public void onNext(String message) {
      room.decrementAndGet();
      sent.add(message);
    }

    @Override
    public void onCompleted() {
      completed = true;
    }

    @Override
    public void onError(Throwable failure) {}

    @Override
    public void setOnReadyHandler(Runnable handler) {}

    @Override
    public void disableAutoInboundFlowControl() {}

    @Override
    public void request(int count) {}

    @Override
    public void setMessageCompression(boolean enable) {}
  }

  private final Transport transport = new Transport();

  private PacedSender<String> sender(Duration longestWait) {
    return new PacedSender<>(transport, longestWait);
  }

  @Test
  void nothingIsSentBeforeThereIsRoom() throws Exception {
    PacedSender<String> sender = sender(Duration.ofSeconds(10));
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> sending = new CopyOnWriteArrayList<>();
      for (int i = 0; i < 50; i++) {
        String message = "m" + i;
        sending.add(
            threads.submit(() -> {
              sender.send(message);
              return null;
            }));
      }
      for (int i = 0; i < 50; i++) {
        while (transport.sent.size() < i) {
          Thread.onSpinWait();
        }
        assertThat(transport.sent).hasSize(i);
        transport.room.incrementAndGet();
        sender.wake();
      }
      for (Future<?> one : sending) {
        one.get();
      }
    }
    assertThat(transport.sent).hasSize(50).doesNotHaveDuplicates();
  }

  @Test
  void aPeerThatTakesNothingIsGivenUp() {
    assertThatThrownBy(() -> sender(Duration.ofMillis(20)).send("m"))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("the other side took nothing for");
    assertThat(transport.sent).isEmpty();
  }

  @Test
  void theEndOfTheStreamWakesWhoWaits() throws Exception {
    PacedSender<String> sender = sender(Duration.ofSeconds(10));
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Throwable> failure =
          threads.submit(() -> {
            try {
              sender.send("m");
              return null;
            } catch (IOException e) {
              return e;
            }
          });
      sender.end("the service has hung up");
      sender.end("another reason");
      assertThat(failure.get()).hasMessage("the service has hung up");
    }
    sender.sendAtOnce("m");
    sender.complete();
    assertThat(transport.sent).isEmpty();
    assertThat(transport.completed).isFalse();
  }

  @Test
  void shortMessagesDoNotWaitForRoom() {
    PacedSender<String> sender = sender(Duration.ofSeconds(10));
    sender.sendAtOnce("cancel");
    sender.complete();
    assertThat(transport.sent).containsExactly("cancel");
    assertThat(transport.completed).isTrue();
  }

  @Test
  void anInterruptedThreadSendsNothing() {
    PacedSender<String> sender = sender(Duration.ofSeconds(10));
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> sender.send("m")).isInstanceOf(InterruptedIOException.class);
    assertThat(Thread.interrupted()).isTrue();
    assertThat(transport.sent).isEmpty();
  }
}
