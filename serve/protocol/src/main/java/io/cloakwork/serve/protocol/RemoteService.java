package io.cloakwork.serve.protocol;

import io.cloakwork.compiler.artifact.ArtifactException;
import io.cloakwork.compiler.artifact.ArtifactLimits;
import io.cloakwork.compiler.artifact.ClientManifest;
import io.cloakwork.serve.protocol.v1.DeleteJobRequest;
import io.cloakwork.serve.protocol.v1.DeleteKeysRequest;
import io.cloakwork.serve.protocol.v1.GetJobRequest;
import io.cloakwork.serve.protocol.v1.GetManifestRequest;
import io.cloakwork.serve.protocol.v1.InferenceServiceGrpc;
import io.cloakwork.serve.protocol.v1.InferenceServiceGrpc.InferenceServiceBlockingStub;
import io.cloakwork.serve.protocol.v1.InferenceServiceGrpc.InferenceServiceStub;
import io.cloakwork.serve.protocol.v1.JobStart;
import io.cloakwork.serve.protocol.v1.KeySetState;
import io.cloakwork.serve.protocol.v1.ListJobsRequest;
import io.cloakwork.serve.protocol.v1.ListKeysRequest;
import io.cloakwork.serve.protocol.v1.ListModelsRequest;
import io.cloakwork.serve.protocol.v1.Manifest;
import io.cloakwork.serve.protocol.v1.SubmitJobRequest;
import io.grpc.Context;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.MetadataUtils;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/// A service, from the client's end: one connection, opened when it is needed, for any number of
/// threads. What fails for now is tried again as the settings say; what fails for good is a
/// [RemoteException], one sentence. Whatever the service sends is bounded before it takes memory.
///
/// Only ciphertexts and evaluation keys go out; nothing here can name a secret key.
public final class RemoteService implements AutoCloseable {

  /// Longest part of a manifest's message that is not the manifest.
  private static final int MANIFEST_SLACK_BYTES = 1 << 16;

  private static final int CLOSE_SECONDS = 5;

  /// Bytes that may wait to be written before a sender waits, too: a few chunks, or every chunk
  /// costs a turn of several threads.
  private static final int READY_BYTES = 1 << 20;

  private final RemoteSettings settings;
  private final ManagedChannel channel;
  private final InferenceServiceBlockingStub blocking;
  private final InferenceServiceStub streaming;
  private final InferStreams inferences;
  private final ArtifactLimits limits;
  private final Map<String, Integer> chunkBytes = new ConcurrentHashMap<>();

  private RemoteService(RemoteSettings settings, ManagedChannel channel, ArtifactLimits limits) {
    this.settings = settings;
    this.channel = channel;
    this.limits = limits;
    var headers = MetadataUtils.newAttachHeadersInterceptor(Connection.headers(settings));
    this.blocking = InferenceServiceGrpc.newBlockingStub(channel).withInterceptors(headers);
    this.streaming =
        InferenceServiceGrpc.newStub(channel)
            .withInterceptors(headers)
            .withOnReadyThreshold(READY_BYTES);
    this.inferences = new InferStreams(streaming, settings, this::chunkBytes);
  }

  /// A service at the address of the settings. Nothing is sent yet.
  ///
  /// @throws RemoteException if the certificates cannot be used
  public static RemoteService connect(RemoteSettings settings) {
    return connect(settings, ArtifactLimits.defaults());
  }

  /// The same with limits on manifests of one's own.
  public static RemoteService connect(RemoteSettings settings, ArtifactLimits limits) {
    return new RemoteService(settings, Connection.open(settings), limits);
  }

  /// A call that moves no keys and no ciphertexts, as often as it takes.
  private <R> R call(String doing, Function<InferenceServiceBlockingStub, R> method) {
    return settings
        .retry()
        .call(() -> {
          try {
            return method.apply(
                blocking.withDeadlineAfter(
                    settings.callTimeout().toMillis(), TimeUnit.MILLISECONDS));
          } catch (StatusRuntimeException e) {
            throw RemoteException.of(doing, e);
          }
        });
  }

  /// The models that are served.
  public List<RemoteModel> models() {
    return call("listing models", stub -> stub.listModels(ListModelsRequest.getDefaultInstance()))
        .getModelsList()
        .stream()
        .map(RemoteModel::of)
        .toList();
  }

  /// What is needed to use a model.
  ///
  /// @throws RemoteException if there is no such model, or its manifest is not what it should be
  public RemoteManifest manifest(String model) {
    int longest = Math.addExact(limits.maxManifestBytes(), MANIFEST_SLACK_BYTES);
    Manifest reply =
        call(
            "reading the manifest of '%s'".formatted(model),
            stub ->
                stub.withMaxInboundMessageSize(longest)
                    .getManifest(GetManifestRequest.newBuilder().setModel(model).build()));
    byte[] json = reply.getClientManifest().toByteArray();
    try {
      int chunk = Chunks.requireValid(Integer.toUnsignedLong(reply.getMaxChunkBytes()));
      ClientManifest client = ClientManifest.parse(json, limits);
      chunkBytes.put(model, chunk);
      return new RemoteManifest(RemoteModel.of(reply.getModel()), client, json, chunk);
    } catch (ArtifactException | IllegalArgumentException e) {
      throw new RemoteException(
          Status.Code.DATA_LOSS,
          "the manifest of '%s' is not valid: %s"
              .formatted(model, RemoteText.clean(e.getMessage())),
          null,
          e);
    }
  }

  private int chunkBytes(String model) {
    Integer known = chunkBytes.get(model);
    return known == null ? manifest(model).maxChunkBytes() : known;
  }

  /// Registers keys: uploads what the service lacks of them, from where an earlier upload stopped,
  /// as often as the connection is lost.
  ///
  /// @param timeToLive after the last use; zero: as long as the service keeps keys
  /// @throws IOException if a key cannot be read
  /// @throws RemoteException if the service refuses the keys
  public void register(LocalKeySet keys, Duration timeToLive, UploadListener listener)
      throws IOException {
    int chunk = chunkBytes(keys.model());
    KeyUpload upload = new KeyUpload(keys, timeToLive, listener);
    RetryPolicy.Attempts attempts = settings.retry().start();
    long most = 0;
    while (true) {
      try {
        KeySetState state = keySetState(keys, timeToLive);
        long there = upload.there(state);
        if (there > most) {
          most = there;
          attempts.progress();
        }
        KeySetState after =
            state.getComplete()
                ? state
                : upload.run(transfer(), state, chunk, settings.stallTimeout());
        requireRegistered(keys, after);
        return;
      } catch (RemoteException e) {
        attempts.await(e);
      }
    }
  }

  private KeySetState keySetState(LocalKeySet keys, Duration timeToLive) {
    try {
      return blocking
          .withDeadlineAfter(settings.callTimeout().toMillis(), TimeUnit.MILLISECONDS)
          .getKeySet(keys.message(timeToLive));
    } catch (StatusRuntimeException e) {
      throw RemoteException.of("registering keys", e);
    }
  }

  private static void requireRegistered(LocalKeySet keys, KeySetState state) {
    if (!state.getComplete() || !state.getKeySet().equals(keys.id())) {
      throw new RemoteException(
          Status.Code.DATA_LOSS,
          "the service calls the keys %s%s instead of %s"
              .formatted(
                  RemoteText.clean(state.getKeySet()),
                  state.getComplete() ? "" : ", incomplete,",
                  keys.id()));
    }
  }

  /// Whether the service has all keys of a set.
  public boolean isRegistered(LocalKeySet keys) {
    return call("looking for keys", stub -> stub.getKeySet(keys.message(Duration.ZERO)))
        .getComplete();
  }

  /// The caller's key sets.
  public List<RegisteredKeySet> listKeys() {
    return call("listing keys", stub -> stub.listKeys(ListKeysRequest.getDefaultInstance()))
        .getKeySetsList()
        .stream()
        .map(RegisteredKeySet::of)
        .toList();
  }

  /// Forgets a key set of the caller.
  ///
  /// @return bytes that the service unlinked
  /// @throws RemoteException if the caller has no such set
  public long deleteKeys(String keySet) {
    return call(
            "deleting keys",
            stub -> stub.deleteKeys(DeleteKeysRequest.newBuilder().setKeySet(keySet).build()))
        .getFreedBytes();
  }

  /// Sends an encrypted input and brings the encrypted output. Many may be open at a time; beyond
  /// the settings' number they wait for their turn. Cancelling the future cancels the request on
  /// the service. The future fails with a [RemoteException], or with an [IOException] if the input
  /// cannot be read.
  public CompletableFuture<RemoteResult> infer(InferCall inference) {
    return inferences.submit(inference);
  }

  /// Leaves inputs to be run later. The same name again is the same job: a submission whose reply
  /// got lost may be repeated.
  ///
  /// @param name at most 64 characters of `[A-Za-z0-9_-]`
  /// @throws IOException if an input cannot be read
  public RemoteJob submitJob(
      String name, String model, String keySet, List<JobItem> items, UploadListener listener)
      throws IOException {
    int chunk = chunkBytes(model);
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
    RetryPolicy.Attempts attempts = settings.retry().start();
    while (true) {
      try {
        listener.resumed(0, total);
        return RemoteJob.of(
            new ClientStream<>("submitting a job", settings.stallTimeout(), transfer()::submitJob)
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

  /// The state of a job of the caller.
  ///
  /// @throws RemoteException if the caller has no such job
  public RemoteJob job(String name) {
    try {
      return settings
          .retry()
          .call(() -> jobReplies(name, false, new JobResults(new NoResults(), 1)));
    } catch (UncheckedIo e) {
      throw new IllegalStateException("a job without results is not written anywhere", e);
    }
  }

  /// Brings the results of a job that are there, each once and in order, and resumes where a
  /// connection was lost.
  ///
  /// @param maxResultBytes the longest result that is taken ([RemoteManifest#maxResultBytes])
  /// @return the job's state as the last call began with it
  /// @throws IOException if the sink throws it
  public RemoteJob results(String name, long maxResultBytes, JobResultSink sink)
      throws IOException {
    JobResults results = new JobResults(sink, maxResultBytes);
    RetryPolicy.Attempts attempts = settings.retry().start();
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
    Duration timeout = withResults ? settings.transferTimeout() : settings.callTimeout();
    // Leaving the replies half read must end the call, or it would hold its buffers for ever.
    try (Context.CancellableContext call = Context.current().withCancellation()) {
      return call.call(() ->
          results.take(
              blocking
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

  /// The caller's jobs.
  public List<RemoteJob> listJobs() {
    return call("listing jobs", stub -> stub.listJobs(ListJobsRequest.getDefaultInstance()))
        .getJobsList()
        .stream()
        .map(RemoteJob::of)
        .toList();
  }

  /// Cancels a job that has not ended and deletes it with its results.
  ///
  /// @throws RemoteException if the caller has no such job
  public void deleteJob(String name) {
    call(
        "deleting a job",
        stub -> stub.deleteJob(DeleteJobRequest.newBuilder().setName(name).build()));
  }

  private InferenceServiceStub transfer() {
    return streaming.withDeadlineAfter(
        settings.transferTimeout().toMillis(), TimeUnit.MILLISECONDS);
  }

  /// Cancels what is open and closes the connection.
  @Override
  public void close() {
    inferences.close();
    channel.shutdown();
    try {
      if (!channel.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
        channel.shutdownNow();
      }
    } catch (InterruptedException e) {
      channel.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }
}
