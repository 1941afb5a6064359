package io.cloakwork.serve.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.cloakwork.ckks.Ciphertext;
import io.cloakwork.ckks.CkksContext;
import io.cloakwork.ckks.Encoder;
import io.cloakwork.ckks.EvaluationKeys;
import io.cloakwork.ckks.Plaintext;
import io.cloakwork.ckks.encoding.SlotVector;
import io.cloakwork.ckks.wire.WireReader;
import io.cloakwork.ckks.wire.WireSource;
import io.cloakwork.ckks.wire.WireWriter;
import io.cloakwork.client.Decryptor;
import io.cloakwork.client.KeyGenerator;
import io.cloakwork.client.SecretKey;
import io.cloakwork.client.SecretKeyEncryptor;
import io.cloakwork.client.sampling.Entropy;
import io.cloakwork.compiler.ClearInterpreter;
import io.cloakwork.compiler.CompiledNetwork;
import io.cloakwork.compiler.InputPacking;
import io.cloakwork.serve.host.RefusedException.Reason;
import io.cloakwork.serve.host.RunFailedException.Kind;
import io.cloakwork.serve.store.Owner;
import io.cloakwork.spi.device.Backends;
import io.cloakwork.spi.device.Device;
import io.cloakwork.spi.device.DeviceOptions;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The examples of docs/embedding.md run, and the page shows them as they are here.
class EmbeddingTest {

  private static final Path PAGE = Path.of("../../docs/embedding.md");

  private static final Path SOURCE =
      Path.of("src/test/java/io/cloakwork/serve/host/EmbeddingExamples.java");

  private final CompiledNetwork network = SmallNetwork.compile(4);

  /// A key owner that only sends and gets bytes, with a device of its own.
  private final class RemoteClient implements AutoCloseable {

    private final Device device = Backends.open("cpu", DeviceOptions.defaults());
    private final CkksContext context = new CkksContext(network.parameters(), device);
    private final SecretKey secret = SecretKey.generate(context, Entropy.secure());

    byte[] keys() {
      try (KeyGenerator generator = new KeyGenerator(context, secret);
          EvaluationKeys keys = generator.answer(network.keys())) {
        return WireWriter.of(keys).toBytes();
      }
    }

    byte[] encrypt(List<double[]> slots) {
      InputPacking packing = network.inputPacking();
      double[][] rows = slots.toArray(double[][]::new);
      try (var encryptor = new SecretKeyEncryptor(context, secret, Entropy.secure());
          Plaintext plain =
              new Encoder(context).encodeBatch(rows, packing.level(), packing.scale());
          Ciphertext ciphertext = encryptor.encrypt(plain)) {
        return WireWriter.of(ciphertext).toBytes();
      }
    }

    void assertRight(byte[] response, int lane, double[] input) throws IOException {
      try (Ciphertext output =
          new WireReader(context).ciphertext(WireSource.of(new ByteArrayInputStream(response)))) {
        List<double[]> slots =
            new Decryptor(context, secret)
                .decryptDecodeBatch(output).stream().map(SlotVector::re).toList();
        assertThat(network.outputPacking().unpackLane(slots, lane))
            .containsExactly(ClearInterpreter.model(network, input), within(1e-3));
      }
    }

    @Override
    public void close() {
      secret.close();
      context.close();
      device.close();
    }
  }

  private static double[] input(int number) {
    double[] input = new double[SmallNetwork.INPUTS];
    for (int i = 0; i < input.length; i++) {
      input[i] = Math.sin(number + i);
    }
    return input;
  }

  @Test
  void theServiceAnswersInBytes() throws IOException {
    try (var service = new EmbeddingExamples.DigitService(network);
        RemoteClient client = new RemoteClient()) {
      service.register("client", new ByteArrayInputStream(client.keys()));
      for (int i = 0; i < 3; i++) {
        byte[] request = client.encrypt(network.inputPacking().pack(List.of(input(i))));
        byte[] response = service.infer("client", new ByteArrayInputStream(request));
        client.assertRight(response, 0, input(i));
      }
    }
  }

  @Test
  void asynchronousRequestsShareRuns() throws IOException {
    try (Device device = Backends.open("cpu", DeviceOptions.defaults());
        ModelHost host = ModelHost.builder(device).open();
        RemoteClient client = new RemoteClient()) {
      HostedModel model = host.load("small", network);
      var keys = WireSource.of(new ByteArrayInputStream(client.keys()));
      ClientSession session =
          host.open(
              new Owner("client"),
              "small",
              new WireReader(model.context()).evaluationKeys(keys, network.keys()));
      List<CompletableFuture<byte[]>> responses = new ArrayList<>();
      for (int lane = 0; lane < model.lanes(); lane++) {
        byte[] request = client.encrypt(network.inputPacking().packLane(input(lane), lane));
        responses.add(EmbeddingExamples.infer(session, new ByteArrayInputStream(request), lane));
      }
      for (int lane = 0; lane < model.lanes(); lane++) {
        client.assertRight(responses.get(lane).join(), lane, input(lane));
      }
    }
  }

  @Test
  void aSessionIsRenewedWhenItsModelIsReplaced() throws IOException {
    try (Device device = Backends.open("cpu", DeviceOptions.defaults());
        ModelHost host = ModelHost.builder(device).open();
        RemoteClient client = new RemoteClient()) {
      HostedModel model = host.load("small", network);
      var source = WireSource.of(new ByteArrayInputStream(client.keys()));
      // The keys outlive the model whose context has read them.
      EvaluationKeys keys = new WireReader(model.context()).evaluationKeys(source, network.keys());
      ClientSession session = host.open(new Owner("client"), "small", keys);
      EmbeddingExamples.update(host, "small", network);
      byte[] request = client.encrypt(network.inputPacking().packLane(input(1), 0));
      ClientSession gone = session;
      assertThatThrownBy(() -> gone.requireRoom(SubmitOptions.inLane(0)))
          .isInstanceOf(RefusedException.class)
          .extracting(e -> ((RefusedException) e).reason())
          .isEqualTo(Reason.UNLOADED);
      session = EmbeddingExamples.renewed(host, session, keys);
      byte[] response =
          EmbeddingExamples.infer(session, new ByteArrayInputStream(request), 0).join();
      client.assertRight(response, 0, input(1));
    }
  }

  @Test
  void refusalsSayWhatToDo() {
    var full = new RefusedException(Reason.QUEUE_FULL, "full", Duration.ofMillis(70));
    var draining = new RefusedException(Reason.DRAINING, "draining", Duration.ZERO);
    var failed = new RunFailedException(Kind.KEYS, "no keys", null);
    assertThat(List.of(full, draining, failed, new IllegalArgumentException("lane 9")))
        .extracting(cause -> EmbeddingExamples.advice(new CompletionException(cause)))
        .containsExactly(
            "come back in 70 ms",
            "not here, not now: DRAINING",
            "this run failed: KEYS",
            "the input is not what the model takes");
  }

  @ParameterizedTest
  @ValueSource(strings = {"service", "asynchronous", "replace", "refusals"})
  void thePageShowsTheExamplesAsTheyAre(String example) throws IOException {
    String source = Files.readString(SOURCE);
    int from = source.indexOf("// example: " + example + "\n");
    assertThat(from).isNotNegative();
    String body = source.substring(source.indexOf('\n', from) + 1, source.indexOf("// end", from));
    assertThat(Files.readString(PAGE)).contains("```java\n" + body.stripIndent().strip() + "\n```");
  }
}
