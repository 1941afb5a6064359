package io.cloakwork.serve.host;

import io.cloakwork.ckks.Ciphertext;
import io.cloakwork.ckks.CkksException;
import io.cloakwork.compiler.NetworkWorkspace;
import io.cloakwork.serve.host.RefusedException.Reason;
import io.cloakwork.serve.host.RunFailedException.Kind;
import io.cloakwork.serve.store.KeyLease;
import io.cloakwork.spi.device.DeviceLostException;
import io.cloakwork.spi.device.DeviceOutOfMemoryException;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// Runs what the dispatcher hands out, one run after the other, until the host is closed. Whatever
/// a run throws ends that run only.
final class DeviceWorker implements Runnable {

  private final Dispatcher dispatcher;
  private final Deliveries deliveries;
  private final Notifications listener;
  private final MemoryRelief relief;
  private final NanoClock clock;

  DeviceWorker(
      Dispatcher dispatcher,
      Deliveries deliveries,
      Notifications listener,
      MemoryRelief relief,
      NanoClock clock) {
    this.dispatcher = dispatcher;
    this.deliveries = deliveries;
    this.listener = listener;
    this.relief = relief;
    this.clock = clock;
  }

  /// What a run gave.
  ///
  /// @param outputs one for each input
  /// @param stepNanos of the network's steps
  private record Outcome(
      List<Ciphertext> outputs, long keysNanos, long executeNanos, List<Long> stepNanos) {}

  @Override
  public void run() {
    try {
      Optional<FairQueue.Choice.Run> next = dispatcher.take();
      while (next.isPresent()) {
        serve(next.get());
        next = dispatcher.take();
      }
    } catch (InterruptedException e) {
      Thread.currentThread()
          .interrupt(); // by whom, this thread being ours? Ending is all it can mean
    }
  }

  private void serve(FairQueue.Choice.Run run) {
    RunBatch batch = run.batch();
    long start = clock.nanos();
    listener.runStarted(batch.info());
    Outcome outcome;
    try {
      outcome = attempt(batch);
    } catch (RuntimeException | Error e) { // an error on the heap, too, is one run's
      ended(run, start);
      fail(batch, e);
      return;
    }
    batch.group().model().costs().measured(batch.inputs().size(), outcome.executeNanos() * 1e-9);
    ended(run, start);
    succeed(batch, start, outcome);
  }

  /// Gives the inputs back, and then the keys' owner the word that they are not used any more.
  private void ended(FairQueue.Choice.Run run, long start) {
    run.batch().requests().forEach(request -> request.input().close());
    dispatcher.ended(run, (clock.nanos() - start) * 1e-9);
  }

  /// Runs; once more if memory was short and some could be found.
  private Outcome attempt(RunBatch batch) {
    try {
      return execute(batch);
    } catch (DeviceOutOfMemoryException e) {
      if (!relief.release(e.requestedBytes())) {
        throw e;
      }
      return execute(batch);
    }
  }

  private Outcome execute(RunBatch batch) {
    long start = clock.nanos();
    Checkpoint checkpoint = new Checkpoint(batch);
    checkpoint.beforeRun();
    try (KeyLease lease = acquire(batch.group().keys())) {
      long keysThere = clock.nanos();
      LoadedModel model = batch.group().model();
      NetworkWorkspace workspace = model.workspace(batch.inputs().size());
      long begun = clock.nanos();
      List<List<Ciphertext>> inputs =
          batch.inputs().stream()
              .map(lanes -> lanes.stream().map(Request::input).toList())
              .toList();
      Ciphertext input = model.assembly().assemble(inputs);
      Ciphertext output;
      try {
        output = workspace.run(lease.keys(), input, checkpoint::beforeStep);
      } finally {
        closeUnless(input, inputs.getFirst().getFirst());
      }
      List<Ciphertext> outputs = model.assembly().takeApart(output, inputs.size());
      return new Outcome(
          outputs,
          keysThere - start,
          clock.nanos() - begun,
          Arrays.stream(workspace.lastNanos()).boxed().toList());
    }
  }

  private static KeyLease acquire(SessionKeys keys) {
    try {
      return keys.acquire();
    } catch (DeviceOutOfMemoryException | DeviceLostException e) {
      throw e;
    } catch (RuntimeException
        | IOException
        | InterruptedException e) { // nobody interrupts this one
      throw new RunFailedException(Kind.KEYS, "the client's keys could not be loaded", e);
    }
  }

  @SuppressWarnings("ReferenceEquality") // a ciphertext is itself only
  private static void closeUnless(Ciphertext made, Ciphertext given) {
    if (made != given) {
      made.close();
    }
  }

  private void succeed(RunBatch batch, long start, Outcome outcome) {
    listener.runFinished(
        batch.info(), outcome.keysNanos(), outcome.stepNanos(), outcome.executeNanos());
    for (int i = 0; i < outcome.outputs().size(); i++) {
      List<Request> lanes = batch.inputs().get(i);
      SharedOutput output = new SharedOutput(outcome.outputs().get(i), lanes.size());
      for (Request request : lanes) {
        RequestTiming timing =
            new RequestTiming(
                start - request.submittedNanos(),
                outcome.keysNanos(),
                outcome.executeNanos(),
                batch.size());
        deliveries.succeed(
            request, output.result(request, timing, () -> dispatcher.release(request)));
      }
    }
  }

  private void fail(RunBatch batch, Throwable cause) {
    listener.runFailed(batch.info(), cause);
    RunFailedException failure = failure(cause);
    for (Request request : batch.requests()) {
      dispatcher.release(request);
      if (cause instanceof RunAbandonedException) {
        deliveries.refuse(
            request,
            dispatcher.givenUp(batch.group().model())); // unless it has ended, as others have
      } else {
        deliveries.fail(request, failure);
      }
    }
  }

  private static RunFailedException failure(Throwable cause) {
    return switch (cause) {
      case RunFailedException e -> e;
      case DeviceOutOfMemoryException e ->
          new RunFailedException(Kind.OUT_OF_MEMORY, "the run did not fit on the device", e);
      case OutOfMemoryError e ->
          new RunFailedException(Kind.OUT_OF_MEMORY, "the run did not fit into memory", e);
      case DeviceLostException e ->
          new RunFailedException(Kind.DEVICE_LOST, "the device was lost", e);
      case CkksException e ->
          new RunFailedException(Kind.KEYS, "the keys are not those of the model", e);
      default -> new RunFailedException(Kind.INTERNAL, "the run failed", cause);
    };
  }

  /// What is looked at between launches: whether anybody still wants the results, whose deadlines
  /// have passed, and whose keys will be needed next.
  private final class Checkpoint {

    private final RunBatch batch;
    private boolean prefetched;

    Checkpoint(RunBatch batch) {
      this.batch = batch;
    }

    void beforeRun() {
      prefetch();
      requireWanted();
    }

    void beforeStep(int step) {
      prefetch();
      requireWanted();
    }

    private void prefetch() {
      if (prefetched) {
        return;
      }
      dispatcher
          .likelyNextKeys()
          .filter(keys -> !keys.equals(batch.group().keys()))
          .ifPresent(keys -> {
            prefetched = true;
            try {
              var _ = keys.prefetch();
            } catch (RuntimeException e) {
              // The run that needs the keys will meet it again, and say so.
            }
          });
    }

    private void requireWanted() {
      long now = clock.nanos();
      for (Request late : dispatcher.removeLate()) {
        late.input().close();
        dispatcher.release(late);
        deliveries.refuse(late, late());
      }
      boolean wanted = false;
      for (Request request : batch.requests()) {
        if (request.isLate(now)) {
          deliveries.refuse(request, late());
        }
        wanted |= !request.hasEnded();
      }
      if (!wanted || dispatcher.isAbandoned(batch)) {
        throw new RunAbandonedException();
      }
    }

    private static RefusedException late() {
      return new RefusedException(Reason.DEADLINE, "the deadline has passed", Duration.ZERO);
    }
  }
}
