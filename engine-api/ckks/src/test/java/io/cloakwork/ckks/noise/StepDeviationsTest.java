package io.cloakwork.ckks.noise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.cloakwork.ckks.Parameters;
import io.cloakwork.ckks.ParametersLiteral;
import io.cloakwork.ckks.SecurityPolicy;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StepDeviationsTest {

  private static final double SCALE = 0x1p40;
  private static final int LEVEL = 3;

  /// Steps put together are operations of the noise model.
  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void stepsAreThoseOfTheNoiseModel(int specialPrimes) {
    Parameters parameters = parameters(specialPrimes);
    NoiseModel model = NoiseModel.of(parameters);
    StepDeviations steps = StepDeviations.of(parameters);
    NoiseEstimate exact = model.encoding(Magnitude.ZERO, LEVEL, SCALE).withoutNoise();
    NoiseEstimate product = model.multiply(exact, exact);
    NoiseEstimate fused = model.relinearizeRescale(product);
    assertThat(integers(model.rescale(exact))).isCloseTo(steps.rescale(), within(1e-9));
    assertThat(integers(model.rotate(exact, 1)))
        .isCloseTo(Math.hypot(steps.keySwitch(LEVEL), steps.divisionByP()), within(1e-6));
    assertThat(integers(fused) / steps.divisionByPAndRescale()).isCloseTo(1, within(1e-6));
    assertThat(integers(model.secretKeyEncryption(Magnitude.ZERO, LEVEL, SCALE)))
        .isBetween(steps.secretKeyEncryption(), 1.01 * steps.secretKeyEncryption());
    assertThat(integers(model.publicKeyEncryption(Magnitude.ZERO, LEVEL, SCALE)))
        .isBetween(steps.publicKeyEncryption(), 1.01 * steps.publicKeyEncryption());
  }

  private static double integers(NoiseEstimate estimate) {
    return estimate.average().slotStd() * estimate.scale();
  }

  private static Parameters parameters(int specialPrimes) {
    List<Integer> special = List.of(50, 50).subList(0, specialPrimes);
    return new ParametersLiteral(
            10,
            List.of(50, 40, 40, 40),
            special,
            40,
            4 / specialPrimes,
            5,
            SecurityPolicy.INSECURE_FOR_TESTING)
        .validate();
  }
}
