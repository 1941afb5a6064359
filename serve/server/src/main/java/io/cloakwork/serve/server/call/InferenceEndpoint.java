package io.cloakwork.serve.server.call;

import io.cloakwork.serve.protocol.PacedSender;
import io.cloakwork.serve.protocol.v1.DeleteJobReply;
import io.cloakwork.serve.protocol.v1.DeleteJobRequest;
import io.cloakwork.serve.protocol.v1.DeleteKeysReply;
import io.cloakwork.serve.protocol.v1.DeleteKeysRequest;
import io.cloakwork.serve.protocol.v1.GetJobReply;
import io.cloakwork.serve.protocol.v1.GetJobRequest;
import io.cloakwork.serve.protocol.v1.GetManifestRequest;
import io.cloakwork.serve.protocol.v1.InferReply;
import io.cloakwork.serve.protocol.v1.InferRequest;
import io.cloakwork.serve.protocol.v1.InferenceServiceGrpc;
import io.cloakwork.serve.protocol.v1.JobState;
import io.cloakwork.serve.protocol.v1.KeySet;
import io.cloakwork.serve.protocol.v1.KeySetState;
import io.cloakwork.serve.protocol.v1.ListJobsReply;
import io.cloakwork.serve.protocol.v1.ListJobsRequest;
import io.cloakwork.serve.protocol.v1.ListKeysReply;
import io.cloakwork.serve.protocol.v1.ListKeysRequest;
import io.cloakwork.serve.protocol.v1.ListModelsReply;
import io.cloakwork.serve.protocol.v1.ListModelsRequest;
import io.cloakwork.serve.protocol.v1.Manifest;
import io.cloakwork.serve.protocol.v1.RegisterKeysRequest;
import io.cloakwork.serve.protocol.v1.SubmitJobRequest;
import io.cloakwork.serve.server.access.Caller;
import io.cloakwork.serve.store.JobId;
import io.cloakwork.serve.store.Owner;
import io.cloakwork.serve.store.StoredJob;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// The service's calls. Every one begins with who makes it: nothing below takes an owner from a
/// message.
public final class InferenceEndpoint extends InferenceServiceGrpc.InferenceServiceImplBase {

  private final ServiceParts parts;
  private final KeyCalls keys;
  private final JobCalls jobs;
  private final JobRunner runner;
  private final Set<InferCall> streams = ConcurrentHashMap.newKeySet();

  public InferenceEndpoint(ServiceParts parts, JobRunner runner) {
    this.parts = parts;
    this.keys = new KeyCalls(parts);
    this.jobs = new JobCalls(parts);
    this.runner = runner;
  }

  /// A call of one message and one reply.
  private interface Reply<R> {
    R of(Owner owner) throws IOException;
  }

  private <R> void reply(StreamObserver<R> call, Reply<R> reply) {
    R message;
    try {
      message = reply.of(Caller.current().owner());
    } catch (IOException | RuntimeException e) {
      String id = CallId.current();
      call.onError(parts.failures().of(e, id).exception(id));
      return;
    }
    call.onNext(message);
    call.onCompleted();
  }

  @Override
  public void listModels(ListModelsRequest request, StreamObserver<ListModelsReply> call) {
    reply(
        call,
        _ -> {
          ListModelsReply.Builder models = ListModelsReply.newBuilder();
          parts.models().values().forEach(model -> models.addModels(model.message()));
          return models.build();
        });
  }

  @Override
  public void getManifest(GetManifestRequest request, StreamObserver<Manifest> call) {
    reply(
        call,
        _ -> {
          ServedModel model = parts.model(request.getModel());
          return Manifest.newBuilder()
              .setModel(model.message())
              .setClientManifest(model.manifest())
              .setMaxChunkBytes(parts.limits().chunkBytes())
              .build();
        });
  }

  @Override
  public void getKeySet(KeySet request, StreamObserver<KeySetState> call) {
    reply(call, owner -> keys.state(owner, request));
  }

  @Override
  public StreamObserver<RegisterKeysRequest> registerKeys(StreamObserver<KeySetState> call) {
    Owner owner = Caller.current().owner();
    return Upload.begin(
        parts, new KeyUploadReceiver(parts, owner), (ServerCallStreamObserver<KeySetState>) call);
  }

  @Override
  public void listKeys(ListKeysRequest request, StreamObserver<ListKeysReply> call) {
    reply(call, keys::list);
  }

  @Override
  public void deleteKeys(DeleteKeysRequest request, StreamObserver<DeleteKeysReply> call) {
    reply(call, owner -> keys.delete(owner, request.getKeySet()));
  }

  @Override
  public StreamObserver<InferRequest> infer(StreamObserver<InferReply> call) {
    return InferCall.begin(parts, (ServerCallStreamObserver<InferReply>) call, streams);
  }

  @Override
  public StreamObserver<SubmitJobRequest> submitJob(StreamObserver<JobState> call) {
    Owner owner = Caller.current().owner();
    return Upload.begin(
        parts,
        new JobReceiver(parts, owner, runner::wake),
        (ServerCallStreamObserver<JobState>) call);
  }

  @Override
  public void getJob(GetJobRequest request, StreamObserver<GetJobReply> observer) {
    ServerCallStreamObserver<GetJobReply> call = (ServerCallStreamObserver<GetJobReply>) observer;
    String id = CallId.current();
    Owner owner = Caller.current().owner();
    PacedSender<GetJobReply> sender = new PacedSender<>(call, parts.limits().stallTimeout());
    call.setOnReadyHandler(sender::wake);
    call.setOnCancelHandler(() -> sender.end("the client is gone"));
    // Sending waits for the client, which the transport tells on the thread of this call.
    Thread.ofVirtual()
        .name("job-" + id)
        .start(() -> {
          try {
            StoredJob job = jobs.find(JobCalls.id(owner, request.getName()));
            jobs.send(job, request, message -> send(sender, message));
            sender.complete();
          } catch (IOException | RuntimeException e) {
            sender.end("the call has failed");
            if (!call.isCancelled()) {
              call.onError(parts.failures().of(e, id).exception(id));
            }
          }
        });
  }

  private static void send(PacedSender<GetJobReply> sender, GetJobReply message) {
    try {
      sender.send(message);
    } catch (IOException e) {
      throw CallException.expired(e.getMessage());
    }
  }

  @Override
  public void listJobs(ListJobsRequest request, StreamObserver<ListJobsReply> call) {
    reply(call, jobs::list);
  }

  @Override
  public void deleteJob(DeleteJobRequest request, StreamObserver<DeleteJobReply> call) {
    reply(
        call,
        owner -> {
          JobId id = JobCalls.id(owner, request.getName());
          if (!parts.jobs().delete(id)) {
            throw CallException.notFound("there is no job '%s'", id.name());
          }
          return DeleteJobReply.getDefaultInstance();
        });
  }

  /// Ends streams as soon as their open requests have replies.
  public void drain() {
    streams.forEach(InferCall::drain);
  }
}
