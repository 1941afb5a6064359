package io.cloakwork.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.cloakwork.ckks.Ciphertext;
import io.cloakwork.ckks.CkksContext;
import io.cloakwork.ckks.Encoder;
import io.cloakwork.ckks.OperandMismatchException;
import io.cloakwork.ckks.Parameters;
import io.cloakwork.ckks.ParametersLiteral;
import io.cloakwork.ckks.Plaintext;
import io.cloakwork.ckks.SecurityPolicy;
import io.cloakwork.ckks.noise.Magnitude;
import io.cloakwork.ckks.noise.NoiseEstimate;
import io.cloakwork.ckks.noise.NoiseModel;
import io.cloakwork.client.sampling.Entropy;
import io.cloakwork.spi.device.Backends;
import io.cloakwork.spi.device.Device;
import io.cloakwork.spi.device.DeviceOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FloodingDecryptorTest {

  /// Wide enough a scale that noise fits between the error and the message.
  private static final Parameters PARAMETERS =
      new ParametersLiteral(
              10, List.of(60, 55), List.of(60), 55, 2, 5, SecurityPolicy.INSECURE_FOR_TESTING)
          .validate();

  private static final int SLOTS = 16;
  private static final Magnitude MESSAGE = Magnitude.uniform(1);

  private final long seed = System.nanoTime() >>> 16;
  private final Device device = Backends.open("reference", DeviceOptions.defaults());
  private final CkksContext context = new CkksContext(PARAMETERS, device);
  private final SecretKey secret = SecretKey.generate(context, Entropy.insecureForTesting(seed));
  private final Decryptor decryptor = new Decryptor(context, secret);
  private final NoiseModel model = NoiseModel.of(PARAMETERS);
  private final NoiseEstimate estimate =
      model.secretKeyEncryption(MESSAGE, 1, PARAMETERS.defaultScale());

  @AfterEach
  void close() {
    secret.close();
    context.close();
    device.close();
  }

  @Test
  void noiseHasThePromisedWidthAndTheResultIsStillThere() {
    int runs = 300;
    FloodingPolicy policy = new FloodingPolicy(20, runs);
    try (Ciphertext ciphertext = encrypt(1);
        FloodingDecryptor flooding = flooding(policy)) {
      double[] exact = decryptor.decryptDecode(ciphertext);
      double std = flooding.noiseStd(estimate, SLOTS);
      double sum = 0;
      double squares = 0;
      for (int run = 0; run < runs; run++) {
        FloodedValues released = flooding.decrypt(ciphertext, estimate, SLOTS);
        assertThat(released.values().length()).isEqualTo(SLOTS);
        assertThat(released.noiseStd()).isEqualTo(std);
        for (int i = 0; i < SLOTS; i++) {
          double noise = (released.values().re(i) - exact[i]) / std;
          sum += noise;
          squares += noise * noise;
        }
      }
      double samples = runs * (double) SLOTS;
      assertThat(sum / samples)
          .as("mean, seed %d", seed)
          .isCloseTo(0, within(6 / Math.sqrt(samples)));
      assertThat(squares / samples)
          .as("variance, seed %d", seed)
          .isCloseTo(1, within(6 * Math.sqrt(2 / samples)));
      assertThat(flooding.precisionBits(estimate, SLOTS)).isBetween(10.0, 40.0);
      assertThat(flooding.remainingQueries()).isZero();
    }
  }

  /// Every query: KL ≤ ‖e‖²/(2σ²), and they add up.
  @Test
  void theNoiseHidesTheWorstErrorOfAllQueries() {
    FloodingPolicy policy = new FloodingPolicy(30, 1 << 10);
    try (FloodingDecryptor flooding = flooding(policy)) {
      for (int slots : new int[] {1, SLOTS, PARAMETERS.slots()}) {
        double std = flooding.noiseStd(estimate, slots);
        double norm = Math.sqrt(slots) * estimate.worst().slotBound();
        double divergence = policy.queries() * norm * norm / (2 * std * std);
        assertThat(divergence).isLessThan(Math.pow(2, -30) / 24);
        // What rounding and decoding in doubles take is some bits, not all.
        assertThat(divergence).isGreaterThan(Math.pow(2, -30 - 24));
      }
    }
  }

  @Test
  void widerBoundsMoreSlotsMoreQueriesAndMoreSecurityNeedMoreNoise() {
    NoiseEstimate worse = model.publicKeyEncryption(MESSAGE, 1, PARAMETERS.defaultScale());
    try (FloodingDecryptor flooding = flooding(new FloodingPolicy(20, 16));
        FloodingDecryptor longer = flooding(new FloodingPolicy(20, 64));
        FloodingDecryptor stronger = flooding(new FloodingPolicy(24, 16))) {
      double std = flooding.noiseStd(estimate, 4);
      assertThat(flooding.noiseStd(worse, 4)).isGreaterThan(4 * std);
      assertThat(flooding.noiseStd(estimate, 16)).isCloseTo(2 * std, within(1e-6 * std));
      assertThat(longer.noiseStd(estimate, 4)).isCloseTo(2 * std, within(1e-6 * std));
      assertThat(stronger.noiseStd(estimate, 4)).isCloseTo(4 * std, within(1e-6 * std));
    }
  }

  @Test
  void threadsShareTheBudgetToTheLastQuery() throws Exception {
    int budget = 50;
    try (Ciphertext ciphertext = encrypt(1);
        FloodingDecryptor flooding = flooding(new FloodingPolicy(20, budget));
        ExecutorService threads = Executors.newFixedThreadPool(8)) {
      Callable<Integer> greedy =
          () -> {
            int released = 0;
            for (int i = 0; i < budget; i++) {
              try {
                flooding.decrypt(ciphertext, estimate, 1);
                released++;
              } catch (QueryBudgetException e) {
                assertThat(e).hasMessage("1 results are to be released, 0 of 50 queries are left");
                return released;
              }
            }
            return released;
          };
      List<Future<Integer>> results = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        results.add(threads.submit(greedy));
      }
      int released = 0;
      for (Future<Integer> result : results) {
        released += result.get();
      }
      assertThat(released).isEqualTo(budget);
      assertThat(flooding.remainingQueries()).isZero();
    }
  }

  @Test
  void everyItemOfABatchIsAQueryAndAllOrNoneAreReleased() {
    FloodingPolicy policy = new FloodingPolicy(20, 100);
    try (Ciphertext batch = encrypt(3);
        FloodingDecryptor flooding =
            new FloodingDecryptor(decryptor, policy, 5, Entropy.insecureForTesting(seed))) {
      assertThat(flooding.decryptBatch(batch, estimate, 2)).hasSize(3);
      assertThat(flooding.remainingQueries()).isEqualTo(2);
      assertThatThrownBy(() -> flooding.decryptBatch(batch, estimate, 2))
          .isInstanceOf(QueryBudgetException.class)
          .hasMessage("3 results are to be released, 2 of 100 queries are left");
      assertThat(flooding.remainingQueries()).isEqualTo(2);
      assertThatThrownBy(() -> flooding.decrypt(batch, estimate, 2))
          .isInstanceOf(OperandMismatchException.class)
          .hasMessageContaining("3 items");
    }
  }

  @Test
  void whatLeavesNoPrecisionIsRefusedAndCostsNothing() {
    FloodingPolicy strict = new FloodingPolicy(60, 1 << 20);
    FloodingPolicy demanding = new FloodingPolicy(20, 4, 30);
    NoiseEstimate doubtful =
        NoiseModel.of(PARAMETERS, 10).secretKeyEncryption(MESSAGE, 1, PARAMETERS.defaultScale());
    try (Ciphertext ciphertext = encrypt(1);
        FloodingDecryptor hopeless = flooding(strict);
        FloodingDecryptor poor = flooding(demanding);
        FloodingDecryptor fair = flooding(new FloodingPolicy(20, 4));
        FloodingDecryptor impossible = flooding(new FloodingPolicy(128, 1L << 40))) {
      assertThatThrownBy(() -> hopeless.decrypt(ciphertext, estimate, PARAMETERS.slots()))
          .isInstanceOf(PrecisionLostException.class)
          .hasMessageContaining("60 statistical bits and 1048576 queries");
      assertThat(hopeless.precisionBits(estimate, PARAMETERS.slots())).isLessThan(1);
      assertThat(hopeless.remainingQueries()).isEqualTo(1 << 20);
      assertThatThrownBy(() -> poor.decrypt(ciphertext, estimate, SLOTS))
          .isInstanceOf(PrecisionLostException.class)
          .hasMessageContaining("at least 30.0 are asked for");
      assertThatThrownBy(() -> fair.decrypt(ciphertext, doubtful, SLOTS))
          .isInstanceOf(PrecisionLostException.class)
          .hasMessageContaining("2^-9.0, 20 statistical bits and 4 queries allow 2^-22.0");
      assertThat(impossible.noiseStd(estimate, 1)).isInfinite();
      assertThatThrownBy(() -> impossible.decrypt(ciphertext, estimate, 1))
          .isInstanceOf(PrecisionLostException.class);
    }
  }

  @Test
  void estimatesOfSomethingElseAreRefused() {
    NoiseEstimate lower = model.dropLevel(estimate, 0);
    NoiseEstimate otherScale = model.secretKeyEncryption(MESSAGE, 1, 0x1p50);
    try (Ciphertext ciphertext = encrypt(1);
        FloodingDecryptor flooding = flooding(new FloodingPolicy(20, 4))) {
      assertThatThrownBy(() -> flooding.decrypt(ciphertext, lower, 1))
          .isInstanceOf(OperandMismatchException.class)
          .hasMessageContaining("at level 1 and an estimate for 2 at level 0");
      assertThatThrownBy(() -> flooding.decrypt(ciphertext, otherScale, 1))
          .hasMessageContaining("2^55.00 and 2^50.00");
      assertThatThrownBy(() -> flooding.decrypt(ciphertext, estimate, 0))
          .isInstanceOf(OperandMismatchException.class);
      assertThat(flooding.remainingQueries()).isEqualTo(4);
    }
  }

  @Test
  void policiesAreChecked() {
    assertThatThrownBy(() -> new FloodingPolicy(0, 1)).hasMessageContaining("[1, 128]");
    assertThatThrownBy(() -> new FloodingPolicy(20, 0)).hasMessageContaining("0 queries");
    assertThatThrownBy(() -> new FloodingPolicy(20, 1, 0)).hasMessageContaining("at least 1");
    FloodingPolicy policy = new FloodingPolicy(20, 3);
    assertThatThrownBy(() -> new FloodingDecryptor(decryptor, policy, 4, Entropy.secure()))
        .hasMessage("4 queries left of 3");
  }

  @Test
  void nothingPrivateIsPrinted() {
    try (Ciphertext ciphertext = encrypt(1);
        FloodingDecryptor flooding = flooding(new FloodingPolicy(20, 4))) {
      FloodedValues released = flooding.decrypt(ciphertext, estimate, 2);
      assertThat(released.toString()).matches("FloodedValues\\[2 values of [0-9.]+ bits]");
    }
  }

  private FloodingDecryptor flooding(FloodingPolicy policy) {
    return new FloodingDecryptor(
        decryptor, policy, policy.queries(), Entropy.insecureForTesting(seed + 1));
  }

  private Ciphertext encrypt(int batch) {
    double[][] values = new double[batch][PARAMETERS.slots()];
    for (double[] item : values) {
      for (int i = 0; i < item.length; i++) {
        item[i] = Math.sin(i);
      }
    }
    try (SecretKeyEncryptor encryptor =
            new SecretKeyEncryptor(context, secret, Entropy.insecureForTesting(seed + 2));
        Plaintext message =
            new Encoder(context).encodeBatch(values, 1, PARAMETERS.defaultScale())) {
      return encryptor.encrypt(message);
    }
  }
}
