package io.cloakwork.serve.server.call;

import io.cloakwork.serve.protocol.v1.JobStart;
import io.cloakwork.serve.protocol.v1.JobState;
import io.cloakwork.serve.protocol.v1.SubmitJobRequest;
import io.cloakwork.serve.store.ContentHash;
import io.cloakwork.serve.store.JobDescription;
import io.cloakwork.serve.store.JobItem;
import io.cloakwork.serve.store.JobWriter;
import io.cloakwork.serve.store.Owner;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// Receives a job: what it is, then the bytes of its items. It is accepted when all of it is on the
/// disk, and not before.
final class JobReceiver implements Upload.Receiver<SubmitJobRequest, JobState> {

  private final ServiceParts parts;
  private final Owner owner;
  private final Runnable accepted;
  private JobWriter writer;

  /// @param accepted is told of a job that is to be run
  JobReceiver(ServiceParts parts, Owner owner, Runnable accepted) {
    this.parts = parts;
    this.owner = owner;
    this.accepted = accepted;
  }

  @Override
  public void take(SubmitJobRequest message) throws IOException {
    switch (message.getPartCase()) {
      case START -> {
        if (writer != null) {
          throw CallException.invalid("the job was described already");
        }
        begin(message.getStart());
      }
      case DATA -> {
        requireBegun();
        writer.append(message.getData().asReadOnlyByteBuffer());
      }
      case PART_NOT_SET -> throw CallException.invalid("a message has no part");
    }
  }

  private void begin(JobStart start) throws IOException {
    ServedModel model = parts.model(start.getModel());
    ContentHash keySet = Requests.keySet(start.getKeySet());
    parts.requireKeys(owner, model, keySet);
    List<JobItem> items = new ArrayList<>();
    for (io.cloakwork.serve.protocol.v1.JobItem item : start.getItemsList()) {
      model.requireInputLength(item.getBytes());
      int lane = model.lane(item.getLane(), item.getAllLanes()).orElse(0);
      items.add(new JobItem(item.getBytes(), lane, item.getAllLanes()));
    }
    String name = start.getName().isEmpty() ? CallId.random() : start.getName();
    JobDescription description =
        Requests.field(
            "items", () -> new JobDescription(model.name(), keySet, items, model.resultBytes()));
    writer = parts.jobs().begin(JobCalls.id(owner, name), description);
  }

  private void requireBegun() {
    if (writer == null) {
      throw CallException.invalid("the first message must be the job's start");
    }
  }

  @Override
  public JobState finish() throws IOException {
    requireBegun();
    JobState state = JobCalls.message(writer.commit());
    accepted.run();
    return state;
  }

  @Override
  public void close() {
    if (writer != null) {
      writer.close();
    }
  }
}
