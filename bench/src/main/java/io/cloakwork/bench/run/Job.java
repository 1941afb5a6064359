package io.cloakwork.bench.run;

import io.cloakwork.bench.result.BenchRow;
import java.io.IOException;
import java.util.List;

/// A part of a run that uses one device.
public interface Job {

  /// What it is, for people: `P2, batch 8`.
  String title();

  DeviceTarget target();

  /// Jobs of one kind are taken to be as much off their expected time as each other.
  String kind();

  /// How long it might take, in seconds. Only ratios to other jobs' count once one is done.
  double expectedSeconds();

  /// Measures.
  ///
  /// @throws IOException if a model or a folder cannot be read or written
  List<BenchRow> run(OpenDevice device, JobListener listener)
      throws IOException, InterruptedException;

  /// Hears how a job goes on.
  interface JobListener {

    /// What is being done now.
    void doing(String what);

    /// Which part of the job is done, in \[0, 1\].
    void done(double part);

    /// What could not be measured, and why: a sentence.
    void note(String sentence);

    /// What was measured and should not be believed as it stands, and why: a sentence.
    void doubt(String sentence);
  }
}
