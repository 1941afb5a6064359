package io.cloakwork.compiler;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloakwork.ckks.Ciphertext;
import io.cloakwork.ckks.CkksContext;
import io.cloakwork.ckks.Encoder;
import io.cloakwork.ckks.EvaluationKeys;
import io.cloakwork.ckks.Evaluator;
import io.cloakwork.ckks.KeyId;
import io.cloakwork.ckks.KeyRequest;
import io.cloakwork.ckks.Parameters;
import io.cloakwork.ckks.Plaintext;
import io.cloakwork.ckks.SecurityPolicy;
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
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// What a client and a server do all day takes no more memory after thousands of operations than
/// after the first ones, on the device and on the heap.
class LeakTest {

  private static final long SEED = 11;

  /// How much more the heap may hold at the end: a few words an operation in the long run.
  private static final long HEAP_TOLERANCE = 1L << 20;

  private static final int OPERATIONS_A_ROUND = 6;

  @Test
  void memoryIsFlatOverAThousandOperations() {
    assertFlat(240, 1_000);
  }

  @Test
  @Tag("slow")
  void memoryIsFlatOverTenThousandOperations() {
    assertFlat(2_000, 10_000);
  }

  /// Compares memory after `early` operations with memory after `late` ones.
  private static void assertFlat(int early, int late) {
    try (Device device = Backends.open("cpu", DeviceOptions.defaults())) {
      long atStart = device.allocatedBytes();
      try (Workload workload = new Workload(device)) {
        workload.run(early);
        Memory before = workload.memory();
        workload.run(late - early);
        Memory after = workload.memory();
        System.out.printf("after %d operations %s, after %d %s%n", early, before, late, after);
        assertThat(after.deviceBytes()).as("device memory").isEqualTo(before.deviceBytes());
        assertThat(after.executables()).as("cached graphs").isEqualTo(before.executables());
        assertThat(after.heapBytes())
            .as("heap after %d operations", late)
            .isLessThan(before.heapBytes() + HEAP_TOLERANCE);
      }
      assertThat(device.allocatedBytes()).as("device memory once closed").isEqualTo(atStart);
    }
  }

  private record Memory(long deviceBytes, int executables, long heapBytes) {}

  /// A small network with its client, and an evaluator beside it.
  private static final class Workload implements AutoCloseable {

    private final Device device;
    private final CkksContext context;
    private final SecretKey secret;
    private final EvaluationKeys networkKeys;
    private final EvaluationKeys evaluatorKeys;
    private final Encoder encoder;
    private final SecretKeyEncryptor encryptor;
    private final Decryptor decryptor;
    private final Evaluator evaluator;
    private final NetworkRunner runner;
    private final NetworkWorkspace workspace;
    private final CompiledNetwork network;
    private final double[] slots;

    Workload(Device device) {
      this.device = device;
      this.network = network();
      Parameters parameters = network.parameters();
      this.context = new CkksContext(parameters, device);
      try (Entropy entropy = Entropy.insecureForTesting(SEED)) {
        this.secret = SecretKey.generate(context, entropy);
      }
      try (KeyGenerator generator = new KeyGenerator(context, secret)) {
        this.networkKeys = generator.answer(network.keys());
        TreeMap<KeyId, Integer> levels = new TreeMap<>();
        levels.put(KeyId.relinearization(), parameters.maxLevel());
        levels.put(KeyId.galois(parameters.rotation(1)), parameters.maxLevel());
        this.evaluatorKeys = generator.answer(new KeyRequest(parameters.id(), levels));
      }
      this.encoder = new Encoder(context);
      this.encryptor = new SecretKeyEncryptor(context, secret, Entropy.secure());
      this.decryptor = new Decryptor(context, secret);
      this.evaluator = new Evaluator(context, evaluatorKeys);
      this.runner = new NetworkRunner(context, network);
      this.workspace = runner.workspace();
      double[] input = new Random(SEED).doubles(9, -1, 1).toArray();
      this.slots = network.inputPacking().pack(List.of(input)).getFirst();
    }

    private static CompiledNetwork network() {
      Networks nets = new Networks(new Random(SEED));
      TensorNode x = Networks.input(1, 9);
      TensorNode hidden = Networks.square(nets.gemm(x, 5));
      return Compiler.compile(
          "leak",
          new TensorGraph(x, nets.gemm(hidden, 3)),
          CompileOptions.defaults().withSecurity(SecurityPolicy.INSECURE_FOR_TESTING));
    }

    void run(int operations) {
      for (int done = 0; done < operations; done += OPERATIONS_A_ROUND) {
        round();
      }
    }

    /// Encode, encrypt, the network, rotate, multiply-relinearise-rescale, decrypt.
    private void round() {
      InputPacking packing = network.inputPacking();
      try (Plaintext plain = encoder.encode(slots, packing.level(), packing.scale());
          Ciphertext x = encryptor.encrypt(plain);
          Ciphertext y = workspace.run(networkKeys, x);
          Ciphertext rotated = evaluator.rotate(x, 1);
          Ciphertext product = evaluator.multiplyRelinearizeRescale(x, rotated)) {
        assertThat(decryptor.decryptDecodeBatch(product)).hasSize(1);
        assertThat(y.level()).isNotNegative();
      }
    }

    Memory memory() {
      return new Memory(device.allocatedBytes(), context.graphs().size(), usedHeap());
    }

    /// The least of a few collections, since one may find objects that are about to be queued.
    private static long usedHeap() {
      Runtime runtime = Runtime.getRuntime();
      long least = Long.MAX_VALUE;
      for (int i = 0; i < 4; i++) {
        System.gc();
        least = Math.min(least, runtime.totalMemory() - runtime.freeMemory());
      }
      return least;
    }

    @Override
    public void close() {
      workspace.close();
      runner.close();
      encryptor.close();
      evaluatorKeys.close();
      networkKeys.close();
      secret.close();
      context.close();
    }
  }
}
