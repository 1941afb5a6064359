package io.cloakwork.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.cloakwork.ckks.Parameters;
import io.cloakwork.ckks.ParametersLiteral;
import io.cloakwork.ckks.Presets;
import io.cloakwork.ckks.SecurityPolicy;
import io.cloakwork.ckks.encoding.SlotEncoder;
import io.cloakwork.ckks.encoding.SlotVector;
import io.cloakwork.ckks.noise.AverageCase;
import io.cloakwork.ckks.noise.WorstCase;
import io.cloakwork.client.NoiseWorkbench.Value;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What the noise model predicts against what decryption shows, for every operation and some
/// programs.
class NoiseModelTest {

  /// Of the standard deviation, in bits. Half a bit was seen once, of a linear combination of few
  /// ciphertexts in a small ring; 0.2 is the most of everything else.
  private static final double AVERAGE_BITS = 0.75;

  /// Where one slot decides, its error is a number drawn once for each key: a Gaussian one, which
  /// is anything between a small fraction and four times its expectation.
  private static final double PEAKED_AVERAGE_BITS = 1.7;

  /// Of the largest slot, for the same reason; most are predicted to half a bit.
  private static final double LARGEST_BITS = 3;

  /// The largest of 2^15 Gaussian numbers is 4.2 standard deviations; products have wider tails.
  private static final double GAUSSIAN_TAIL_BITS = 2.9;

  /// A bound that gives away more would be of no use; the most that was seen is 9.
  private static final double SLACK_BITS = 12;

  private final long seed = System.nanoTime() >>> 16;

  /// Insecure rings that differ in everything that the formulas name: N, the primes of a digit, the
  /// special primes, and whether digits are raised around zero.
  enum Layout {
    TWO_SPECIAL_PRIMES,
    ONE_PRIME_A_DIGIT,
    ONE_DIGIT,
    SEAL,
    SEAL_WORDS_WITH_LARGE_DIGITS;

    Parameters parameters() {
      return switch (this) {
        case TWO_SPECIAL_PRIMES -> insecure(10, 2, 2, 5);
        case ONE_PRIME_A_DIGIT -> insecure(11, 1, 4, 5);
        case ONE_DIGIT -> insecure(10, 4, 1, 5);
        case SEAL -> insecure(10, 1, 4, 3);
        case SEAL_WORDS_WITH_LARGE_DIGITS -> insecure(10, 2, 2, 3);
      };
    }

    private static Parameters insecure(int logN, int special, int digits, int generator) {
      return new ParametersLiteral(
              logN,
              List.of(50, 40, 40, 40),
              Collections.nCopies(special, 50),
              40,
              digits,
              generator,
              SecurityPolicy.INSECURE_FOR_TESTING)
          .validate();
    }
  }

  @ParameterizedTest
  @EnumSource
  void everyOperation(Layout layout) {
    check(layout.toString(), layout.parameters());
  }

  @Test
  void everyOperationInTheSmallestSecureRing() {
    check("P1", Presets.named("P1").validate());
  }

  @Tag("slow")
  @Test
  void everyOperationInALargerRing() {
    check("P2", Presets.named("P2").validate());
  }

  private void check(String name, Parameters parameters) {
    try (NoiseWorkbench bench = new NoiseWorkbench(parameters, seed)) {
      operations()
          .forEach((operation, run) -> {
            Value value = run.apply(bench);
            checkOne(name + " " + operation, bench, value);
          });
    }
  }

  private static Map<String, Function<NoiseWorkbench, Value>> operations() {
    Map<String, Function<NoiseWorkbench, Value>> all = new LinkedHashMap<>();
    all.put("encrypt (secret key)", w -> w.fresh());
    all.put("encrypt (public key)", w -> w.freshPublic());
    all.put("add", w -> w.add(w.fresh(), w.fresh()));
    all.put("sub", w -> w.sub(w.fresh(), w.freshPublic()));
    all.put("negate", w -> w.negate(w.fresh()));
    all.put("addPlain", w -> w.addPlain(w.fresh()));
    all.put("addScalar", w -> w.addScalar(w.fresh(), 0.3));
    all.put("multiplyPlain", w -> w.multiplyPlain(w.fresh()));
    all.put("multiplyScalar", w -> w.multiplyScalar(w.fresh(), 0.3, w.scale));
    all.put("multiplyScalar, coarse", w -> w.multiplyScalar(w.fresh(), 0.3, 0x1p10));
    all.put("multiplyPlainSum", w -> w.multiplyPlainSum(List.of(w.fresh(), w.fresh(), w.fresh())));
    all.put("linearCombination", w -> combination(w, 0x1p30));
    all.put("linearCombination, coarse", w -> combination(w, 0x1p12));
    all.put("multiply", w -> w.multiply(w.fresh(), w.fresh()));
    all.put("square", w -> w.square(w.fresh()));
    all.put("rescale, 3 polynomials", w -> w.rescale(w.multiply(w.fresh(), w.fresh())));
    all.put("relinearize", w -> w.relinearize(w.multiply(w.fresh(), w.fresh())));
    all.put("relinearizeRescale", w -> w.relinearizeRescale(w.multiply(w.fresh(), w.fresh())));
    all.put("rescale", w -> w.rescale(w.multiplyPlain(w.fresh())));
    all.put("dropLevel", w -> w.dropLevel(w.fresh(), w.top - 1));
    all.put("rotate", w -> w.rotate(w.fresh(), NoiseWorkbench.STEPS));
    all.put("rotate, low level", w -> w.rotate(w.fresh(1), NoiseWorkbench.STEPS));
    all.put("rotate, hoisted", w -> w.rotateHoisted(w.fresh(), NoiseWorkbench.STEPS));
    all.put("conjugate", w -> w.conjugate(w.fresh()));
    all.put("linearTransform", w -> w.linearTransform(w.fresh(), false));
    all.put("linearTransformRescale", w -> w.linearTransform(w.fresh(), true));
    all.put("linearTransform, one diagonal", w -> w.diagonalTransform(w.fresh(), false));
    all.put("linearTransformRescale, one diagonal", w -> w.diagonalTransform(w.fresh(), true));
    all.put("linearTransform, giant steps", w -> w.giantTransform(w.fresh(), false));
    all.put("linearTransformRescale, giant steps", w -> w.giantTransform(w.fresh(), true));
    all.put("a layer and its activation", NoiseModelTest::layer);
    all.put("x³ by composition", w -> w.cube(w.freshPublic()));
    all.put("a sum of rotations", NoiseModelTest::rotations);
    return all;
  }

  private static Value combination(NoiseWorkbench w, double weightScale) {
    double[] weights = {0.31, -0.77, 0.123, 1.9};
    List<Value> x = List.of(w.fresh(), w.fresh(), w.fresh(), w.fresh());
    return w.linearCombination(x, weights, 0.4, weightScale);
  }

  /// (T·x + b)² after a public-key encryption.
  private static Value layer(NoiseWorkbench w) {
    Value x = w.addPlain(w.linearTransform(w.freshPublic(), true));
    return w.relinearizeRescale(w.square(x));
  }

  /// x + rotate(x) + rotate(rotate(x)) with a product before.
  private static Value rotations(NoiseWorkbench w) {
    Value x = w.relinearizeRescale(w.multiply(w.fresh(), w.freshPublic()));
    Value once = w.rotate(x, NoiseWorkbench.STEPS);
    Value twice = w.rotate(once, NoiseWorkbench.STEPS);
    return w.sub(w.add(x, twice), once);
  }

  private void checkOne(String name, NoiseWorkbench bench, Value value) {
    SlotVector error =
        NoiseWorkbench.sum(bench.decrypt(value), NoiseWorkbench.times(value.exact(), -1));
    Measured measured = Measured.of(error);
    double[] coefficients = coefficients(bench.parameters, error, value.estimate().scale());
    AverageCase average = value.estimate().average();
    WorstCase worst = value.estimate().worst();
    print(name, measured, average, worst);
    boolean peaked = average.slotBits() - average.worstSlotBits() > GAUSSIAN_TAIL_BITS;
    double averageBits = peaked ? PEAKED_AVERAGE_BITS : AVERAGE_BITS;
    assertThat(average.slotBits())
        .as("average bits of %s, seed %d", name, seed)
        .isCloseTo(bits(measured.std), within(averageBits));
    assertThat(-bits(average.coefficientStd()))
        .as("average bits of coefficients of %s, seed %d", name, seed)
        .isCloseTo(-bits(rms(coefficients)), within(averageBits));
    assertThat(average.worstSlotBits())
        .as("bits of the worst slot of %s, seed %d", name, seed)
        .isCloseTo(bits(measured.largestPart), within(LARGEST_BITS));
    assertThat(measured.largest)
        .as("largest error of %s, seed %d", name, seed)
        .isLessThan(worst.slotBound());
    assertThat(Math.sqrt(coefficients.length) * rms(coefficients))
        .as("norm of the noise polynomial of %s, seed %d", name, seed)
        .isLessThan(worst.coefficientBound());
    assertThat(bits(measured.largest) - worst.slotBits())
        .as("what the bound of %s gives away, seed %d", name, seed)
        .isLessThan(SLACK_BITS);
    assertThat(worst.failureProbability()).isBetween(0x1p-64, 0x1p-55);
  }

  private static void print(String name, Measured measured, AverageCase average, WorstCase worst) {
    System.out.printf(
        Locale.ROOT,
        "%s | %.1f | %.1f | %.1f | %.1f | %.1f%n",
        name,
        bits(measured.std),
        average.slotBits(),
        bits(measured.largestPart),
        average.worstSlotBits(),
        worst.slotBits());
  }

  /// Errors of slots in units of the message.
  ///
  /// @param std of real and imaginary parts
  /// @param largestPart of real parts
  /// @param largest of absolute values
  private record Measured(double std, double largestPart, double largest) {

    static Measured of(SlotVector error) {
      double sum = 0;
      double largestPart = 0;
      double largest = 0;
      for (int i = 0; i < error.length(); i++) {
        double absolute = Math.hypot(error.re(i), error.im(i));
        sum += absolute * absolute;
        largest = Math.max(largest, absolute);
        largestPart = Math.max(largestPart, Math.abs(error.re(i)));
      }
      return new Measured(Math.sqrt(sum / error.length() / 2), largestPart, largest);
    }
  }

  private static double[] coefficients(Parameters parameters, SlotVector error, double scale) {
    double[] coefficients = new double[parameters.degree()];
    new SlotEncoder(parameters.logN(), parameters.galoisGenerator())
        .toCoefficients(error.re(), error.im(), scale, coefficients);
    return coefficients;
  }

  private static double rms(double[] values) {
    return Math.sqrt(Arrays.stream(values).map(x -> x * x).sum() / values.length);
  }

  private static double bits(double x) {
    return -Math.log(x) / Math.log(2);
  }
}
