package io.cloakwork.serve.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloakwork.ckks.Ciphertext;
import io.cloakwork.ckks.EvaluationKeys;
import io.cloakwork.ckks.LevelMismatchException;
import io.cloakwork.ckks.MissingKeyException;
import io.cloakwork.spi.graph.RnsShape;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;

/// Requests in, right results out, whoever shares a run with whom.
class ModelHostTest extends HostTest {

  @Test
  void everyClientGetsItsOwnResults() {
    open(SETTINGS, Recorder.open());
    List<Runnable> checks = new ArrayList<>();
    for (int c = 0; c < 4; c++) {
      TestClient client = client("client-" + c);
      ClientSession session = session(client);
      for (int i = 0; i < 5; i++) {
        double[] input = client.input();
        CompletableFuture<InferenceResult> future = session.submit(client.encrypt(input));
        checks.add(() -> client.assertRight(future.join(), input));
      }
    }
    checks.forEach(Runnable::run);
  }

  @Test
  void requestsInDifferentLanesShareARun() {
    Recorder recorder = Recorder.holding();
    open(SETTINGS, recorder);
    TestClient client = client("client");
    TestClient other = client("other");
    ClientSession session = session(client);
    CompletableFuture<InferenceResult> first = session(other).submit(other.encrypt(other.input()));
    recorder.awaitRun();
    List<Runnable> checks = new ArrayList<>();
    for (int i = 0; i < 2 * LANES; i++) {
      double[] input = client.input();
      int lane = session.nextLane();
      CompletableFuture<InferenceResult> future =
          session.submit(client.encryptLane(input, lane), SubmitOptions.inLane(lane));
      checks.add(() -> {
        InferenceResult result = future.join();
        assertThat(result.lane()).hasValue(lane);
        assertThat(result.timing().batch()).isEqualTo(LANES);
        client.assertRight(result, input);
      });
    }
    recorder.release();
    first.join().close();
    checks.forEach(Runnable::run);
    assertThat(recorder.runs).as("one of the other client, two of four lanes").hasSize(3);
    assertThat(host.status().heldBytes()).isZero();
  }

  @Test
  void equalLanesAndFullInputsDoNotShare() {
    Recorder recorder = Recorder.holding();
    open(SETTINGS, recorder);
    TestClient client = client("client");
    ClientSession session = session(client);
    List<Runnable> checks = new ArrayList<>();
    for (int lane : new int[] {1, 1, -1, 2}) {
      double[] input = client.input();
      CompletableFuture<InferenceResult> future =
          lane < 0
              ? session.submit(client.encrypt(input))
              : session.submit(client.encryptLane(input, lane), SubmitOptions.inLane(lane));
      checks.add(() -> client.assertRight(future.join(), input));
      if (checks.size() == 1) {
        recorder.awaitRun();
      }
    }
    recorder.release();
    checks.forEach(Runnable::run);
    assertThat(recorder.runs.stream().map(run -> run.requests().size())).containsExactly(1, 2, 1);
  }

  @Test
  void inputsOfOneClientRunAsABatch() {
    Recorder recorder = Recorder.holding();
    open(SETTINGS.withMaxInputs(4), recorder);
    TestClient client = client("client");
    ClientSession session = session(client);
    List<Runnable> checks = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      double[] input = client.input();
      CompletableFuture<InferenceResult> future =
          i < 6
              ? session.submit(client.encrypt(input))
              : session.submit(client.encryptLane(input, i - 6), SubmitOptions.inLane(i - 6));
      checks.add(() -> client.assertRight(future.join(), input));
      if (i == 0) {
        recorder.awaitRun();
      }
    }
    recorder.release();
    checks.forEach(Runnable::run);
    assertThat(recorder.runs.stream().map(RunInfo::inputs)).containsExactly(1, 4, 2);
    assertThat(recorder.runs.stream().map(run -> run.requests().size())).containsExactly(1, 4, 3);
  }

  @Test
  void sessionsOfOneClientWithTheSameKeysShare() {
    Recorder recorder = Recorder.holding();
    open(SETTINGS, recorder);
    TestClient client = client("client");
    ClientSession first = session(client);
    ClientSession second = session(client);
    first.submit(client.encrypt(client.input()));
    recorder.awaitRun();
    double[] one = client.input();
    double[] two = client.input();
    var a = first.submit(client.encryptLane(one, 0), SubmitOptions.inLane(0));
    var b = second.submit(client.encryptLane(two, 1), SubmitOptions.inLane(1));
    recorder.release();
    client.assertRight(a.join(), one);
    client.assertRight(b.join(), two);
    assertThat(recorder.runs).hasSize(2);
  }

  @Test
  void theOutputStaysUntilTheLastOfItsResultsIsClosed() {
    Recorder recorder = Recorder.holding();
    open(SETTINGS, recorder);
    TestClient client = client("client");
    ClientSession session = session(client);
    session.submit(client.encrypt(client.input())).thenAccept(InferenceResult::close);
    recorder.awaitRun();
    double[] input = client.input();
    var a = session.submit(client.encryptLane(client.input(), 0), SubmitOptions.inLane(0));
    var b = session.submit(client.encryptLane(input, 3), SubmitOptions.inLane(3));
    recorder.release();
    InferenceResult first = a.join();
    InferenceResult second = b.join();
    assertThat(first.ciphertext()).isSameAs(second.ciphertext());
    first.close();
    first.close();
    assertThatThrownBy(first::ciphertext).hasMessageContaining("closed");
    client.assertRight(second, input);
  }

  @Test
  void whatWasEncryptedOtherwiseFailsAlone() {
    Recorder recorder = Recorder.open();
    open(SETTINGS, recorder);
    TestClient client = client("client");
    ClientSession session = session(client);
    var lane = SubmitOptions.inLane(LANES);
    assertFails(session.submit(client.encrypt(client.input()), lane))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("lane 4 of model 'small', which has 4");
    RnsShape shape = Ciphertext.shape(model.network().parameters(), 0, 2, 1);
    double scale = model.network().inputPacking().scale();
    Ciphertext low = new Ciphertext(model.network().parameters(), device.allocate(shape), 0, scale);
    long before = device.allocatedBytes();
    assertFails(session.submit(low)).isInstanceOf(LevelMismatchException.class);
    assertThat(device.allocatedBytes()).as("its input is gone").isLessThan(before);
    double[] input = client.input();
    client.assertRight(session.submit(client.encrypt(input)).join(), input);
    assertThat(recorder.runs).hasSize(1);
  }

  private static org.assertj.core.api.AbstractThrowableAssert<?, ? extends Throwable> assertFails(
      CompletableFuture<?> future) {
    return assertThatThrownBy(future::get).isInstanceOf(ExecutionException.class).cause();
  }

  @Test
  void modelsAndKeysAreCheckedWhenASessionOpens() {
    open(SETTINGS, Recorder.open());
    TestClient client = client("client");
    assertThatThrownBy(() -> host.open(client.owner(), "large", client.keys()))
        .hasMessage("there is no model named 'large'; there are [small]");
    try (EvaluationKeys none = EvaluationKeys.none(model.network().parameters())) {
      assertThatThrownBy(() -> host.open(client.owner(), MODEL, none))
          .isInstanceOf(MissingKeyException.class);
    }
    assertThatThrownBy(() -> host.load(MODEL, model.network()))
        .hasMessageContaining("there is a model named 'small'");
    assertThat(host.models()).containsExactly(model);
  }

  @Test
  void warmingUpMeasuresARun() {
    open(SETTINGS.withWarmUpRuns(2).withMaxInputs(2).withBatchAtLoad(true), Recorder.open());
    double predicted = model.network().report().predictedSeconds();
    assertThat(model.runTime()).isPositive();
    assertThat(model.runTime().toNanos() * 1e-9).isNotEqualTo(predicted);
  }

  @Test
  void nothingIsLeftAfterClosing() throws InterruptedException {
    final long atStart = device.allocatedBytes();
    open(SETTINGS.withWarmUpRuns(1), Recorder.open());
    assertThat(hostThreads()).isEqualTo(1);
    try (TestClient client = new TestClient(model, "client");
        ClientSession session = session(client)) {
      for (int i = 0; i < 3; i++) {
        double[] input = client.input();
        client.assertRight(session.submit(client.encrypt(input)).join(), input);
      }
      assertThat(host.drain(Duration.ofMinutes(1))).isTrue();
    }
    assertThat(host.status().sessions()).isZero();
    host.close();
    host.close();
    assertThat(hostThreads()).isZero();
    assertThat(device.allocatedBytes()).isEqualTo(atStart);
    assertThatThrownBy(() -> host.load("again", model.network()))
        .hasMessageContaining("the host is closed");
  }

  private static long hostThreads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("cloakwork-host"))
        .count();
  }
}
