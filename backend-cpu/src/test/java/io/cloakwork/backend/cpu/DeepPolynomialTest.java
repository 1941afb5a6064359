package io.cloakwork.backend.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloakwork.ckks.Ciphertext;
import io.cloakwork.ckks.CkksContext;
import io.cloakwork.ckks.Encoder;
import io.cloakwork.ckks.EvaluationKeys;
import io.cloakwork.ckks.Evaluator;
import io.cloakwork.ckks.KeyId;
import io.cloakwork.ckks.KeyRequest;
import io.cloakwork.ckks.Parameters;
import io.cloakwork.ckks.ParametersLiteral;
import io.cloakwork.ckks.Plaintext;
import io.cloakwork.ckks.PrecisionStatistics;
import io.cloakwork.ckks.SecurityPolicy;
import io.cloakwork.ckks.encoding.SlotVector;
import io.cloakwork.ckks.polynomial.SlotPolynomial;
import io.cloakwork.ckks.polynomial.minimax.CompositeSign;
import io.cloakwork.ckks.polynomial.minimax.MinimaxFit;
import io.cloakwork.client.Decryptor;
import io.cloakwork.client.Encryptor;
import io.cloakwork.client.KeyGenerator;
import io.cloakwork.client.SecretKey;
import io.cloakwork.client.SecretKeyEncryptor;
import io.cloakwork.client.sampling.Entropy;
import io.cloakwork.spi.device.Backends;
import io.cloakwork.spi.device.Device;
import io.cloakwork.spi.device.DeviceOptions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Activations as users run them: fits of high degree and the ReLU of 13 bits, fourteen levels
/// deep, under keys of the client.
class DeepPolynomialTest {

  private static final long SEED = 4711;

  /// Errors of a fresh ciphertext are 2^−28 here; a fit of degree n has slopes below n².
  private static final double FIT_BITS = 18;

  private static Device device;
  private static CkksContext context;
  private static SecretKey secret;
  private static EvaluationKeys keys;
  private static Evaluator evaluator;
  private static double[] x;
  private static Ciphertext a;

  @BeforeAll
  static void open() {
    List<Integer> q = new ArrayList<>(List.of(50));
    q.addAll(Collections.nCopies(14, 40));
    Parameters parameters =
        new ParametersLiteral(
                10, q, List.of(50, 50, 50), 40, 5, 5, SecurityPolicy.INSECURE_FOR_TESTING)
            .validate();
    device = Backends.open("cpu", DeviceOptions.defaults());
    context = new CkksContext(parameters, device);
    secret = SecretKey.generate(context, Entropy.insecureForTesting(SEED));
    TreeMap<KeyId, Integer> levels = new TreeMap<>();
    levels.put(KeyId.relinearization(), parameters.maxLevel());
    try (KeyGenerator generator = new KeyGenerator(context, secret)) {
      keys = generator.answer(new KeyRequest(parameters.id(), levels));
    }
    evaluator = new Evaluator(context, keys);
    x = new SplittableRandom(SEED).doubles(parameters.slots(), -1, 1).toArray();
    double scale = parameters.defaultScale();
    try (SecretKeyEncryptor encryptor = Encryptor.of(context, secret);
        Plaintext message = new Encoder(context).encode(x, parameters.maxLevel(), scale)) {
      a = encryptor.encrypt(message);
    }
  }

  @AfterAll
  static void close() {
    a.close();
    keys.close();
    secret.close();
    context.close();
    device.close();
  }

  @ParameterizedTest
  @ValueSource(ints = {15, 63})
  void fits(int degree) {
    DoubleUnaryOperator silu = v -> 8 * v / (1 + Math.exp(-8 * v));
    MinimaxFit fit = MinimaxFit.fit(silu, -1, 1, degree);
    SlotPolynomial p = fit.polynomial();
    try (Ciphertext result = evaluator.polynomial(a, p)) {
      assertThat(result.level()).isEqualTo(a.level() - p.shape().depth());
      assertThat(result.scale()).isEqualTo(a.scale());
      PrecisionStatistics statistics = precision(p::evaluate, result);
      assertThat(statistics.re().min()).as("%s", statistics).isGreaterThan(FIT_BITS);
      assertThat(worst(silu, result)).isLessThan(fit.error() + Math.pow(2, -FIT_BITS));
    }
  }

  @Test
  void reluOfThirteenBits() {
    CompositeSign sign = CompositeSign.forRelu(13);
    try (Ciphertext result = evaluator.relu(a, sign)) {
      assertThat(result.level()).isEqualTo(a.level() - sign.depth() - 1);
      PrecisionStatistics statistics = precision(sign::evaluateRelu, result);
      // Where the sign is steep, at zero, its slope of about 2/epsilon multiplies errors, and x,
      // which is small there, divides them again.
      assertThat(statistics.re().min()).as("%s", statistics).isGreaterThan(17);
      double promised = sign.reluError() + 0x1p-17;
      assertThat(worst(v -> Math.max(0, v), result)).isLessThan(promised);
    }
  }

  private static double worst(DoubleUnaryOperator f, Ciphertext result) {
    return Math.pow(2, -precision(f, result).re().min());
  }

  private static PrecisionStatistics precision(DoubleUnaryOperator f, Ciphertext result) {
    double[] expected = Arrays.stream(x).map(f).toArray();
    SlotVector found = new Decryptor(context, secret).decryptDecodeBatch(result).getFirst();
    return PrecisionStatistics.of(SlotVector.real(expected), found);
  }
}
