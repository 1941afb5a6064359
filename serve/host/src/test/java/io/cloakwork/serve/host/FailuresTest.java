package io.cloakwork.serve.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.cloakwork.ckks.EvaluationKeys;
import io.cloakwork.serve.host.RunFailedException.Kind;
import io.cloakwork.serve.store.KeyLease;
import io.cloakwork.spi.device.DeviceLostException;
import io.cloakwork.spi.device.DeviceOutOfMemoryException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/// Runs that fail: their requests are told what failed, and the host goes on.
class FailuresTest extends HostTest {

  /// Keys whose next uses fail in turn.
  private static final class FailingKeys implements SessionKeys {

    private final EvaluationKeys keys;
    private final Deque<RuntimeException> failures = new ArrayDeque<>();
    private final AtomicInteger leases = new AtomicInteger();
    private final AtomicInteger prefetches = new AtomicInteger();

    FailingKeys(EvaluationKeys keys, RuntimeException... failures) {
      this.keys = keys;
      this.failures.addAll(List.of(failures));
    }

    @Override
    public KeyLease acquire() {
      RuntimeException failure = failures.poll();
      if (failure != null) {
        throw failure;
      }
      leases.incrementAndGet();
      return new KeyLease() {
        @Override
        public EvaluationKeys keys() {
          return keys;
        }

        @Override
        public void close() {
          leases.decrementAndGet();
        }
      };
    }

    @Override
    public CompletableFuture<Void> prefetch() {
      prefetches.incrementAndGet();
      return CompletableFuture.completedFuture(null);
    }
  }

  private static RuntimeException outOfMemory() {
    return new DeviceOutOfMemoryException("test", 1 << 20, 0);
  }

  /// Submits a request whose run fails, then one whose run does not.
  private RunFailedException failure(TestClient client, SessionKeys keys) {
    ClientSession session = host.open(client.owner(), MODEL, keys);
    Throwable thrown = catchThrowable(session.submit(client.encrypt(client.input()))::join);
    double[] input = client.input();
    client.assertRight(session.submit(client.encrypt(input)).join(), input);
    assertThat(host.status().heldBytes()).isZero();
    assertThat(thrown).hasCauseInstanceOf(RunFailedException.class);
    return (RunFailedException) thrown.getCause();
  }

  @Test
  void eachKindOfFailureIsNamedAndEndsOneRunOnly() {
    Recorder recorder = Recorder.open();
    open(SETTINGS, recorder);
    TestClient client = client("client");
    var unknown = new FailingKeys(client.keys(), new IllegalStateException("no such key set"));
    assertThat(failure(client, unknown).kind()).isEqualTo(Kind.KEYS);
    var lost = new FailingKeys(client.keys(), new DeviceLostException("gone", null));
    assertThat(failure(client, lost).kind()).isEqualTo(Kind.DEVICE_LOST);
    var large = new FailingKeys(client.keys(), outOfMemory());
    assertThat(failure(client, large).kind()).isEqualTo(Kind.OUT_OF_MEMORY);
    try (EvaluationKeys none = EvaluationKeys.none(model.network().parameters())) {
      Deque<EvaluationKeys> wrongThenRight = new ArrayDeque<>(List.of(none, client.keys()));
      SessionKeys changing = () -> KeyLease.of(wrongThenRight.poll());
      assertThat(failure(client, changing).kind()).isEqualTo(Kind.KEYS);
    }
    assertThat(recorder.failedRuns).hasSize(4);
    assertThat(unknown.leases).hasValue(0);
  }

  @Test
  void aRunIsTriedOnceMoreIfMemoryCouldBeFound() {
    List<Long> asked = new ArrayList<>();
    MemoryRelief relief =
        bytes -> {
          asked.add(bytes);
          return true;
        };
    Recorder recorder = Recorder.open();
    open(ModelHost.builder(device).settings(SETTINGS).listener(recorder).relief(relief));
    TestClient client = client("client");
    FailingKeys once = new FailingKeys(client.keys(), outOfMemory());
    double[] input = client.input();
    try (ClientSession session = host.open(client.owner(), MODEL, once)) {
      client.assertRight(session.submit(client.encrypt(input)).join(), input);
    }
    assertThat(asked).containsExactly(1L << 20);
    assertThat(recorder.failedRuns).isEmpty();
    FailingKeys twice = new FailingKeys(client.keys(), outOfMemory(), outOfMemory());
    assertThat(failure(client, twice).kind()).isEqualTo(Kind.OUT_OF_MEMORY);
  }

  @Test
  void theNextClientsKeysAreFetchedDuringARun() {
    Recorder recorder = Recorder.holding();
    open(SETTINGS, recorder);
    TestClient first = client("first");
    TestClient second = client("second");
    ClientSession one = host.open(first.owner(), MODEL, new FailingKeys(first.keys()));
    FailingKeys keys = new FailingKeys(second.keys());
    ClientSession two = host.open(second.owner(), MODEL, keys);
    var a = one.submit(first.encrypt(first.input()));
    recorder.awaitRun();
    var b = two.submit(second.encrypt(second.input()));
    recorder.release();
    a.join().close();
    b.join().close();
    assertThat(keys.prefetches).hasValue(1);
  }

  @Test
  void aListenerThatFailsStopsNothing() {
    HostListener broken =
        new HostListener() {
          @Override
          public void accepted(RequestInfo request, int queued) {
            throw new IllegalStateException("broken");
          }

          @Override
          public void runStarted(RunInfo run) {
            throw new IllegalStateException("broken");
          }
        };
    open(ModelHost.builder(device).settings(SETTINGS).listener(broken));
    TestClient client = client("client");
    double[] input = client.input();
    client.assertRight(session(client).submit(client.encrypt(input)).join(), input);
  }
}
