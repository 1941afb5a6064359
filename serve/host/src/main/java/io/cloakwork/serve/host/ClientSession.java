package io.cloakwork.serve.host;

import io.cloakwork.ckks.Ciphertext;
import io.cloakwork.serve.store.Owner;
import java.util.concurrent.CompletableFuture;

/// One client's keys and one model. Thread-safe; as many sessions as wanted share a model, and
/// those of one client with equal keys share runs, too.
public interface ClientSession extends AutoCloseable {

  Owner client();

  HostedModel model();

  /// Queues a request and returns at once. Takes ownership of `input`, whatever becomes of it.
  ///
  /// The future fails with [RefusedException] if there is no room or time, with
  /// [RunFailedException] if the run failed, and with a [io.cloakwork.ckks.CkksException] or
  /// [IllegalArgumentException] if the input was not encrypted as the network takes it, or its lane
  /// does not exist. It is completed on a thread of its own, never on the device's. Cancelling it
  /// takes the request out of the queue, or stops its run before the next launch unless others
  /// share it.
  ///
  /// @param input as [io.cloakwork.compiler.CompiledNetwork#inputPacking()] says, on the host's
  ///   device
  /// @throws SessionClosedException if the session is closed
  CompletableFuture<InferenceResult> submit(Ciphertext input, SubmitOptions options);

  /// Submits an input that fills its ciphertexts, without a deadline.
  default CompletableFuture<InferenceResult> submit(Ciphertext input) {
    return submit(input, SubmitOptions.allLanes());
  }

  /// Refuses what [#submit] would refuse now, so that a service need not receive an input that it
  /// has no room for. Nothing is reserved.
  ///
  /// @throws RefusedException if there is no room or time
  /// @throws IllegalArgumentException if the model has no such lane
  /// @throws SessionClosedException if the session is closed
  void requireRoom(SubmitOptions options);

  /// A lane for the client's next input: each in turn, so that inputs at hand at once share runs.
  int nextLane();

  /// Cancels the session's requests that have not run and waits for its present run to end; then
  /// its keys are used no more. Results that are there stay valid. Closing twice is harmless.
  @Override
  void close();
}
