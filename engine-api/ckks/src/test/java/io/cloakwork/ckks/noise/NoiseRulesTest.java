package io.cloakwork.ckks.noise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.cloakwork.ckks.LevelMismatchException;
import io.cloakwork.ckks.OperandMismatchException;
import io.cloakwork.ckks.Parameters;
import io.cloakwork.ckks.ParametersLiteral;
import io.cloakwork.ckks.Presets;
import io.cloakwork.ckks.ScaleMismatchException;
import io.cloakwork.ckks.SecurityPolicy;
import io.cloakwork.ckks.encoding.SlotEncoder;
import io.cloakwork.ckks.encoding.SlotVector;
import io.cloakwork.ckks.linear.BsgsPlan;
import io.cloakwork.ckks.linear.LinearTransform;
import io.cloakwork.ckks.linear.StepCost;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/// The rules of the noise model; its numbers are measured where there are keys, in `client`.
class NoiseRulesTest {

  private static final double SCALE = 0x1p40;
  private static final Magnitude MESSAGE = Magnitude.uniform(1);

  private final Parameters parameters = withGenerator(5);
  private final NoiseModel model = NoiseModel.of(parameters);
  private final NoiseEstimate a = model.secretKeyEncryption(MESSAGE, 3, SCALE);

  private static Parameters withGenerator(int generator) {
    return new ParametersLiteral(
            10,
            List.of(50, 40, 40, 40),
            List.of(50, 50),
            40,
            2,
            generator,
            SecurityPolicy.INSECURE_FOR_TESTING)
        .validate();
  }

  @Test
  void levelsScalesAndSizesFollowTheRecorder() {
    NoiseEstimate product = model.multiply(a, a);
    assertThat(product.size()).isEqualTo(3);
    assertThat(product.scale()).isEqualTo(0x1p80);
    NoiseEstimate result = model.relinearizeRescale(product);
    assertThat(result.size()).isEqualTo(2);
    assertThat(result.level()).isEqualTo(2);
    assertThat(result.scale()).isEqualTo(0x1p80 / parameters.chain().chainQ().get(3).value());
    assertThat(result.message()).isEqualTo(new Magnitude(MESSAGE.rms() * MESSAGE.rms(), 1));
    assertThat(model.dropLevel(a, 1).average()).isEqualTo(a.average());
  }

  @Test
  void mismatchesAreRefusedWithBothValues() {
    NoiseEstimate lower = model.dropLevel(a, 1);
    NoiseEstimate product = model.multiply(a, a);
    assertThatThrownBy(() -> model.add(a, lower))
        .isInstanceOf(LevelMismatchException.class)
        .hasMessage("add: operands at levels 3 and 1");
    assertThatThrownBy(() -> model.sub(a, model.encoding(MESSAGE, 3, 0x1p30)))
        .isInstanceOf(ScaleMismatchException.class)
        .hasMessageContaining("2^40.00 and 2^30.00");
    assertThatThrownBy(() -> model.rotate(product, 1))
        .isInstanceOf(OperandMismatchException.class)
        .hasMessageContaining("relinearize it first");
    assertThatThrownBy(() -> model.relinearize(a)).hasMessageContaining("linear already");
    assertThatThrownBy(() -> model.rescale(model.dropLevel(a, 0)))
        .isInstanceOf(LevelMismatchException.class)
        .hasMessage("rescale: level 0 has no prime to drop");
    assertThatThrownBy(() -> model.dropLevel(lower, 2)).hasMessageContaining("[0, 1]");
    assertThatThrownBy(() -> model.multiplyPlain(lower, MESSAGE, 0x1p60))
        .isInstanceOf(LevelMismatchException.class);
    assertThatThrownBy(() -> model.sum(List.of())).hasMessage("sum of no operands");
    assertThatThrownBy(() -> NoiseModel.of(parameters, 0)).hasMessageContaining("[1, 512]");
  }

  @Test
  void magnitudesAndShapesAreChecked() {
    assertThatThrownBy(() -> new Magnitude(2, 1)).hasMessageContaining("no magnitude");
    assertThatThrownBy(() -> new Magnitude(Double.NaN, 1)).hasMessageContaining("no magnitude");
    assertThatThrownBy(() -> new TransformShape(2, 3, 0, 1, 1)).hasMessageContaining("2 terms");
    assertThatThrownBy(() -> new TransformShape(2, 1, 0, -1, 1)).hasMessageContaining("-1.0");
    assertThat(Magnitude.of(SlotVector.complex(new double[] {3, 0}, new double[] {4, 0})))
        .isEqualTo(new Magnitude(Math.sqrt(12.5), 5));
  }

  @Test
  void theShapeOfATransformIsCountedAndMeasured() {
    int slots = 64;
    SplittableRandom random = new SplittableRandom(1);
    Map<Integer, SlotVector> diagonals = new HashMap<>();
    for (int offset : new int[] {0, 1, 2, 16, 17, -16}) {
      diagonals.put(offset, SlotVector.real(random.doubles(slots, -1, 1).toArray()));
    }
    LinearTransform transform = LinearTransform.ofDiagonals(slots, diagonals);
    BsgsPlan plan = transform.plan(new StepCost(1, 1));
    TransformShape shape = TransformShape.of(transform, plan);
    double squares = 0;
    double largest = 0;
    for (int i = 0; i < slots; i++) {
      double row = 0;
      for (SlotVector diagonal : diagonals.values()) {
        squares += diagonal.re(i) * diagonal.re(i) / slots;
        row += Math.abs(diagonal.re(i));
      }
      largest = Math.max(largest, row);
    }
    assertThat(shape.rowMeanSquare()).isCloseTo(squares, within(1e-12));
    assertThat(shape.maxRowSum()).isCloseTo(largest, within(1e-12));
    TransformShape uniform = TransformShape.of(plan, Magnitude.constant(0.5));
    assertThat(uniform)
        .isEqualTo(new TransformShape(6, shape.rotatedTerms(), shape.giants(), 1.5, 3));
    assertThat(shape.terms()).isEqualTo(6);
    assertThat(shape.giants() + shape.rotatedTerms()).isBetween(2, 8);
  }

  /// In SEAL's words, the mean of a division by two special primes sits on one slot, and moves with
  /// it.
  @Test
  void peaksMoveWithRotationsAndMeetAgain() {
    NoiseModel seal = NoiseModel.of(withGenerator(3));
    NoiseEstimate fresh = seal.secretKeyEncryption(MESSAGE, 3, SCALE);
    NoiseEstimate once = seal.rotate(fresh, 1);
    NoiseEstimate elsewhere = seal.add(once, seal.rotate(fresh, 2));
    NoiseEstimate together = seal.add(once, once);
    NoiseEstimate apart = seal.sub(once, once);
    double one = once.average().largestSlotError();
    assertThat(once.average().worstSlotBits()).isLessThan(once.average().slotBits() - 3);
    assertThat(elsewhere.average().largestSlotError()).isBetween(1.0 * one, 1.7 * one);
    assertThat(together.average().largestSlotError()).isBetween(1.9 * one, 2.1 * one);
    assertThat(apart.average().largestSlotError()).isLessThan(0.5 * one);
    assertThat(apart.worst().slotBound()).isCloseTo(2 * once.worst().slotBound(), within(1e-15));
  }

  /// Around zero, no slot is worse than the tail of all of them, and sharing a division costs the
  /// rounding of as many more primes.
  @Test
  void divisionsAroundZeroHaveNoPeaks() {
    NoiseEstimate product = model.multiply(a, a).withoutNoise();
    NoiseEstimate fused = model.relinearizeRescale(product);
    NoiseEstimate apart = model.rescale(model.relinearize(product));
    assertThat(fused.average().slotBits() - fused.average().worstSlotBits()).isBetween(1.5, 3.0);
    assertThat(fused.average().slotStd() / apart.average().slotStd())
        .isCloseTo(Math.sqrt(3), within(0.01));
    NoiseModel seal = NoiseModel.of(withGenerator(3));
    NoiseEstimate sealRotated = seal.rotate(seal.secretKeyEncryption(MESSAGE, 3, SCALE), 1);
    assertThat(model.rotate(a, 1).worst().slotBound())
        .isLessThan(0.5 * sealRotated.worst().slotBound());
  }

  @Test
  void rotationsByNothingAddNothing() {
    assertThat(model.rotate(a, 0)).isSameAs(a);
    assertThat(model.rotate(a, parameters.slots())).isSameAs(a);
    NoiseEstimate sum = model.rotateSum(a, List.of(0, 1, 2, 3));
    assertThat(sum.average().slotStd()).isGreaterThan(2 * a.average().slotStd());
    assertThat(sum.message().max()).isEqualTo(4);
    assertThat(model.rotateSum(a, List.of(0)).worst()).isEqualTo(a.worst());
  }

  @Test
  void sumsOfRotationsAreDividedOnce() {
    NoiseEstimate still = a.withoutNoise();
    double one = model.rotate(still, 1).average().slotStd();
    double sum = model.rotateSum(still, List.of(1, 2, 3)).average().slotStd();
    assertThat(sum).isBetween(one, 1.1 * one);
  }

  @Test
  void correlatedPartsAreSeenByComposition() {
    NoiseEstimate noisy = model.publicKeyEncryption(Magnitude.constant(1), 3, SCALE);
    NoiseEstimate cube = model.compose(noisy, this::cube, Magnitude.constant(3));
    double ratio = cube.average().slotStd() / noisy.average().slotStd();
    assertThat(ratio).isBetween(3.0, 3.3);
    assertThat(cube(noisy).average().slotStd()).isLessThan(cube.average().slotStd());
  }

  private NoiseEstimate cube(NoiseEstimate x) {
    NoiseEstimate square = model.relinearizeRescale(model.square(x));
    return model.relinearizeRescale(model.multiply(square, model.dropLevel(x, square.level())));
  }

  @Test
  void boundsFailAsOftenAsTheySay() {
    assertThat(a.worst().failureProbability()).isEqualTo(2 * 0x1p-64);
    NoiseEstimate surer = NoiseModel.of(parameters, 128).secretKeyEncryption(MESSAGE, 3, SCALE);
    assertThat(surer.worst().failureProbability()).isEqualTo(2 * 0x1p-128);
    assertThat(surer.worst().slotBound()).isGreaterThan(1.2 * a.worst().slotBound());
    assertThat(surer.average()).isEqualTo(a.average());
  }

  /// At a scale of 2^57 it is not rounding to integers but doubles that limit an encoding.
  @Test
  void largeScalesAreLimitedByDoublePrecision() {
    Parameters wide =
        new ParametersLiteral(
                12, List.of(60, 58), List.of(60), 57, 2, 5, SecurityPolicy.INSECURE_FOR_TESTING)
            .validate();
    SplittableRandom random = new SplittableRandom(7);
    double[] values = random.doubles(wide.slots(), -1, 1).toArray();
    double[] coefficients = new double[wide.degree()];
    double[] re = new double[wide.slots()];
    double[] im = new double[wide.slots()];
    SlotEncoder encoder = new SlotEncoder(12, 5);
    encoder.toCoefficients(values, null, 0x1p57, coefficients);
    encoder.toSlots(coefficients, 0x1p57, re, im);
    double sum = 0;
    double largest = 0;
    for (int i = 0; i < values.length; i++) {
      double square = (re[i] - values[i]) * (re[i] - values[i]) + im[i] * im[i];
      sum += square / values.length;
      largest = Math.max(largest, Math.sqrt(square));
    }
    NoiseModel wideModel = NoiseModel.of(wide);
    NoiseEstimate decoded = wideModel.decoding(wideModel.encoding(Magnitude.uniform(1), 1, 0x1p57));
    assertThat(decoded.average().slotBits())
        .isCloseTo(AverageCase.bits(Math.sqrt(sum / 2)), within(1.0));
    assertThat(decoded.worst().slotBound()).isGreaterThan(largest);
  }

  @Test
  void estimatesPrintWhatMatters() {
    assertThat(a.toString())
        .matches(
            "NoiseEstimate\\[level 3, scale 2\\^40.00, average 33\\.. bits "
                + "\\(worst slot 3[12]\\..\\), at least 30\\..\\]");
  }

  @Test
  void everyPresetHasNumbers() {
    for (String preset : Presets.names()) {
      Parameters secure = Presets.named(preset).validate();
      NoiseModel presetModel = NoiseModel.of(secure);
      NoiseEstimate x =
          presetModel.publicKeyEncryption(MESSAGE, secure.maxLevel(), secure.defaultScale());
      NoiseEstimate rotated = presetModel.rotate(x, 1);
      AverageCase average = rotated.average();
      assertThat(average.slotBits()).as(preset).isBetween(20.0, 27.0);
      assertThat(average.worstSlotBits()).as(preset).isBetween(12.0, average.slotBits() - 2);
      assertThat(rotated.worst().slotBits()).as(preset).isBetween(9.0, average.worstSlotBits());
    }
  }
}
