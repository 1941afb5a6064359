package io.cloakwork.cli.remote;

import com.google.protobuf.ByteString;
import io.cloakwork.ckks.Ciphertext;
import io.cloakwork.ckks.CkksContext;
import io.cloakwork.ckks.EvaluationKeys;
import io.cloakwork.ckks.KeySwitchKey;
import io.cloakwork.ckks.wire.WireReader;
import io.cloakwork.ckks.wire.WireSource;
import io.cloakwork.ckks.wire.WireWriter;
import io.cloakwork.compiler.CompileOptions;
import io.cloakwork.compiler.CompiledNetwork;
import io.cloakwork.compiler.Compiler;
import io.cloakwork.compiler.NetworkRunner;
import io.cloakwork.compiler.NetworkWorkspace;
import io.cloakwork.compiler.artifact.NetworkFile;
import io.cloakwork.serve.protocol.Chunks;
import io.cloakwork.serve.protocol.v1.DeleteJobReply;
import io.cloakwork.serve.protocol.v1.DeleteJobRequest;
import io.cloakwork.serve.protocol.v1.DeleteKeysReply;
import io.cloakwork.serve.protocol.v1.DeleteKeysRequest;
import io.cloakwork.serve.protocol.v1.Failure;
import io.cloakwork.serve.protocol.v1.GetJobReply;
import io.cloakwork.serve.protocol.v1.GetJobRequest;
import io.cloakwork.serve.protocol.v1.GetManifestRequest;
import io.cloakwork.serve.protocol.v1.InferReply;
import io.cloakwork.serve.protocol.v1.InferRequest;
import io.cloakwork.serve.protocol.v1.InferResult;
import io.cloakwork.serve.protocol.v1.InferStart;
import io.cloakwork.serve.protocol.v1.InferenceServiceGrpc.InferenceServiceImplBase;
import io.cloakwork.serve.protocol.v1.JobItem;
import io.cloakwork.serve.protocol.v1.JobResult;
import io.cloakwork.serve.protocol.v1.JobStart;
import io.cloakwork.serve.protocol.v1.JobState;
import io.cloakwork.serve.protocol.v1.KeyChunk;
import io.cloakwork.serve.protocol.v1.KeySet;
import io.cloakwork.serve.protocol.v1.KeySetState;
import io.cloakwork.serve.protocol.v1.ListJobsReply;
import io.cloakwork.serve.protocol.v1.ListJobsRequest;
import io.cloakwork.serve.protocol.v1.ListKeysReply;
import io.cloakwork.serve.protocol.v1.ListKeysRequest;
import io.cloakwork.serve.protocol.v1.ListModelsReply;
import io.cloakwork.serve.protocol.v1.ListModelsRequest;
import io.cloakwork.serve.protocol.v1.Manifest;
import io.cloakwork.serve.protocol.v1.MissingKey;
import io.cloakwork.serve.protocol.v1.Model;
import io.cloakwork.serve.protocol.v1.RegisterKeysRequest;
import io.cloakwork.serve.protocol.v1.RegisteredKeys;
import io.cloakwork.serve.protocol.v1.SubmitJobRequest;
import io.cloakwork.spi.device.Backends;
import io.cloakwork.spi.device.Device;
import io.cloakwork.spi.device.DeviceOptions;
import io.grpc.Grpc;
import io.grpc.InsecureServerCredentials;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// A service for one client, in this process and in memory, that runs a network on what it is sent:
/// nothing of it is shared with the real one but the wire. One call at a time.
public final class RunningService extends InferenceServiceImplBase implements AutoCloseable {

  private static final int CHUNK_BYTES = 1 << 16;

  private final CompiledNetwork network;
  private final Device device = Backends.open("cpu", DeviceOptions.defaults());
  private final CkksContext context;
  private final NetworkRunner runner;
  private final Server server;
  private final Map<String, ByteString> keys = new HashMap<>();
  private final Map<String, KeySet> sets = new HashMap<>();
  private final NetworkWorkspace workspace;
  private final Map<String, EvaluationKeys> loaded = new HashMap<>();
  private final Map<String, List<byte[]>> jobs = new TreeMap<>();
  private final Map<String, JobStart> submitted = new HashMap<>();
  private long uploadedBytes;
  private int openLanes;

  public RunningService(Path model) {
    try {
      this.network = Compiler.compile(model, CompileOptions.defaults());
      this.context = new CkksContext(network.parameters(), device);
      this.runner = new NetworkRunner(context, network);
      this.workspace = runner.workspace();
      this.server =
          Grpc.newServerBuilderForPort(0, InsecureServerCredentials.create())
              .addService(this)
              .build()
              .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// For `--server`.
  public String address() {
    return "127.0.0.1:" + port();
  }

  public int port() {
    return server.getPort();
  }

  public CompiledNetwork network() {
    return network;
  }

  public synchronized long uploadedBytes() {
    return uploadedBytes;
  }

  /// Lanes above the first that inputs have come in.
  public synchronized int openLanes() {
    return openLanes;
  }

  private static <R> void reply(StreamObserver<R> observer, R reply) {
    observer.onNext(reply);
    observer.onCompleted();
  }

  private Model model() {
    return Model.newBuilder()
        .setName("tiny")
        .setProgramSha256(ByteString.copyFrom(new byte[32]))
        .setParametersId(network.parameters().id())
        .setKeyCount(network.keys().levels().size())
        .setLanes(network.inputPacking().lanes())
        .build();
  }

  @Override
  public void listModels(ListModelsRequest request, StreamObserver<ListModelsReply> observer) {
    reply(observer, ListModelsReply.newBuilder().addModels(model()).build());
  }

  @Override
  public void getManifest(GetManifestRequest request, StreamObserver<Manifest> observer) {
    if (!request.getModel().equals("tiny")) {
      observer.onError(Status.NOT_FOUND.withDescription("no such model").asRuntimeException());
      return;
    }
    reply(
        observer,
        Manifest.newBuilder()
            .setModel(model())
            .setClientManifest(ByteString.copyFrom(NetworkFile.manifestBytes(network)))
            .setMaxChunkBytes(CHUNK_BYTES)
            .build());
  }

  @Override
  public synchronized void getKeySet(KeySet request, StreamObserver<KeySetState> observer) {
    reply(observer, state(request));
  }

  private KeySetState state(KeySet set) {
    KeySetState.Builder state = KeySetState.newBuilder().setKeySet(id(set));
    set.getKeysList()
        .forEach(key -> {
          int there = keys.getOrDefault(hex(key.getSha256()), ByteString.EMPTY).size();
          if (there < key.getBytes()) {
            state.addMissing(MissingKey.newBuilder().setSha256(key.getSha256()).setReceived(there));
          }
        });
    boolean complete = state.getMissingCount() == 0;
    if (complete) {
      sets.put(id(set), set);
    }
    return state.setComplete(complete).build();
  }

  private static String hex(ByteString bytes) {
    return HexFormat.of().formatHex(bytes.toByteArray());
  }

  /// The name of a set, as serve/README says.
  private static String id(KeySet set) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update((set.getParametersId() + '\n').getBytes(StandardCharsets.US_ASCII));
      set.getKeysList()
          .forEach(key ->
              digest.update((hex(key.getSha256()) + '\n').getBytes(StandardCharsets.US_ASCII)));
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public StreamObserver<RegisterKeysRequest> registerKeys(StreamObserver<KeySetState> observer) {
    return new Receiving<>() {
      private KeySet set;

      @Override
      public void onNext(RegisterKeysRequest request) {
        synchronized (RunningService.this) {
          if (request.hasKeySet()) {
            set = request.getKeySet();
          } else {
            KeyChunk chunk = request.getChunk();
            keys.merge(hex(chunk.getSha256()), chunk.getData(), ByteString::concat);
            uploadedBytes += chunk.getData().size();
          }
        }
      }

      @Override
      public void onCompleted() {
        synchronized (RunningService.this) {
          reply(observer, state(set));
        }
      }
    };
  }

  @Override
  public synchronized void listKeys(
      ListKeysRequest request, StreamObserver<ListKeysReply> observer) {
    ListKeysReply.Builder list = ListKeysReply.newBuilder();
    sets.forEach((id, set) ->
        list.addKeySets(RegisteredKeys.newBuilder().setKeySet(id).setKeyCount(set.getKeysCount())));
    reply(observer, list.build());
  }

  @Override
  public synchronized void deleteKeys(
      DeleteKeysRequest request, StreamObserver<DeleteKeysReply> observer) {
    KeySet set = sets.remove(request.getKeySet());
    if (set == null) {
      observer.onError(Status.NOT_FOUND.withDescription("no such keys").asRuntimeException());
      return;
    }
    EvaluationKeys used = loaded.remove(request.getKeySet());
    if (used != null) {
      used.close();
    }
    long freed =
        set.getKeysList().stream().mapToLong(key -> keys.remove(hex(key.getSha256())).size()).sum();
    reply(observer, DeleteKeysReply.newBuilder().setFreedBytes(freed).build());
  }

  private EvaluationKeys loaded(String keySet) {
    if (!sets.containsKey(keySet)) {
      throw Status.NOT_FOUND.withDescription("no such keys").asRuntimeException();
    }
    return loaded.computeIfAbsent(
        keySet,
        id -> {
          List<KeySwitchKey> parts = new ArrayList<>();
          sets.get(id).getKeysList().forEach(key -> parts.add(key(keys.get(hex(key.getSha256())))));
          return new EvaluationKeys(network.parameters(), parts);
        });
  }

  private KeySwitchKey key(ByteString object) {
    try {
      return new WireReader(context).keySwitchKey(WireSource.of(object.newInput()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The network on one wire object.
  private byte[] run(String keySet, ByteString input) {
    try (Ciphertext request = new WireReader(context).ciphertext(WireSource.of(input.newInput()));
        Ciphertext response = workspace.run(loaded(keySet), request)) {
      return WireWriter.of(response).toBytes();
    } catch (IOException e) {
      throw Status.INVALID_ARGUMENT.withDescription(e.getMessage()).asRuntimeException();
    }
  }

  @Override
  public StreamObserver<InferRequest> infer(StreamObserver<InferReply> observer) {
    return new Receiving<>() {
      private final Map<Long, InferStart> starts = new HashMap<>();
      private final Map<Long, ByteString> inputs = new HashMap<>();

      @Override
      public void onNext(InferRequest request) {
        long id = request.getId();
        if (request.hasStart()) {
          starts.put(id, request.getStart());
        } else if (request.hasData()) {
          ByteString input = inputs.merge(id, request.getData(), ByteString::concat);
          if (input.size() == starts.get(id).getBytes()) {
            answer(id, starts.get(id), inputs.remove(id));
          }
        }
      }

      private void answer(long id, InferStart start, ByteString input) {
        byte[] output;
        try {
          synchronized (RunningService.this) {
            output = run(start.getKeySet(), input);
            openLanes = Math.max(openLanes, start.getLane());
          }
        } catch (StatusRuntimeException e) {
          observer.onNext(InferReply.newBuilder().setId(id).setFailure(failure(e)).build());
          return;
        }
        observer.onNext(
            InferReply.newBuilder()
                .setId(id)
                .setResult(
                    InferResult.newBuilder()
                        .setBytes(output.length)
                        .setLane(start.getLane())
                        .setRequestId("r" + id))
                .build());
        cut(
            output,
            data -> observer.onNext(InferReply.newBuilder().setId(id).setData(data).build()));
      }

      private static Failure failure(StatusRuntimeException e) {
        return Failure.newBuilder()
            .setCode(e.getStatus().getCode().value())
            .setMessage(String.valueOf(e.getStatus().getDescription()))
            .build();
      }

      @Override
      public void onCompleted() {
        observer.onCompleted();
      }
    };
  }

  private static void cut(byte[] object, Chunks.Sink sink) {
    try {
      for (ByteString chunk : Chunks.of(object, CHUNK_BYTES)) {
        sink.accept(chunk);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public StreamObserver<SubmitJobRequest> submitJob(StreamObserver<JobState> observer) {
    return new Receiving<>() {
      private JobStart start;
      private ByteString all = ByteString.EMPTY;

      @Override
      public void onNext(SubmitJobRequest request) {
        if (request.hasStart()) {
          start = request.getStart();
        } else {
          all = all.concat(request.getData());
        }
      }

      @Override
      public void onCompleted() {
        synchronized (RunningService.this) {
          List<byte[]> results = new ArrayList<>();
          int at = 0;
          for (JobItem item : start.getItemsList()) {
            results.add(run(start.getKeySet(), all.substring(at, at + (int) item.getBytes())));
            at += (int) item.getBytes();
          }
          jobs.put(start.getName(), results);
          submitted.put(start.getName(), start);
          reply(observer, jobState(start.getName()));
        }
      }
    };
  }

  private JobState jobState(String name) {
    int items = jobs.get(name).size();
    return JobState.newBuilder()
        .setName(name)
        .setModel("tiny")
        .setPhase(JobState.Phase.DONE)
        .setItems(items)
        .setFinished(items)
        .build();
  }

  @Override
  public synchronized void getJob(GetJobRequest request, StreamObserver<GetJobReply> observer) {
    String name = request.getName();
    if (!jobs.containsKey(name)) {
      observer.onError(Status.NOT_FOUND.withDescription("no such job").asRuntimeException());
      return;
    }
    observer.onNext(GetJobReply.newBuilder().setState(jobState(name)).build());
    for (int i = 0; request.getResults() && i < jobs.get(name).size(); i++) {
      byte[] result = jobs.get(name).get(i);
      observer.onNext(
          GetJobReply.newBuilder()
              .setResult(
                  JobResult.newBuilder()
                      .setItem(i)
                      .setBytes(result.length)
                      .setLane(submitted.get(name).getItems(i).getLane()))
              .build());
      cut(result, data -> observer.onNext(GetJobReply.newBuilder().setData(data).build()));
    }
    observer.onCompleted();
  }

  @Override
  public synchronized void listJobs(
      ListJobsRequest request, StreamObserver<ListJobsReply> observer) {
    ListJobsReply.Builder list = ListJobsReply.newBuilder();
    jobs.keySet().forEach(name -> list.addJobs(jobState(name)));
    reply(observer, list.build());
  }

  @Override
  public synchronized void deleteJob(
      DeleteJobRequest request, StreamObserver<DeleteJobReply> observer) {
    jobs.remove(request.getName());
    reply(observer, DeleteJobReply.getDefaultInstance());
  }

  /// A stream whose end by the client needs no answer.
  private abstract static class Receiving<Q> implements StreamObserver<Q> {
    @Override
    public void onError(Throwable failure) {}
  }

  @Override
  public void close() {
    server.shutdownNow();
    try {
      server.awaitTermination();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    synchronized (this) {
      workspace.close();
      loaded.values().forEach(EvaluationKeys::close);
      runner.close();
      context.close();
      device.close();
    }
  }
}
