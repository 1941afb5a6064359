package io.cloakwork.bench.run;

import java.time.Duration;
import java.util.Optional;

/// Hears how a run goes on.
public interface BenchListener {

  /// What is being done now.
  void doing(String what);

  /// How far the whole run is.
  ///
  /// @param part that is done, in \[0, 1\]
  /// @param remaining what the rest will take, by what has been measured so far; empty before
  ///   anything has
  void progress(double part, Optional<Duration> remaining);

  /// Something that could not be measured, and why: a sentence.
  void note(String sentence);

  /// Something that was measured and should not be believed as it stands, and why: a sentence.
  void doubt(String sentence);
}
