package io.cloakwork.cli.remote;

import io.cloakwork.ckks.wire.WireSource;
import io.cloakwork.cli.CommandFailure;
import io.cloakwork.cli.terminal.Progress;
import io.cloakwork.serve.protocol.JobResultSink;
import io.cloakwork.serve.protocol.RemoteException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// Decrypts the results of a job as they come.
public final class JobOutputs implements JobResultSink {

  private final JobFile job;
  private final OwnerSession owner;
  private final Progress progress;
  private final List<double[]> outputs = new ArrayList<>();
  private int items;

  public JobOutputs(JobFile job, OwnerSession owner, Progress progress) {
    this.job = job;
    this.owner = owner;
    this.progress = progress;
  }

  @Override
  public void result(int item, int lane, WireSource output) throws IOException {
    if (item != items || item >= job.inputs().size()) {
      throw new CommandFailure(
          "the service sends result %d of job '%s' where result %d is due of %d"
              .formatted(item, job.name(), items, job.inputs().size()));
    }
    outputs.addAll(owner.decrypt(output, lane, job.inputs().get(item)));
    items++;
    progress.step();
  }

  @Override
  public void failure(int item, RemoteException why) {
    throw new CommandFailure("job '%s' failed: %s".formatted(job.name(), why.getMessage()), why);
  }

  /// The outputs of all inputs.
  ///
  /// @throws CommandFailure if results are missing
  public List<double[]> complete() {
    if (items < job.inputs().size()) {
      throw new CommandFailure(
          "the service has sent %d of %d results of job '%s'"
              .formatted(items, job.inputs().size(), job.name()));
    }
    return List.copyOf(outputs);
  }
}
