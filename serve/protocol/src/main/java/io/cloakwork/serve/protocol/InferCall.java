package io.cloakwork.serve.protocol;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;

/// One request for an inference.
///
/// @param model of the service
/// @param keySet the name of registered keys, the answer to the model's request
/// @param input the wire object of the encrypted input
/// @param lane where the input lies
/// @param maxResultBytes the longest result that is taken ([RemoteManifest#maxResultBytes])
/// @param deadline after which the result is of no use, counted from the call
/// @param requestId for logs and traces on both sides, at most 64 of `[A-Za-z0-9_-]`; made up by
///   the service if empty
public record InferCall(
    String model,
    String keySet,
    ByteSource input,
    LaneChoice lane,
    long maxResultBytes,
    Optional<Duration> deadline,
    Optional<String> requestId) {

  private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]{1,64}");

  public InferCall {
    if (maxResultBytes < 1) {
      throw new IllegalArgumentException("results of %d bytes".formatted(maxResultBytes));
    }
    if (deadline.isPresent() && !deadline.get().isPositive()) {
      throw new IllegalArgumentException("deadline %s has passed".formatted(deadline.get()));
    }
    if (requestId.isPresent() && !ID.matcher(requestId.get()).matches()) {
      throw new IllegalArgumentException("a request id has 1 to 64 letters, digits, '-' and '_'");
    }
  }

  /// A request without a deadline.
  public static InferCall of(
      RemoteManifest manifest, String keySet, ByteSource input, LaneChoice lane) {
    return new InferCall(
        manifest.model().name(),
        keySet,
        input,
        lane,
        manifest.maxResultBytes(),
        Optional.empty(),
        Optional.empty());
  }

  public InferCall withDeadline(Duration limit) {
    return new InferCall(model, keySet, input, lane, maxResultBytes, Optional.of(limit), requestId);
  }

  public InferCall withRequestId(String id) {
    return new InferCall(model, keySet, input, lane, maxResultBytes, deadline, Optional.of(id));
  }
}
