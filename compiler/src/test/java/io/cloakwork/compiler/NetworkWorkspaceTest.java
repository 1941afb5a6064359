package io.cloakwork.compiler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.cloakwork.ckks.Ciphertext;
import io.cloakwork.ckks.CkksContext;
import io.cloakwork.ckks.Encoder;
import io.cloakwork.ckks.EvaluationKeys;
import io.cloakwork.ckks.MissingKeyException;
import io.cloakwork.ckks.Plaintext;
import io.cloakwork.ckks.SecurityPolicy;
import io.cloakwork.ckks.encoding.SlotVector;
import io.cloakwork.client.Decryptor;
import io.cloakwork.client.KeyGenerator;
import io.cloakwork.client.SecretKey;
import io.cloakwork.client.SecretKeyEncryptor;
import io.cloakwork.client.sampling.Entropy;
import io.cloakwork.compiler.tensor.TensorGraph;
import io.cloakwork.compiler.tensor.TensorNode;
import io.cloakwork.spi.device.Backends;
import io.cloakwork.spi.device.Device;
import io.cloakwork.spi.device.DeviceOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// One memory for the runs of many clients.
class NetworkWorkspaceTest {

  private static final int INPUTS = 9;

  private final long seed = System.nanoTime();
  private final Random random = new Random(seed);
  private final CompiledNetwork network = network(new Networks(random));
  private final Device device = Backends.open("cpu", DeviceOptions.defaults());
  private final CkksContext context = new CkksContext(network.parameters(), device);
  private final NetworkRunner runner = new NetworkRunner(context, network);

  /// A key owner and what it sends.
  private final class Client implements AutoCloseable {

    private final SecretKey secret = SecretKey.generate(context, Entropy.secure());
    private final EvaluationKeys keys = keys();

    private EvaluationKeys keys() {
      try (KeyGenerator generator = new KeyGenerator(context, secret)) {
        return generator.answer(network.keys());
      }
    }

    Ciphertext encrypt(List<double[]> inputs) {
      InputPacking packing = network.inputPacking();
      double[][] slots =
          inputs.stream()
              .flatMap(input -> packing.pack(List.of(input)).stream())
              .toArray(double[][]::new);
      try (SecretKeyEncryptor encryptor =
              new SecretKeyEncryptor(context, secret, Entropy.secure());
          Plaintext plain =
              new Encoder(context).encodeBatch(slots, packing.level(), packing.scale())) {
        return encryptor.encrypt(plain);
      }
    }

    List<double[]> decrypt(Ciphertext output) {
      return new Decryptor(context, secret)
          .decryptDecodeBatch(output).stream()
              .map(SlotVector::re)
              .map(slots -> network.outputPacking().unpack(List.of(slots), 1).getFirst())
              .toList();
    }

    @Override
    public void close() {
      keys.close();
      secret.close();
    }
  }

  private static CompiledNetwork network(Networks nets) {
    TensorNode x = Networks.input(1, INPUTS);
    TensorNode hidden = Networks.square(nets.gemm(x, 5));
    return Compiler.compile(
        "workspace",
        new TensorGraph(x, nets.gemm(hidden, 3)),
        CompileOptions.defaults().withSecurity(SecurityPolicy.INSECURE_FOR_TESTING));
  }

  private double[] input() {
    return random.doubles(INPUTS, -1, 1).toArray();
  }

  private void assertRight(List<double[]> outputs, List<double[]> inputs) {
    assertThat(outputs).as("seed %d", seed).hasSameSizeAs(inputs);
    for (int i = 0; i < inputs.size(); i++) {
      assertThat(outputs.get(i))
          .as("seed %d", seed)
          .containsExactly(ClearInterpreter.model(network, inputs.get(i)), within(1e-3));
    }
  }

  private void assertRuns(NetworkWorkspace workspace, Client client, List<double[]> inputs) {
    try (Ciphertext x = client.encrypt(inputs);
        Ciphertext y = workspace.run(client.keys, x)) {
      assertRight(client.decrypt(y), inputs);
    }
  }

  @Test
  void clientsTakeTurnsInOneWorkspace() {
    try (NetworkWorkspace workspace = runner.workspace();
        Client first = new Client();
        Client second = new Client()) {
      for (Client client : List.of(first, first, second, first)) {
        assertRuns(workspace, client, List.of(input()));
      }
    }
  }

  @Test
  void severalRequestsOfOneClientRunAsABatch() {
    try (NetworkWorkspace one = runner.workspace();
        NetworkWorkspace three = runner.workspace(3);
        Client client = new Client()) {
      assertRuns(three, client, List.of(input(), input(), input()));
      assertRuns(one, client, List.of(input()));
    }
  }

  @Test
  void weightsAreHeldOnceForAllBatches() {
    long before = device.allocatedBytes();
    try (NetworkWorkspace one = runner.workspace()) {
      long workspace = device.allocatedBytes() - before;
      assertThat(workspace).isEqualTo(one.bytes());
      try (NetworkWorkspace other = runner.workspace()) {
        assertThat(device.allocatedBytes() - before).isEqualTo(2 * workspace);
        assertThat(other.bytes()).isEqualTo(workspace);
      }
    }
    assertThat(device.allocatedBytes()).isEqualTo(before);
  }

  @Test
  void aRunIsGivenUpBetweenSteps() {
    List<Integer> asked = new ArrayList<>();
    try (NetworkWorkspace workspace = runner.workspace();
        Client client = new Client();
        Ciphertext x = client.encrypt(List.of(input()))) {
      long before = device.allocatedBytes();
      RunCheckpoint afterOne =
          step -> {
            asked.add(step);
            if (step == 1) {
              throw new CancellationException("nobody waits");
            }
          };
      assertThatThrownBy(() -> workspace.run(client.keys, x, afterOne))
          .isInstanceOf(CancellationException.class);
      assertThat(asked).containsExactly(0, 1);
      assertThat(device.allocatedBytes()).as("the output went with it").isEqualTo(before);
      assertRuns(workspace, client, List.of(input()));
    }
  }

  @Test
  void afterKeysThatAreRefusedTheOthersStillRun() {
    try (NetworkWorkspace workspace = runner.workspace();
        Client client = new Client();
        EvaluationKeys none = EvaluationKeys.none(network.parameters());
        Ciphertext x = client.encrypt(List.of(input()))) {
      assertRuns(workspace, client, List.of(input()));
      assertThatThrownBy(() -> workspace.run(none, x)).isInstanceOf(MissingKeyException.class);
      assertRuns(workspace, client, List.of(input()));
    }
  }

  @Test
  void closedKeysFailARunAndNotTheNext() {
    try (NetworkWorkspace workspace = runner.workspace();
        Client client = new Client();
        Client gone = new Client();
        Ciphertext x = gone.encrypt(List.of(input()))) {
      gone.keys.close();
      assertThatThrownBy(() -> workspace.run(gone.keys, x))
          .isInstanceOf(IllegalStateException.class);
      assertRuns(workspace, client, List.of(input()));
    }
  }

  @AfterEach
  void close() {
    runner.close();
    context.close();
    device.close();
  }
}
