package io.cloakwork.cli.remote;

import io.cloakwork.cli.terminal.Progress;
import io.cloakwork.serve.protocol.ByteSource;
import io.cloakwork.serve.protocol.InferCall;
import io.cloakwork.serve.protocol.RemoteManifest;
import io.cloakwork.serve.protocol.RemoteResult;
import io.cloakwork.serve.protocol.RemoteService;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/// Encrypts inputs, has them run on a service, several at a time, and decrypts what comes back. As
/// many ciphertexts are in memory as are in flight.
public final class RemoteInference {

  private final RemoteService service;
  private final RemoteManifest manifest;
  private final String keySet;
  private final OwnerSession owner;
  private final int inFlight;
  private final Optional<Duration> deadline;

  /// @param keySet the name of registered keys
  /// @param inFlight requests that are open at a time
  /// @param deadline of each request
  public RemoteInference(
      RemoteService service,
      RemoteManifest manifest,
      String keySet,
      OwnerSession owner,
      int inFlight,
      Optional<Duration> deadline) {
    this.service = service;
    this.manifest = manifest;
    this.keySet = keySet;
    this.owner = owner;
    this.inFlight = inFlight;
    this.deadline = deadline;
  }

  /// A request that waits for its result.
  private record Open(
      PlannedRequest request, double encryptSeconds, CompletableFuture<RemoteResult> result) {}

  /// Runs them all.
  ///
  /// @param progress takes a step for each request
  public RemoteReport run(List<PlannedRequest> requests, List<Double> labels, Progress progress)
      throws IOException {
    List<double[]> outputs = new ArrayList<>();
    List<RequestTimes> times = new ArrayList<>();
    Deque<Open> open = new ArrayDeque<>();
    long start = System.nanoTime();
    try {
      for (PlannedRequest request : requests) {
        if (open.size() >= inFlight) {
          finish(open.remove(), outputs, times);
          progress.step();
        }
        open.add(send(request));
      }
      while (!open.isEmpty()) {
        finish(open.remove(), outputs, times);
        progress.step();
      }
    } finally {
      // After a failure nobody waits for the others.
      open.forEach(request -> request.result().cancel(true));
    }
    return new RemoteReport(
        manifest.model().name(), outputs, labels, times, (System.nanoTime() - start) / 1e9);
  }

  private Open send(PlannedRequest request) {
    long start = System.nanoTime();
    byte[] object = owner.encrypt(request);
    double seconds = (System.nanoTime() - start) / 1e9;
    InferCall call = InferCall.of(manifest, keySet, ByteSource.of(object), request.lane());
    InferCall limited = deadline.map(call::withDeadline).orElse(call);
    return new Open(request, seconds, service.infer(limited));
  }

  private void finish(Open open, List<double[]> outputs, List<RequestTimes> times)
      throws IOException {
    RemoteResult result = await(open.result());
    long start = System.nanoTime();
    int inputs = open.request().inputs().size();
    outputs.addAll(owner.decrypt(result.source(), result.lane(), inputs));
    times.add(
        new RequestTimes(
            result.requestId(),
            inputs,
            result.lane(),
            open.encryptSeconds(),
            result.roundTripNanos() / 1e9,
            (System.nanoTime() - start) / 1e9,
            result.timing()));
  }

  private static RemoteResult await(CompletableFuture<RemoteResult> result) throws IOException {
    try {
      return result.get();
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case RuntimeException failure -> throw failure;
        case IOException failure -> throw failure;
        case Throwable failure -> throw new IllegalStateException(failure);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for a result", e);
    }
  }
}
