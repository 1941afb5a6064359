package io.cloakwork.serve.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.cloakwork.compiler.CompiledNetwork;
import io.cloakwork.serve.host.RefusedException.Reason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/// Models that are taken away or replaced while there are requests for them and for others. Clients
/// belong to a model that stays, of the same network, for decrypting takes a context.
class UnloadTest extends HostTest {

  private static final String LEAVING = "leaving";
  private static final Duration LONG = Duration.ofMinutes(1);
  private static final CompiledNetwork NETWORK = SmallNetwork.compile(LANES);
  private static final CompiledNetwork OTHER = SmallNetwork.compile(2);

  private TestClient client;
  private ClientSession session;

  private void openWithLeavingModel(Recorder recorder) {
    open(SETTINGS, recorder);
    client = client("client");
    host.load(LEAVING, NETWORK);
    session = host.open(client.owner(), LEAVING, client.keys());
  }

  private CompletableFuture<InferenceResult> submit(double[] input) {
    return session.submit(client.encrypt(input));
  }

  private static Reason refusal(CompletableFuture<InferenceResult> future) {
    Throwable thrown = catchThrowable(future::join);
    assertThat(thrown).isInstanceOf(CompletionException.class);
    assertThat(thrown.getCause()).isInstanceOf(RefusedException.class);
    return ((RefusedException) thrown.getCause()).reason();
  }

  private void assertServed() {
    double[] input = client.input();
    try (ClientSession staying = session(client)) {
      client.assertRight(staying.submit(client.encrypt(input)).join(), input);
    }
  }

  private Future<Boolean> unloadMeanwhile(ExecutorService threads, Duration atMost) {
    Future<Boolean> unloading = threads.submit(() -> host.unload(LEAVING, atMost));
    while (host.model(LEAVING).isPresent()) {
      Thread.onSpinWait();
    }
    return unloading;
  }

  @Test
  void itsMemoryIsGivenBackAndOthersAreServed() {
    open(SETTINGS, Recorder.open());
    client = client("client");
    assertServed();
    long before = device.allocatedBytes();
    host.load(LEAVING, NETWORK);
    session = host.open(client.owner(), LEAVING, client.keys());
    double[] input = client.input();
    final InferenceResult kept = submit(input).join();
    assertThat(device.allocatedBytes()).isGreaterThan(before);
    assertThat(host.unload(LEAVING, LONG)).isTrue();
    client.assertRight(kept, input);
    assertThat(device.allocatedBytes()).isEqualTo(before);
    assertThat(host.models()).extracting(HostedModel::name).containsExactly(MODEL);
    assertThat(refusal(submit(input))).isEqualTo(Reason.UNLOADED);
    assertThatThrownBy(() -> session.requireRoom(SubmitOptions.allLanes()))
        .isInstanceOf(RefusedException.class)
        .hasMessage("model 'leaving' was unloaded or replaced since the session began");
    session.close();
    assertThatThrownBy(() -> host.open(client.owner(), LEAVING, client.keys()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("there is no model named 'leaving'; there are [small]");
    assertThatThrownBy(() -> host.unload(LEAVING, LONG))
        .isInstanceOf(IllegalArgumentException.class);
    assertServed();
    assertThat(host.status().heldBytes()).isZero();
  }

  @Test
  void whatWasAcceptedHasItsResultFirst() throws Exception {
    Recorder recorder = Recorder.holding();
    openWithLeavingModel(recorder);
    double[] first = client.input();
    double[] second = client.input();
    final var running = submit(first);
    recorder.awaitRun();
    final var waiting = submit(second);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      final Future<Boolean> unloading = unloadMeanwhile(threads, LONG);
      while (!refusesNow()) {
        Thread.onSpinWait();
      }
      assertThat(unloading.isDone()).isFalse();
      recorder.release();
      client.assertRight(running.join(), first);
      client.assertRight(waiting.join(), second);
      assertThat(unloading.get()).isTrue();
    }
    assertServed();
  }

  private boolean refusesNow() {
    try {
      session.requireRoom(SubmitOptions.allLanes());
      return false;
    } catch (RefusedException e) {
      assertThat(e.reason()).isEqualTo(Reason.UNLOADED);
      return true;
    }
  }

  @Test
  void whatHasNotEndedInTimeIsRefused() throws Exception {
    Recorder recorder = Recorder.holding();
    openWithLeavingModel(recorder);
    final var running = submit(client.input());
    recorder.awaitRun();
    var waiting = submit(client.input());
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      final Future<Boolean> unloading = unloadMeanwhile(threads, Duration.ZERO);
      assertThat(refusal(waiting)).isEqualTo(Reason.UNLOADED);
      recorder.release();
      assertThat(refusal(running)).isEqualTo(Reason.UNLOADED);
      assertThat(unloading.get()).isFalse();
    }
    assertServed();
    assertThat(host.status().heldBytes()).isZero();
    assertThat(host.status().queued()).isZero();
  }

  @Test
  void anInterruptEndsTheWaiting() throws Exception {
    Recorder recorder = Recorder.holding();
    openWithLeavingModel(recorder);
    final var running = submit(client.input());
    recorder.awaitRun();
    AtomicBoolean interrupted = new AtomicBoolean();
    Callable<Boolean> unload =
        () -> {
          Thread.currentThread().interrupt();
          boolean all = host.unload(LEAVING, LONG);
          interrupted.set(Thread.interrupted());
          return all;
        };
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Boolean> unloading = threads.submit(unload);
      while (!refusesNow()) {
        Thread.onSpinWait();
      }
      recorder.release();
      assertThat(unloading.get()).isFalse();
    }
    assertThat(interrupted).isTrue();
    assertThat(refusal(running)).isEqualTo(Reason.UNLOADED);
  }

  @Test
  void closingTheHostEndsTheWaiting() throws Exception {
    Recorder recorder = Recorder.holding();
    openWithLeavingModel(recorder);
    final var running = submit(client.input());
    recorder.awaitRun();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      final Future<Boolean> unloading = unloadMeanwhile(threads, LONG);
      Future<?> closing = threads.submit(host::close);
      while (!host.status().draining()) {
        Thread.onSpinWait();
      }
      recorder.release();
      closing.get();
      assertThat(unloading.isDone()).as("the device may be closed now").isTrue();
      assertThat(unloading.get()).isFalse();
    }
    assertThat(refusal(running)).isEqualTo(Reason.DRAINING);
  }

  @Test
  void aReplacedModelIsServedUntilTheNewOneIsThere() {
    openWithLeavingModel(Recorder.open());
    HostedModel next = host.replace(LEAVING, OTHER, LONG);
    assertThat(next.lanes()).isEqualTo(2);
    assertThat(host.model(LEAVING)).containsSame(next);
    assertThat(refusal(submit(client.input()))).isEqualTo(Reason.UNLOADED);
    session.close();
    TestClient again = new TestClient(next, "again");
    try (again;
        ClientSession renewed = host.open(again.owner(), LEAVING, again.keys())) {
      double[] input = again.input();
      again.assertRight(renewed.submit(again.encrypt(input)).join(), input);
    }
    assertThatThrownBy(() -> host.replace("unknown", OTHER, LONG))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("there is no model named 'unknown'");
  }

  /// Clients that ask on and on, and open their sessions again when they are told to, while the
  /// model is replaced: every request has its right result, or is refused for that reason.
  @Test
  void nothingIsLostWhileAModelIsReplacedAgainAndAgain() throws Exception {
    openWithLeavingModel(Recorder.open());
    session.close();
    List<TestClient> clients = List.of(client("a"), client("b"), client("c"));
    AtomicBoolean done = new AtomicBoolean();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Integer>> asking = new ArrayList<>();
      for (TestClient one : clients) {
        asking.add(threads.submit(() -> ask(one, done)));
      }
      try {
        for (int i = 0; i < 5; i++) {
          host.replace(LEAVING, NETWORK, LONG);
        }
      } finally {
        done.set(true);
      }
      for (Future<Integer> answered : asking) {
        assertThat(answered.get()).isPositive();
      }
    }
    assertThat(host.drain(LONG)).isTrue();
    assertThat(host.status().heldBytes()).isZero();
    assertThat(host.status().sessions()).isZero();
  }

  /// @return how many requests were answered
  private int ask(TestClient one, AtomicBoolean done) {
    int answered = 0;
    while (!done.get() || answered == 0) {
      try (ClientSession mine = host.open(one.owner(), LEAVING, one.keys())) {
        boolean unloaded = false;
        while (!unloaded && (!done.get() || answered == 0)) {
          double[] input = one.input();
          var future = mine.submit(one.encrypt(input));
          try {
            one.assertRight(future.join(), input);
            answered++;
          } catch (CompletionException e) {
            assertThat(refusal(future)).isEqualTo(Reason.UNLOADED);
            unloaded = true;
          }
        }
      }
    }
    return answered;
  }
}
