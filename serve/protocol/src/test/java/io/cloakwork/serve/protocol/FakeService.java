package io.cloakwork.serve.protocol;

import com.google.protobuf.ByteString;
import io.cloakwork.serve.protocol.v1.DeleteJobReply;
import io.cloakwork.serve.protocol.v1.DeleteJobRequest;
import io.cloakwork.serve.protocol.v1.Failure;
import io.cloakwork.serve.protocol.v1.GetJobReply;
import io.cloakwork.serve.protocol.v1.GetJobRequest;
import io.cloakwork.serve.protocol.v1.GetManifestRequest;
import io.cloakwork.serve.protocol.v1.InferReply;
import io.cloakwork.serve.protocol.v1.InferRequest;
import io.cloakwork.serve.protocol.v1.InferResult;
import io.cloakwork.serve.protocol.v1.InferStart;
import io.cloakwork.serve.protocol.v1.InferenceServiceGrpc.InferenceServiceImplBase;
import io.cloakwork.serve.protocol.v1.JobResult;
import io.cloakwork.serve.protocol.v1.JobState;
import io.cloakwork.serve.protocol.v1.KeyChunk;
import io.cloakwork.serve.protocol.v1.KeySet;
import io.cloakwork.serve.protocol.v1.KeySetState;
import io.cloakwork.serve.protocol.v1.ListModelsReply;
import io.cloakwork.serve.protocol.v1.ListModelsRequest;
import io.cloakwork.serve.protocol.v1.Manifest;
import io.cloakwork.serve.protocol.v1.MissingKey;
import io.cloakwork.serve.protocol.v1.Model;
import io.cloakwork.serve.protocol.v1.RegisterKeysRequest;
import io.cloakwork.serve.protocol.v1.SubmitJobRequest;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/// A service without cryptography: keys are bytes, and the result of an inference is its input. It
/// does what a test tells it to do wrong.
class FakeService extends InferenceServiceImplBase {

  final Map<String, ByteString> keys = new ConcurrentHashMap<>();
  final Map<String, List<ByteString>> jobs = new ConcurrentHashMap<>();
  final AtomicInteger uploads = new AtomicInteger();
  final AtomicInteger inferStreams = new AtomicInteger();
  final AtomicInteger inferences = new AtomicInteger();
  final AtomicInteger cancelled = new AtomicInteger();
  final List<String> traces = new ArrayList<>();

  /// Bytes of keys after which an upload breaks.
  volatile long breakUploadAfter = Long.MAX_VALUE;

  /// So many requests, from now on, are refused for now.
  final AtomicInteger refuse = new AtomicInteger();

  /// So many streams, from now on, break when the first input is complete.
  final AtomicInteger breakInfer = new AtomicInteger();

  /// So many job calls, from now on, break after their first result.
  final AtomicInteger breakResults = new AtomicInteger();

  volatile boolean silent;
  volatile boolean readsNothing;
  volatile int chunkBytes = Chunks.MIN_BYTES;
  volatile ByteString manifest = ByteString.EMPTY;

  /// What a test has an inference answered with, in place of its input.
  interface Answer {
    void to(long id, ByteString input, StreamObserver<InferReply> replies);
  }

  volatile Answer answer = FakeService::echo;

  static void echo(long id, ByteString input, StreamObserver<InferReply> replies) {
    replies.onNext(
        InferReply.newBuilder()
            .setId(id)
            .setResult(InferResult.newBuilder().setBytes(input.size()).setRequestId("r" + id))
            .build());
    data(id, input, replies);
  }

  static void data(long id, ByteString bytes, StreamObserver<InferReply> replies) {
    for (int at = 0; at < bytes.size(); at += Chunks.MIN_BYTES) {
      int end = Math.min(bytes.size(), at + Chunks.MIN_BYTES);
      replies.onNext(InferReply.newBuilder().setId(id).setData(bytes.substring(at, end)).build());
    }
  }

  @Override
  public void listModels(ListModelsRequest request, StreamObserver<ListModelsReply> reply) {
    if (refuse.getAndDecrement() > 0) {
      Metadata trailers = new Metadata();
      trailers.put(RemoteException.RETRY_AFTER, "5");
      reply.onError(Status.RESOURCE_EXHAUSTED.asRuntimeException(trailers));
      return;
    }
    reply.onNext(
        ListModelsReply.newBuilder()
            .addModels(Model.newBuilder().setName("m\u001b[2J").setLanes(4))
            .build());
    reply.onCompleted();
  }

  @Override
  public void getManifest(GetManifestRequest request, StreamObserver<Manifest> reply) {
    reply.onNext(
        Manifest.newBuilder()
            .setModel(Model.newBuilder().setName(request.getModel()))
            .setClientManifest(manifest)
            .setMaxChunkBytes(chunkBytes)
            .build());
    reply.onCompleted();
  }

  @Override
  public void getKeySet(KeySet request, StreamObserver<KeySetState> reply) {
    reply.onNext(state(request));
    reply.onCompleted();
  }

  KeySetState state(KeySet set) {
    KeySetState.Builder state = KeySetState.newBuilder();
    set.getKeysList()
        .forEach(key -> {
          int there = keys.getOrDefault(hex(key.getSha256()), ByteString.EMPTY).size();
          if (there < key.getBytes()) {
            state.addMissing(MissingKey.newBuilder().setSha256(key.getSha256()).setReceived(there));
          }
        });
    return state.setComplete(state.getMissingCount() == 0).setKeySet(id(set)).build();
  }

  private static String id(KeySet set) {
    List<LocalKey> local =
        set.getKeysList().stream()
            .map(key ->
                new LocalKey(
                    key.getCode(),
                    key.getLevel(),
                    hex(key.getSha256()),
                    ByteSource.of(new byte[0])))
            .toList();
    return new LocalKeySet(set.getModel(), set.getParametersId(), local).id();
  }

  static String hex(ByteString bytes) {
    return java.util.HexFormat.of().formatHex(bytes.toByteArray());
  }

  @Override
  public StreamObserver<RegisterKeysRequest> registerKeys(StreamObserver<KeySetState> reply) {
    uploads.incrementAndGet();
    if (readsNothing) {
      ((ServerCallStreamObserver<KeySetState>) reply).disableAutoRequest();
    }
    return new StreamObserver<>() {
      private KeySet set;
      private long received;
      private boolean broken;

      @Override
      public void onNext(RegisterKeysRequest request) {
        if (request.hasKeySet()) {
          set = request.getKeySet();
          return;
        }
        KeyChunk chunk = request.getChunk();
        if (broken) {
          return;
        }
        if (received >= breakUploadAfter) {
          broken = true;
          reply.onError(Status.UNAVAILABLE.withDescription("going down").asRuntimeException());
          return;
        }
        String key = hex(chunk.getSha256());
        ByteString there = keys.getOrDefault(key, ByteString.EMPTY);
        if (chunk.getOffset() != there.size() || chunk.getData().size() > chunkBytes) {
          broken = true;
          reply.onError(Status.INVALID_ARGUMENT.withDescription("offset").asRuntimeException());
          return;
        }
        keys.put(key, there.concat(chunk.getData()));
        received += chunk.getData().size();
      }

      @Override
      public void onError(Throwable failure) {}

      @Override
      public void onCompleted() {
        reply.onNext(state(set));
        reply.onCompleted();
      }
    };
  }

  @Override
  public StreamObserver<InferRequest> infer(StreamObserver<InferReply> raw) {
    inferStreams.incrementAndGet();
    // Replies are made by the stream's own thread and by tests' threads.
    StreamObserver<InferReply> replies = synchronizedReplies(raw);
    return new StreamObserver<>() {
      private final Map<Long, InferStart> starts = new HashMap<>();
      private final Map<Long, ByteString> inputs = new HashMap<>();

      @Override
      public void onNext(InferRequest request) {
        long id = request.getId();
        switch (request.getPartCase()) {
          case START -> start(id, request.getStart());
          case DATA -> data(id, request.getData());
          case CANCEL -> cancelled.incrementAndGet();
          case PART_NOT_SET -> replies.onError(Status.INVALID_ARGUMENT.asRuntimeException());
        }
      }

      private void start(long id, InferStart start) {
        inferences.incrementAndGet();
        if (refuse.getAndDecrement() > 0) {
          replies.onNext(
              InferReply.newBuilder()
                  .setId(id)
                  .setFailure(
                      Failure.newBuilder()
                          .setCode(Status.Code.RESOURCE_EXHAUSTED.value())
                          .setMessage("the queue is full")
                          .setRetryAfterMillis(5))
                  .build());
          return;
        }
        starts.put(id, start);
        inputs.put(id, ByteString.EMPTY);
      }

      private void data(long id, ByteString data) {
        if (!starts.containsKey(id)) {
          return;
        }
        ByteString input = inputs.merge(id, data, ByteString::concat);
        if (input.size() < starts.get(id).getBytes()) {
          return;
        }
        starts.remove(id);
        inputs.remove(id);
        if (breakInfer.getAndDecrement() > 0) {
          replies.onError(Status.UNAVAILABLE.withDescription("going down").asRuntimeException());
        } else if (!silent) {
          answer.to(id, input, replies);
        }
      }

      @Override
      public void onError(Throwable failure) {}

      @Override
      public void onCompleted() {
        replies.onCompleted();
      }
    };
  }

  private static StreamObserver<InferReply> synchronizedReplies(StreamObserver<InferReply> raw) {
    return new StreamObserver<>() {
      @Override
      public synchronized void onNext(InferReply reply) {
        raw.onNext(reply);
      }

      @Override
      public synchronized void onError(Throwable failure) {
        raw.onError(failure);
      }

      @Override
      public synchronized void onCompleted() {
        raw.onCompleted();
      }
    };
  }

  @Override
  public StreamObserver<SubmitJobRequest> submitJob(StreamObserver<JobState> reply) {
    return new StreamObserver<>() {
      private SubmitJobRequest first;
      private ByteString all = ByteString.EMPTY;

      @Override
      public void onNext(SubmitJobRequest request) {
        if (request.hasStart()) {
          first = request;
        } else {
          all = all.concat(request.getData());
        }
      }

      @Override
      public void onError(Throwable failure) {}

      @Override
      public void onCompleted() {
        List<ByteString> items = new ArrayList<>();
        int at = 0;
        for (var item : first.getStart().getItemsList()) {
          items.add(all.substring(at, at + (int) item.getBytes()));
          at += (int) item.getBytes();
        }
        jobs.put(first.getStart().getName(), items);
        reply.onNext(jobState(first.getStart().getName()));
        reply.onCompleted();
      }
    };
  }

  JobState jobState(String name) {
    int items = jobs.get(name).size();
    return JobState.newBuilder()
        .setName(name)
        .setPhase(JobState.Phase.DONE)
        .setItems(items)
        .setFinished(items)
        .build();
  }

  @Override
  public void getJob(GetJobRequest request, StreamObserver<GetJobReply> reply) {
    if (!jobs.containsKey(request.getName())) {
      reply.onError(Status.NOT_FOUND.withDescription("no such job").asRuntimeException());
      return;
    }
    reply.onNext(GetJobReply.newBuilder().setState(jobState(request.getName())).build());
    List<ByteString> items = jobs.get(request.getName());
    for (int i = request.getFirstItem(); request.getResults() && i < items.size(); i++) {
      if (i > request.getFirstItem() && breakResults.getAndDecrement() > 0) {
        reply.onError(Status.UNAVAILABLE.asRuntimeException());
        return;
      }
      JobResult.Builder result = JobResult.newBuilder().setItem(i).setBytes(items.get(i).size());
      if (items.get(i).isEmpty()) {
        result.setFailure(Failure.newBuilder().setCode(3).setMessage("bad input"));
      }
      reply.onNext(GetJobReply.newBuilder().setResult(result).build());
      if (!items.get(i).isEmpty()) {
        reply.onNext(GetJobReply.newBuilder().setData(items.get(i)).build());
      }
    }
    reply.onCompleted();
  }

  @Override
  public void deleteJob(DeleteJobRequest request, StreamObserver<DeleteJobReply> reply) {
    if (jobs.remove(request.getName()) == null) {
      reply.onError(Status.NOT_FOUND.withDescription("no such job").asRuntimeException());
      return;
    }
    reply.onNext(DeleteJobReply.getDefaultInstance());
    reply.onCompleted();
  }
}
