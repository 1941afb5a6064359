package io.cloakwork.serve.protocol;

import com.google.protobuf.ByteString;
import io.cloakwork.ckks.wire.WireSource;
import io.cloakwork.serve.protocol.IncomingObject.ChunkException;
import io.cloakwork.serve.protocol.v1.Failure;
import io.cloakwork.serve.protocol.v1.GetJobReply;
import io.cloakwork.serve.protocol.v1.JobResult;
import io.grpc.Status;
import java.io.IOException;
import java.util.Iterator;

/// Puts the results of a job together from the messages that they come in, over as many connections
/// as it takes: one result is in memory at a time.
final class JobResults {

  private static final String FETCH = "fetching results";

  private final JobResultSink sink;
  private final long maxResultBytes;
  private int nextItem;
  private JobResult announced;
  private IncomingObject object;

  JobResults(JobResultSink sink, long maxResultBytes) {
    this.sink = sink;
    this.maxResultBytes = maxResultBytes;
  }

  /// The first item whose result is not complete.
  int nextItem() {
    return nextItem;
  }

  /// Takes the replies of one call.
  ///
  /// @return the job's state as the call began with it
  /// @throws RemoteException if the call fails or its replies are malformed
  RemoteJob take(Iterator<GetJobReply> replies) throws IOException {
    announced = null;
    object = null;
    RemoteJob job = null;
    try {
      while (hasNext(replies)) {
        GetJobReply reply = replies.next();
        switch (reply.getPartCase()) {
          case STATE -> job = RemoteJob.of(reply.getState());
          case RESULT -> announce(reply.getResult(), job);
          case DATA -> append(reply.getData());
          case PART_NOT_SET -> throw new ChunkException("a message is empty");
        }
      }
      requireEnd(job);
      return job;
    } catch (ChunkException e) {
      throw new RemoteException(
          Status.Code.DATA_LOSS, "the service's reply is malformed: " + e.getMessage(), null, e);
    }
  }

  private static boolean hasNext(Iterator<GetJobReply> replies) {
    try {
      return replies.hasNext();
    } catch (RuntimeException e) {
      throw RemoteException.of(FETCH, e);
    }
  }

  private void announce(JobResult result, RemoteJob job) throws IOException {
    if (job == null || object != null) {
      throw new ChunkException(
          "result %d comes %s"
              .formatted(
                  result.getItem(), job == null ? "before the job's state" : "inside another"));
    }
    // Items whose results are not there yet are left out.
    if (result.getItem() < nextItem || result.getItem() >= job.items()) {
      throw new ChunkException(
          "result %s is not of the items %d to %d"
              .formatted(Integer.toUnsignedString(result.getItem()), nextItem, job.items() - 1));
    }
    if (result.hasFailure()) {
      nextItem = result.getItem() + 1;
      Failure failure = result.getFailure();
      sink.failure(
          result.getItem(),
          RemoteException.of(
              "item " + result.getItem(), failure.getCode(), failure.getMessage(), 0));
      return;
    }
    announced = result;
    object = new IncomingObject("result " + result.getItem(), result.getBytes(), maxResultBytes);
  }

  private void append(ByteString data) throws IOException {
    if (object == null) {
      throw new ChunkException("data comes before the length of its result");
    }
    object.append(data);
    if (object.isComplete()) {
      IncomingObject complete = object;
      object = null;
      sink.result(announced.getItem(), announced.getLane(), WireSource.of(complete.open()));
      nextItem = announced.getItem() + 1;
    }
  }

  private void requireEnd(RemoteJob job) throws ChunkException {
    if (job == null) {
      throw new ChunkException("the job's state is missing");
    }
    if (object != null) {
      throw new ChunkException(
          "result %d ends after %d of %d bytes"
              .formatted(announced.getItem(), object.received(), object.announced()));
    }
  }
}
