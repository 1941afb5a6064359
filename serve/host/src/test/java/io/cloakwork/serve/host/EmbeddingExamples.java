package io.cloakwork.serve.host;

import io.cloakwork.ckks.EvaluationKeys;
import io.cloakwork.ckks.wire.WireReader;
import io.cloakwork.ckks.wire.WireSource;
import io.cloakwork.ckks.wire.WireWriter;
import io.cloakwork.compiler.CompiledNetwork;
import io.cloakwork.serve.store.Owner;
import io.cloakwork.spi.device.Backends;
import io.cloakwork.spi.device.Device;
import io.cloakwork.spi.device.DeviceOptions;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;

/// What docs/embedding.md shows, between the markers.
final class EmbeddingExamples {

  private EmbeddingExamples() {}

  // example: service
  static final class DigitService implements AutoCloseable {
    private final Device device = Backends.open("cpu", DeviceOptions.defaults());
    private final ModelHost host = ModelHost.builder(device).open();
    private final Map<String, ClientSession> sessions = new ConcurrentHashMap<>();
    private final HostedModel model;

    DigitService(CompiledNetwork network) {
      model = host.load("digits", network);
    }

    void register(String client, InputStream keys) throws IOException {
      EvaluationKeys read =
          new WireReader(model.context())
              .evaluationKeys(WireSource.of(keys), model.network().keys());
      sessions.put(client, host.open(new Owner(client), "digits", read));
    }

    byte[] infer(String client, InputStream request) throws IOException {
      var input = new WireReader(model.context()).ciphertext(WireSource.of(request));
      try (InferenceResult result = sessions.get(client).submit(input).join()) {
        return WireWriter.of(result.ciphertext()).toBytes();
      }
    }

    @Override
    public void close() {
      host.close();
      device.close();
    }
  }

  // end

  // example: asynchronous
  static CompletableFuture<byte[]> infer(ClientSession session, InputStream request, int lane)
      throws IOException {
    SubmitOptions options = SubmitOptions.inLane(lane).withDeadline(Duration.ofSeconds(30));
    session.requireRoom(options); // before the input takes memory
    var input = new WireReader(session.model().context()).ciphertext(WireSource.of(request));
    return session
        .submit(input, options)
        .thenApply(result -> {
          try (result) {
            return WireWriter.of(result.ciphertext()).toBytes();
          }
        });
  }

  // end

  // example: replace
  static void update(ModelHost host, String model, CompiledNetwork network) {
    // The old one is served until the new one is there, and may then end what it has accepted.
    host.replace(model, network, Duration.ofSeconds(30));
  }

  /// A session with the present model; to be asked for when the old one says UNLOADED.
  static ClientSession renewed(ModelHost host, ClientSession old, EvaluationKeys keys) {
    old.close();
    return host.open(old.client(), old.model().name(), keys);
  }

  // end

  // example: refusals
  static String advice(CompletionException failure) {
    return switch (failure.getCause()) {
      case RefusedException e when e.retryAfter().isPresent() ->
          "come back in " + e.retryAfter().get().toMillis() + " ms";
      case RefusedException e -> "not here, not now: " + e.reason();
      case RunFailedException e -> "this run failed: " + e.kind();
      case null, default -> "the input is not what the model takes";
    };
  }

  // end
}
