package io.cloakwork.serve.protocol;

import io.cloakwork.serve.protocol.v1.DeleteJobRequest;
import io.cloakwork.serve.protocol.v1.GetJobRequest;
import io.cloakwork.serve.protocol.v1.JobStart;
import io.cloakwork.serve.protocol.v1.ListJobsRequest;
import io.cloakwork.serve.protocol.v1.SubmitJobRequest;
import io.grpc.Context;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.ToIntFunction;

/// A connection's jobs: inputs that are left with the service, and their results.
///
/// @param chunkBytes the longest chunk that the service takes for a model
record RemoteJobs(RemoteCalls calls, ToIntFunction<String> chunkBytes) {

  /// As [RemoteService#submitJob].
  RemoteJob submit(
      String name, String model, String keySet, List<JobItem> items, UploadListener listener)
      throws IOException {
    int chunk = chunkBytes.applyAsInt(model);
    JobStart.Builder start = JobStart.newBuilder().setModel(model).setKeySet(keySet).setName(name);
    long total = 0;
    for (JobItem item : items) {
      total += item.input().bytes();
      start.addItems(
          io.cloakwork.serve.protocol.v1.JobItem.newBuilder()
              .setBytes(item.input().bytes())
              .setLane(item.lane().index())
              .setAllLanes(item.lane().allLanes()));
    }
    RetryPolicy.Attempts attempts = calls.settings().retry().start();
    while (true) {
      try {
        listener.resumed(0, total);
        return RemoteJob.of(
            new ClientStream<>(
                    "submitting a job",
                    calls.settings().stallTimeout(),
                    calls.transfer()::submitJob)
                .run(sink -> {
                  sink.send(SubmitJobRequest.newBuilder().setStart(start).build());
                  for (JobItem item : items) {
                    send(item.input(), chunk, sink, listener);
                  }
                }));
      } catch (RemoteException e) {
        attempts.await(e);
      }
    }
  }

  private static void send(
      ByteSource input,
      int chunkBytes,
      ClientStream.Sink<SubmitJobRequest> sink,
      UploadListener listener)
      throws IOException {
    try (InputStream bytes = input.open(0)) {
      Chunks.send(
          bytes,
          input.bytes(),
          chunkBytes,
          data -> {
            sink.send(SubmitJobRequest.newBuilder().setData(data).build());
            listener.sent(data.size());
          });
    }
  }

  /// As [RemoteService#job].
  RemoteJob state(String name) {
    try {
      return calls
          .settings()
          .retry()
          .call(() -> jobReplies(name, false, new JobResults(new NoResults(), 1)));
    } catch (UncheckedIo e) {
      throw new IllegalStateException("a job without results is not written anywhere", e);
    }
  }

  /// As [RemoteService#results].
  RemoteJob results(String name, long maxResultBytes, JobResultSink sink) throws IOException {
    JobResults results = new JobResults(sink, maxResultBytes);
    RetryPolicy.Attempts attempts = calls.settings().retry().start();
    int most = 0;
    while (true) {
      try {
        return jobReplies(name, true, results);
      } catch (RemoteException e) {
        if (results.nextItem() > most) {
          most = results.nextItem();
          attempts.progress();
        }
        attempts.await(e);
      } catch (UncheckedIo e) {
        throw e.failure;
      }
    }
  }

  /// What a sink threw, on its way through a call that throws none.
  private static final class UncheckedIo extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final IOException failure;

    UncheckedIo(IOException failure) {
      super(failure);
      this.failure = failure;
    }
  }

  private RemoteJob jobReplies(String name, boolean withResults, JobResults results) {
    GetJobRequest request =
        GetJobRequest.newBuilder()
            .setName(name)
            .setResults(withResults)
            .setFirstItem(results.nextItem())
            .build();
    Duration timeout =
        withResults ? calls.settings().transferTimeout() : calls.settings().callTimeout();
    // Leaving the replies half read must end the call, or it would hold its buffers for ever.
    try (Context.CancellableContext call = Context.current().withCancellation()) {
      return call.call(() ->
          results.take(
              calls
                  .blocking()
                  .withDeadlineAfter(timeout.toMillis(), TimeUnit.MILLISECONDS)
                  .getJob(request)));
    } catch (StatusRuntimeException e) {
      throw RemoteException.of("reading a job", e);
    } catch (IOException e) {
      throw new UncheckedIo(e);
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  /// For replies that must not have any.
  private static final class NoResults implements JobResultSink {

    @Override
    public void result(int item, int lane, io.cloakwork.ckks.wire.WireSource output) {
      throw unasked(item);
    }

    @Override
    public void failure(int item, RemoteException why) {
      throw unasked(item);
    }

    private static RemoteException unasked(int item) {
      return new RemoteException(
          Status.Code.DATA_LOSS,
          "the service's reply is malformed: result %d was not asked for".formatted(item));
    }
  }

  List<RemoteJob> list() {
    return calls
        .call("listing jobs", stub -> stub.listJobs(ListJobsRequest.getDefaultInstance()))
        .getJobsList()
        .stream()
        .map(RemoteJob::of)
        .toList();
  }

  void delete(String name) {
    calls.call(
        "deleting a job",
        stub -> stub.deleteJob(DeleteJobRequest.newBuilder().setName(name).build()));
  }
}
