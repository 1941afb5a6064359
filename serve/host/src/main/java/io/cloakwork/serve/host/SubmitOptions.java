package io.cloakwork.serve.host;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/// What a request asks for beside its input.
///
/// @param lane the lane that the input lies in ([io.cloakwork.compiler.InputPacking#packLane]), so
///   that it may share a run with others; empty if it fills the ciphertexts
/// @param deadline how long after its submission the result is of no use any more
/// @param requestId what listeners and logs call it, 1 to 64 letters, digits, `_` and `-`; the host
///   makes one up if it is empty
public record SubmitOptions(
    OptionalInt lane, Optional<Duration> deadline, Optional<String> requestId) {

  private static final int MAX_ID = 64;

  public SubmitOptions {
    lane.ifPresent(l -> {
      if (l < 0) {
        throw new IllegalArgumentException("lane " + l + " is negative");
      }
    });
    deadline.ifPresent(d -> {
      if (!d.isPositive()) {
        throw new IllegalArgumentException("a deadline of " + d + " is not positive");
      }
    });
    requestId.ifPresent(SubmitOptions::requireId);
  }

  private static void requireId(String id) {
    if (!id.matches("[A-Za-z0-9_-]{1," + MAX_ID + "}")) {
      throw new IllegalArgumentException(
          "a request's id has 1 to %d letters, digits and '_', '-'".formatted(MAX_ID));
    }
  }

  /// An input that fills its ciphertexts: its run is not shared.
  public static SubmitOptions allLanes() {
    return new SubmitOptions(OptionalInt.empty(), Optional.empty(), Optional.empty());
  }

  /// An input in one lane.
  public static SubmitOptions inLane(int lane) {
    return new SubmitOptions(OptionalInt.of(lane), Optional.empty(), Optional.empty());
  }

  public SubmitOptions withDeadline(Duration fromSubmission) {
    return new SubmitOptions(lane, Optional.of(fromSubmission), requestId);
  }

  public SubmitOptions withRequestId(String id) {
    return new SubmitOptions(lane, deadline, Optional.of(id));
  }
}
