package io.cloakwork.serve.server.call;

import io.cloakwork.ckks.Ciphertext;
import io.cloakwork.ckks.wire.WireReader;
import io.cloakwork.ckks.wire.WireSource;
import io.cloakwork.ckks.wire.WireWriter;
import io.cloakwork.serve.host.ClientSession;
import io.cloakwork.serve.host.InferenceResult;
import io.cloakwork.serve.host.RefusedException;
import io.cloakwork.serve.host.SubmitOptions;
import io.cloakwork.serve.store.ItemOutcome;
import io.cloakwork.serve.store.JobItem;
import io.cloakwork.serve.store.MappedFile;
import io.cloakwork.serve.store.StoredJob;
import io.cloakwork.serve.store.UnknownJobException;
import io.cloakwork.spi.device.DeviceOutOfMemoryException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/// Runs jobs, oldest first, one at a time, with as many items in the host as share a run. Lets
/// requests that somebody waits for go first. What it has not finished when it is closed, or
/// killed, stays in the store and is run after the next start.
public final class JobRunner implements AutoCloseable {

  private static final Duration LOOK = Duration.ofMillis(5);

  /// How long others' requests may come first, so that a service that is never idle gets on with
  /// its jobs, too.
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /// What could not be run, for instance because its model is not served, is looked at again.
  private static final Duration AGAIN = Duration.ofMinutes(1);

  private final ServiceParts parts;
  private final Semaphore work = new Semaphore(1);
  private final Thread thread;
  private volatile boolean stopping;

  private record Running(int item, CompletableFuture<InferenceResult> future) {}

  private JobRunner(ServiceParts parts) {
    this.parts = parts;
    this.thread = Thread.ofPlatform().name("jobs").unstarted(this::run);
  }

  /// Begins with the jobs that an earlier process has left.
  public static JobRunner start(ServiceParts parts) {
    JobRunner runner = new JobRunner(parts);
    runner.thread.start();
    return runner;
  }

  /// There is a new job.
  void wake() {
    work.release();
  }

  private void run() {
    while (!stopping) {
      try {
        if (!work.tryAcquire(AGAIN.toMillis(), TimeUnit.MILLISECONDS)) {
          parts.log().info("jobs.looked", Map.of());
        }
        work.drainPermits();
        for (StoredJob job : parts.jobs().pending()) {
          if (!stopping) {
            run(job);
          }
        }
      } catch (InterruptedException e) {
        return;
      } catch (IOException | RuntimeException e) {
        parts.log().error("jobs.failed", Map.of("exception", e));
      }
    }
  }

  private void run(StoredJob job) throws IOException, InterruptedException {
    ServedModel model = parts.models().get(job.description().model());
    if (model == null) {
      parts.log().warn("job.waits", describe(job, "its model is not served"));
      return;
    }
    parts.jobs().markRunning(job.id());
    try (ClientSession session =
        parts.session(job.id().owner(), model, job.description().keySet())) {
      runItems(job, model, session);
      parts.log().info("job.ran", describe(job, stopping ? "stopped" : "done"));
    } catch (UnknownJobException e) {
      parts.log().info("job.gone", describe(job, "deleted while it ran"));
    } catch (IOException | CallException e) {
      fail(job, job.unfinished(), e);
    }
  }

  private static Map<String, Object> describe(StoredJob job, String reason) {
    return Map.of("client", job.id().owner().name(), "job", job.id().name(), "reason", reason);
  }

  private void runItems(StoredJob job, ServedModel model, ClientSession session)
      throws IOException, InterruptedException {
    int together = model.hosted().lanes();
    Deque<Running> running = new ArrayDeque<>();
    try {
      for (int item : job.unfinished()) {
        if (running.isEmpty()) {
          awaitQuiet();
        }
        if (stopping) {
          break;
        }
        running.add(submit(job, item, model, session));
        if (running.size() >= together) {
          finishAll(job, running);
        }
      }
      finishAll(job, running);
    } finally {
      running.forEach(left -> left.future().cancel(true));
    }
  }

  /// Waits until nobody's request waits.
  private void awaitQuiet() throws InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!stopping && parts.host().status().queued() > 0 && System.nanoTime() < deadline) {
      Thread.sleep(LOOK);
    }
  }

  private Running submit(StoredJob job, int item, ServedModel model, ClientSession session) {
    JobItem description = job.description().items().get(item);
    SubmitOptions options =
        description.allLanes()
            ? SubmitOptions.allLanes()
            : SubmitOptions.inLane(description.lane());
    try {
      return new Running(item, session.submit(input(job, item, model), options));
    } catch (IOException | RuntimeException e) {
      return new Running(item, CompletableFuture.failedFuture(e));
    }
  }

  /// Reads an item, once more if keys that nobody uses could make room for it.
  private Ciphertext input(StoredJob job, int item, ServedModel model) throws IOException {
    WireReader reader = new WireReader(model.hosted().context(), model.inputLimits());
    try (MappedFile file = parts.jobs().openInput(job.id(), item)) {
      try {
        return reader.ciphertext(WireSource.of(file.bytes()));
      } catch (DeviceOutOfMemoryException e) {
        if (!parts.cache().releaseIdle(e.requestedBytes())) {
          throw e;
        }
      }
      return reader.ciphertext(WireSource.of(file.bytes()));
    }
  }

  private void finishAll(StoredJob job, Deque<Running> running)
      throws IOException, InterruptedException {
    while (!running.isEmpty()) {
      Running next = running.peek();
      try (InferenceResult result = next.future().get()) {
        parts
            .jobs()
            .storeResult(
                job.id(),
                next.item(),
                result.lane().orElse(0),
                WireWriter.of(result.ciphertext())::writeTo);
      } catch (ExecutionException e) {
        failItem(job, next.item(), e);
      }
      running.remove();
    }
  }

  /// Refusals are no outcome: such an item is run again, later or by the next process.
  private void failItem(StoredJob job, int item, ExecutionException e)
      throws IOException, InterruptedException {
    if (e.getCause() instanceof RefusedException refused
        && refused.reason() != RefusedException.Reason.TOO_LARGE) {
      if (!stopping) {
        Thread.sleep(refused.retryAfter().orElse(LOOK));
        work.release();
      }
      return;
    }
    fail(job, List.of(item), e);
  }

  private void fail(StoredJob job, List<Integer> items, Exception cause) throws IOException {
    String id = "job-" + CallId.random();
    CallFailure failure = parts.failures().of(cause, id);
    for (int item : items) {
      parts
          .jobs()
          .storeFailure(
              job.id(), item, new ItemOutcome.Failure(failure.code().value(), failure.message()));
    }
    parts.log().warn("job.failed", describe(job, failure.message()));
  }

  /// Begins no further item; those that run are finished.
  public void stop() {
    stopping = true;
    work.release();
  }

  /// Waits for the items that run.
  ///
  /// @return whether they have ended in time
  public boolean awaitStop(Duration atMost) throws InterruptedException {
    return thread.join(atMost);
  }

  /// Stops at once; what runs will be run again.
  @Override
  public void close() {
    stop();
    thread.interrupt();
  }
}
