package io.cloakwork.serve.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.cloakwork.ckks.Ciphertext;
import io.cloakwork.serve.host.RefusedException.Reason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

/// Requests that are cancelled, late, refused or cut off: each ends once, and gives back what it
/// held.
class EndingsTest extends HostTest {

  private static RefusedException refusal(CompletableFuture<?> future) {
    Throwable thrown = catchThrowable(future::join);
    assertThat(thrown).isInstanceOf(CompletionException.class);
    assertThat(thrown.getCause()).isInstanceOf(RefusedException.class);
    return (RefusedException) thrown.getCause();
  }

  private CompletableFuture<InferenceResult> submit(
      TestClient client, ClientSession session, String id) {
    return session.submit(
        client.encrypt(client.input()), SubmitOptions.allLanes().withRequestId(id));
  }

  /// Submits one request and waits until it is held at the start of its run.
  private CompletableFuture<InferenceResult> hold(
      TestClient client, ClientSession session, Recorder recorder) {
    CompletableFuture<InferenceResult> held = submit(client, session, "held");
    recorder.awaitRun();
    return held;
  }

  private void settle() throws InterruptedException {
    assertThat(host.drain(Duration.ofMinutes(1))).isTrue();
  }

  @Test
  void aWaitingRequestIsCancelled() throws InterruptedException {
    Recorder recorder = Recorder.holding();
    open(SETTINGS, recorder);
    TestClient client = client("client");
    ClientSession session = session(client);
    final var held = hold(client, session, recorder);
    long bytes = device.allocatedBytes();
    var waiting = submit(client, session, "waiting");
    assertThat(waiting.cancel(true)).isTrue();
    assertThat(device.allocatedBytes()).as("its input is gone at once").isEqualTo(bytes);
    assertThat(host.status().queued()).isZero();
    recorder.release();
    held.join().close();
    settle();
    assertThat(recorder.runs).hasSize(1);
    assertThat(recorder.ends).containsExactlyInAnyOrder("waiting cancelled", "held finished");
  }

  @Test
  void aRunThatNobodyWantsIsGivenUp() throws InterruptedException {
    Recorder recorder = Recorder.holding();
    open(SETTINGS, recorder);
    TestClient client = client("client");
    ClientSession session = session(client);
    var held = hold(client, session, recorder);
    held.cancel(false);
    recorder.release();
    submit(client, session, "next").join().close();
    settle();
    assertThat(recorder.failedRuns).hasSize(1);
    assertThat(recorder.ends).containsExactlyInAnyOrder("held cancelled", "next finished");
    assertThat(host.status().heldBytes()).isZero();
  }

  @Test
  void aTimeoutOfTheCallerIsACancellation() throws InterruptedException {
    Recorder recorder = Recorder.holding();
    open(SETTINGS, recorder);
    TestClient client = client("client");
    ClientSession session = session(client);
    final var held = hold(client, session, recorder);
    var waiting = submit(client, session, "waiting").orTimeout(1, TimeUnit.MILLISECONDS);
    assertThatThrownBy(waiting::join).hasCauseInstanceOf(TimeoutException.class);
    recorder.release();
    held.join().close();
    settle();
    assertThat(recorder.ends).containsExactlyInAnyOrder("waiting cancelled", "held finished");
  }

  @Test
  void aSharedRunGoesOnForTheOthers() throws InterruptedException {
    Recorder recorder = Recorder.holding();
    open(SETTINGS, recorder);
    TestClient client = client("client");
    ClientSession session = session(client);
    final var held = hold(client, session, recorder);
    double[] input = client.input();
    var gone = session.submit(client.encryptLane(client.input(), 0), SubmitOptions.inLane(0));
    var stays = session.submit(client.encryptLane(input, 1), SubmitOptions.inLane(1));
    recorder.release();
    gone.cancel(false);
    held.join().close();
    client.assertRight(stays.join(), input);
    settle();
    assertThat(host.status().heldBytes()).isZero();
  }

  @Test
  void aDeadlineThatCannotBeMetIsRefusedAtOnce() {
    Recorder recorder = Recorder.holding();
    openAtFixedTime(SETTINGS, recorder);
    ((LoadedModel) model).costs().restart(1, 0.100);
    TestClient client = client("client");
    ClientSession session = session(client);
    hold(client, session, recorder);
    SubmitOptions inTime = SubmitOptions.allLanes().withDeadline(Duration.ofMillis(201));
    SubmitOptions late = SubmitOptions.allLanes().withDeadline(Duration.ofMillis(199));
    session.requireRoom(inTime);
    assertThatThrownBy(() -> session.requireRoom(late))
        .hasMessage("the result would take 0.200 s, the deadline is in 0.199 s");
    RefusedException refused = refusal(session.submit(client.encrypt(client.input()), late));
    assertThat(refused.reason()).isEqualTo(Reason.DEADLINE);
    assertThat(refused.retryAfter()).hasValue(Duration.ofMillis(100));
    recorder.release();
  }

  @Test
  void waitingAndRunningRequestsAreDroppedWhenTheirDeadlinesPass() throws InterruptedException {
    Recorder recorder = Recorder.holding();
    openAtFixedTime(SETTINGS, recorder);
    ((LoadedModel) model).costs().restart(1, 0.001);
    TestClient client = client("client");
    ClientSession session = session(client);
    SubmitOptions second = SubmitOptions.allLanes().withDeadline(Duration.ofSeconds(1));
    var running = session.submit(client.encrypt(client.input()), second.withRequestId("running"));
    recorder.awaitRun();
    var waiting = session.submit(client.encrypt(client.input()), second.withRequestId("waiting"));
    var patient = submit(client, session, "patient");
    nanos.addAndGet(Duration.ofSeconds(2).toNanos());
    recorder.release();
    assertThat(refusal(running).reason()).isEqualTo(Reason.DEADLINE);
    assertThat(refusal(waiting).reason()).isEqualTo(Reason.DEADLINE);
    patient.join().close();
    settle();
    assertThat(recorder.runs).as("of the first, given up, and of the patient one").hasSize(2);
    assertThat(recorder.failedRuns).hasSize(1);
    assertThat(recorder.ends)
        .containsExactlyInAnyOrder(
            "running refused DEADLINE", "waiting refused DEADLINE", "patient finished");
    assertThat(host.status().heldBytes()).isZero();
  }

  @Test
  void queuesAndQuotasAreBounded() {
    Recorder recorder = Recorder.holding();
    open(SETTINGS.withQueueCapacity(3).withQueuedPerClient(2).withInFlightPerClient(4), recorder);
    TestClient client = client("client");
    TestClient other = client("other");
    ClientSession session = session(client);
    ClientSession others = session(other);
    hold(client, session, recorder);
    submit(client, session, "a");
    submit(client, session, "b");
    assertThat(refusal(submit(client, session, "c")).reason()).isEqualTo(Reason.QUOTA);
    submit(other, others, "d");
    RefusedException full = refusal(submit(other, others, "e"));
    assertThat(full.reason()).isEqualTo(Reason.QUEUE_FULL);
    assertThat(full.retryAfter()).isPresent();
    assertThat(full).hasMessage("3 requests wait, as many as may");
    recorder.release();
  }

  @Test
  void whatIsHeldIsBoundedUntilResultsAreClosed() {
    Recorder recorder = Recorder.open();
    open(SETTINGS, recorder);
    long one = model.requestBytes();
    host.close();
    open(SETTINGS.withHeldBytesPerClient(2 * one).withHeldBytes(3 * one), recorder);
    TestClient client = client("client");
    TestClient other = client("other");
    ClientSession session = session(client);
    final InferenceResult first = submit(client, session, "a").join();
    final InferenceResult second = submit(client, session, "b").join();
    assertThat(refusal(submit(client, session, "c")).reason()).isEqualTo(Reason.QUOTA);
    final InferenceResult third = submit(other, session(other), "d").join();
    assertThat(refusal(submit(other, session(other), "e")).reason()).isEqualTo(Reason.QUEUE_FULL);
    first.close();
    submit(client, session, "f").join().close();
    second.close();
    third.close();
    assertThat(host.status().heldBytes()).isZero();
  }

  @Test
  void whatCanNeverFitIsTooLarge() {
    open(SETTINGS.withHeldBytesPerClient(1), Recorder.open());
    TestClient client = client("client");
    RefusedException refused = refusal(submit(client, session(client), "large"));
    assertThat(refused.reason()).isEqualTo(Reason.TOO_LARGE);
    assertThat(refused.retryAfter()).isEmpty();
  }

  @Test
  void drainingLosesNothing() throws InterruptedException {
    Recorder recorder = Recorder.holding();
    open(SETTINGS, recorder);
    TestClient client = client("client");
    ClientSession session = session(client);
    List<CompletableFuture<InferenceResult>> accepted = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      accepted.add(submit(client, session, "r" + i));
    }
    recorder.awaitRun();
    assertThat(host.drain(Duration.ofMillis(1))).as("the device is held").isFalse();
    assertThat(refusal(submit(client, session, "late")).reason()).isEqualTo(Reason.DRAINING);
    recorder.release();
    assertThat(host.drain(Duration.ofMinutes(1))).isTrue();
    assertThat(accepted).allMatch(future -> future.isDone() && !future.isCompletedExceptionally());
    accepted.forEach(future -> future.join().close());
    assertThat(recorder.ends).hasSize(21).filteredOn(end -> end.endsWith("finished")).hasSize(20);
  }

  @Test
  void closingEndsWhatWaitsAndWhatRuns() {
    Recorder recorder = Recorder.holding();
    open(SETTINGS, recorder);
    TestClient client = client("client");
    ClientSession session = session(client);
    var running = hold(client, session, recorder);
    var waiting = submit(client, session, "waiting");
    Ciphertext late = client.encrypt(client.input());
    Thread closing = Thread.ofPlatform().start(host::close);
    assertThat(refusal(waiting).reason()).isEqualTo(Reason.DRAINING);
    recorder.release();
    assertThat(refusal(running).reason()).isEqualTo(Reason.DRAINING);
    awaitEnd(closing);
    assertThat(refusal(session.submit(late)).reason()).isEqualTo(Reason.DRAINING);
    assertThatThrownBy(() -> session(client)).hasMessageContaining("no model named 'small'");
  }

  private static void awaitEnd(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void aClosedSessionUsesItsKeysNoMore() {
    Recorder recorder = Recorder.holding();
    open(SETTINGS, recorder);
    TestClient client = client("client");
    ClientSession session = session(client);
    var running = hold(client, session, recorder);
    var waiting = submit(client, session, "waiting");
    Thread closing = Thread.ofPlatform().start(session::close);
    assertThatThrownBy(waiting::join).isInstanceOf(CancellationException.class);
    assertThat(closing.isAlive()).as("the run still has the keys").isTrue();
    recorder.release();
    awaitEnd(closing);
    assertThatThrownBy(running::join).isInstanceOf(CancellationException.class);
    assertThatThrownBy(() -> submit(client, session, "late"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("the session of client client with model 'small' is closed");
    double[] input = client.input();
    client.assertRight(session(client).submit(client.encrypt(input)).join(), input);
  }

  @Test
  void manyThreadsSubmitAndCancelAtOnce() throws InterruptedException {
    Recorder recorder = Recorder.open();
    open(SETTINGS.withQueueCapacity(8), recorder);
    List<Thread> threads = new ArrayList<>();
    for (int c = 0; c < 4; c++) {
      TestClient client = client("client-" + c);
      ClientSession session = session(client);
      int which = c;
      threads.add(
          Thread.ofPlatform()
              .start(() -> {
                for (int i = 0; i < 25; i++) {
                  var future = submit(client, session, "c%d-%d".formatted(which, i));
                  future.thenAccept(InferenceResult::close);
                  if (i % 3 == which % 3) {
                    future.cancel(false);
                  }
                }
              }));
    }
    for (Thread thread : threads) {
      thread.join();
    }
    settle();
    assertThat(recorder.ends).as("each request ends once").hasSize(100);
    assertThat(recorder.ends.stream().map(end -> end.split(" ")[0]).distinct()).hasSize(100);
    assertThat(host.status().heldBytes()).isZero();
    assertThat(host.status().queued()).isZero();
  }
}
