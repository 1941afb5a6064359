package io.cloakwork.serve.server.call;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import io.cloakwork.serve.protocol.v1.Failure;
import io.cloakwork.serve.protocol.v1.GetJobReply;
import io.cloakwork.serve.protocol.v1.GetJobRequest;
import io.cloakwork.serve.protocol.v1.JobResult;
import io.cloakwork.serve.protocol.v1.JobState;
import io.cloakwork.serve.protocol.v1.ListJobsReply;
import io.cloakwork.serve.store.ItemOutcome;
import io.cloakwork.serve.store.JobId;
import io.cloakwork.serve.store.MappedFile;
import io.cloakwork.serve.store.Owner;
import io.cloakwork.serve.store.StoredJob;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.time.Instant;

/// What clients ask about jobs.
final class JobCalls {

  /// Takes messages as fast as the client does.
  interface Sink {

    /// @throws CallException if the client is gone, or has taken nothing for too long
    void send(GetJobReply message);
  }

  private final ServiceParts parts;

  JobCalls(ServiceParts parts) {
    this.parts = parts;
  }

  /// A client's job by name.
  static JobId id(Owner owner, String name) {
    return Requests.field("name", () -> new JobId(owner, name));
  }

  /// @throws CallException if there is no such job of that owner
  StoredJob find(JobId id) throws IOException {
    return parts
        .jobs()
        .find(id)
        .orElseThrow(() -> CallException.notFound("there is no job '%s'", id.name()));
  }

  ListJobsReply list(Owner owner) throws IOException {
    ListJobsReply.Builder reply = ListJobsReply.newBuilder();
    parts.jobs().list(owner).forEach(job -> reply.addJobs(message(job)));
    return reply.build();
  }

  /// Sends the state of a job and, if asked for, the outcomes that are there.
  void send(StoredJob job, GetJobRequest request, Sink sink) throws IOException {
    sink.send(GetJobReply.newBuilder().setState(message(job)).build());
    if (!request.getResults()) {
      return;
    }
    int items = job.outcomes().size();
    if (Integer.compareUnsigned(request.getFirstItem(), items) > 0) {
      throw CallException.invalid(
          "field 'first_item' is %s, the job has %d items",
          Integer.toUnsignedString(request.getFirstItem()), items);
    }
    for (int item = request.getFirstItem(); item < items; item++) {
      switch (job.outcomes().get(item)) {
        case ItemOutcome.Unfinished _ -> {}
        case ItemOutcome.Failure failure -> sink.send(failed(item, failure));
        case ItemOutcome.Result result -> sendResult(job.id(), item, result, sink);
      }
    }
  }

  private static GetJobReply failed(int item, ItemOutcome.Failure failure) {
    return GetJobReply.newBuilder()
        .setResult(
            JobResult.newBuilder()
                .setItem(item)
                .setFailure(
                    Failure.newBuilder().setCode(failure.code()).setMessage(failure.message())))
        .build();
  }

  private void sendResult(JobId id, int item, ItemOutcome.Result result, Sink sink)
      throws IOException {
    try (MappedFile file = parts.jobs().openResult(id, item)) {
      MemorySegment bytes = file.bytes();
      sink.send(
          GetJobReply.newBuilder()
              .setResult(
                  JobResult.newBuilder()
                      .setItem(item)
                      .setBytes(bytes.byteSize())
                      .setLane(result.lane()))
              .build());
      long at = 0;
      while (at < bytes.byteSize()) {
        long part = Math.min(bytes.byteSize() - at, parts.limits().chunkBytes());
        // A copy: the message may be sent after the file is closed.
        ByteString chunk =
            UnsafeByteOperations.unsafeWrap(bytes.asSlice(at, part).toArray(ValueLayout.JAVA_BYTE));
        sink.send(GetJobReply.newBuilder().setData(chunk).build());
        at += part;
      }
    }
  }

  static JobState message(StoredJob job) {
    return JobState.newBuilder()
        .setName(job.id().name())
        .setModel(job.description().model())
        .setPhase(
            switch (job.phase()) {
              case PENDING -> JobState.Phase.PENDING;
              case RUNNING -> JobState.Phase.RUNNING;
              case DONE -> JobState.Phase.DONE;
            })
        .setItems(job.outcomes().size())
        .setFinished(job.finished())
        .setFailed(job.failed())
        .setSubmittedUnixSeconds(job.submitted().getEpochSecond())
        .setExpiresUnixSeconds(job.expires().map(Instant::getEpochSecond).orElse(0L))
        .build();
  }
}
