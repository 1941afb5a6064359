package io.cloakwork.serve.protocol;

import io.cloakwork.compiler.artifact.ArtifactException;
import io.cloakwork.compiler.artifact.ArtifactLimits;
import io.cloakwork.compiler.artifact.ClientManifest;
import io.cloakwork.serve.protocol.v1.DeleteKeysRequest;
import io.cloakwork.serve.protocol.v1.GetManifestRequest;
import io.cloakwork.serve.protocol.v1.InferenceServiceGrpc;
import io.cloakwork.serve.protocol.v1.InferenceServiceGrpc.InferenceServiceStub;
import io.cloakwork.serve.protocol.v1.KeySetState;
import io.cloakwork.serve.protocol.v1.ListKeysRequest;
import io.cloakwork.serve.protocol.v1.ListModelsRequest;
import io.cloakwork.serve.protocol.v1.Manifest;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.stub.MetadataUtils;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

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
  private final RemoteCalls calls;
  private final InferStreams inferences;
  private final RemoteJobs jobs;
  private final ArtifactLimits limits;
  private final Map<String, Integer> chunkBytes = new ConcurrentHashMap<>();

  private RemoteService(RemoteSettings settings, ManagedChannel channel, ArtifactLimits limits) {
    this.settings = settings;
    this.channel = channel;
    this.limits = limits;
    var headers = MetadataUtils.newAttachHeadersInterceptor(Connection.headers(settings));
    InferenceServiceStub streaming =
        InferenceServiceGrpc.newStub(channel)
            .withInterceptors(headers)
            .withOnReadyThreshold(READY_BYTES);
    this.calls =
        new RemoteCalls(
            settings,
            InferenceServiceGrpc.newBlockingStub(channel).withInterceptors(headers),
            streaming);
    this.inferences = new InferStreams(streaming, settings, this::chunkBytes);
    this.jobs = new RemoteJobs(calls, this::chunkBytes);
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

  /// The models that are served.
  public List<RemoteModel> models() {
    return calls
        .call("listing models", stub -> stub.listModels(ListModelsRequest.getDefaultInstance()))
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
        calls.call(
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
        KeySetState state =
            calls.once("registering keys", stub -> stub.getKeySet(keys.message(timeToLive)));
        long there = upload.there(state);
        if (there > most) {
          most = there;
          attempts.progress();
        }
        KeySetState after =
            state.getComplete()
                ? state
                : upload.run(calls.transfer(), state, chunk, settings.stallTimeout());
        requireRegistered(keys, after);
        return;
      } catch (RemoteException e) {
        attempts.await(e);
      }
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
    return calls
        .call("looking for keys", stub -> stub.getKeySet(keys.message(Duration.ZERO)))
        .getComplete();
  }

  /// The caller's key sets.
  public List<RegisteredKeySet> listKeys() {
    return calls
        .call("listing keys", stub -> stub.listKeys(ListKeysRequest.getDefaultInstance()))
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
    return calls
        .call(
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
    return jobs.submit(name, model, keySet, items, listener);
  }

  /// The state of a job of the caller.
  ///
  /// @throws RemoteException if the caller has no such job
  public RemoteJob job(String name) {
    return jobs.state(name);
  }

  /// Brings the results of a job that are there, each once and in order, and resumes where a
  /// connection was lost.
  ///
  /// @param maxResultBytes the longest result that is taken ([RemoteManifest#maxResultBytes])
  /// @return the job's state as the last call began with it
  /// @throws IOException if the sink throws it
  public RemoteJob results(String name, long maxResultBytes, JobResultSink sink)
      throws IOException {
    return jobs.results(name, maxResultBytes, sink);
  }

  /// The caller's jobs.
  public List<RemoteJob> listJobs() {
    return jobs.list();
  }

  /// Cancels a job that has not ended and deletes it with its results.
  ///
  /// @throws RemoteException if the caller has no such job
  public void deleteJob(String name) {
    jobs.delete(name);
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
