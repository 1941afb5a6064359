package io.cloakwork.cost;

import java.util.List;

/// How long each step of a program takes by a profile.
///
/// @param profile its name
/// @param fingerprint its fingerprint
/// @param threads that the prediction is for
/// @param stepSeconds for one run of each step
public record TimePrediction(
    String profile, String fingerprint, int threads, List<Double> stepSeconds) {

  public TimePrediction {
    stepSeconds = List.copyOf(stepSeconds);
  }

  /// Seconds of one run of all steps.
  public double seconds() {
    return stepSeconds.stream().mapToDouble(Double::doubleValue).sum();
  }

  /// The profile as people read it.
  public String on() {
    return "%s (%s…), %d thread%s"
        .formatted(profile, fingerprint.substring(0, 8), threads, threads == 1 ? "" : "s");
  }
}
