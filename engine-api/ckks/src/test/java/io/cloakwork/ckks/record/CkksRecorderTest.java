package io.cloakwork.ckks.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloakwork.ckks.KeyId;
import io.cloakwork.ckks.KeyRequest;
import io.cloakwork.ckks.KeySwitchKey;
import io.cloakwork.ckks.LevelMismatchException;
import io.cloakwork.ckks.MissingKeyException;
import io.cloakwork.ckks.OperandMismatchException;
import io.cloakwork.ckks.Parameters;
import io.cloakwork.ckks.ParametersLiteral;
import io.cloakwork.ckks.ScaleMismatchException;
import io.cloakwork.ckks.SecurityPolicy;
import io.cloakwork.ckks.linear.BsgsPlan;
import io.cloakwork.ckks.linear.StepCost;
import io.cloakwork.spi.graph.RnsOp;
import io.cloakwork.spi.graph.ScalarMatrix;
import io.cloakwork.spi.graph.Scalars;
import io.cloakwork.spi.graph.Value;
import io.cloakwork.spi.ring.RnsBasis;
import java.math.BigInteger;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CkksRecorderTest {

  private static final Parameters PARAMETERS =
      new ParametersLiteral(
              10,
              List.of(50, 40, 40, 40),
              List.of(50, 50),
              40,
              2,
              5,
              SecurityPolicy.INSECURE_FOR_TESTING)
          .validate();

  private static final double SCALE = 0x1p40;

  private final CkksRecorder recorder = new CkksRecorder(PARAMETERS, 2);

  @Test
  void aRecordingSaysWhichKeysItNeedsAtWhichLevel() {
    CipherRef a = recorder.input("a", 3, SCALE);
    CipherRef product = recorder.relinearizeRescale(recorder.multiply(a, a));
    CipherRef rotated = recorder.rotate(product, 1);
    recorder.output("y", recorder.add(rotated, recorder.conjugate(product)));
    recorder.output("z", recorder.rotate(a, 1));
    Recording recording = recorder.build();
    KeyId rotation = KeyId.galois(PARAMETERS.rotation(1));
    KeyId conjugation = KeyId.galois(PARAMETERS.conjugation());
    assertThat(recording.keys().levels())
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(KeyId.relinearization(), 3, rotation, 3, conjugation, 2));
    assertThat(recording.outputs().get("y").level()).isEqualTo(2);
    assertThat(recording.outputs().get("y").scale()).isEqualTo(product.scale());
    Value key = recording.graph().bound("key:galois:5");
    assertThat(key.shape()).isEqualTo(KeySwitchKey.shape(PARAMETERS, 3));
  }

  @Test
  void keysAreTakenAtTheLevelWhereTheyAreStored() {
    KeyRequest request =
        new KeyRequest(
            PARAMETERS.id(), new java.util.TreeMap<>(Map.of(KeyId.relinearization(), 2)));
    CkksRecorder trimmed = new CkksRecorder(PARAMETERS, 1, KeyLevels.of(request));
    CipherRef a = trimmed.input("a", 1, SCALE);
    trimmed.output("y", trimmed.relinearize(trimmed.square(a)));
    assertThat(trimmed.build().graph().bound("key:relin").shape())
        .isEqualTo(KeySwitchKey.shape(PARAMETERS, 2));
    CkksRecorder tooHigh = new CkksRecorder(PARAMETERS, 1, KeyLevels.of(request));
    CipherRef square = tooHigh.square(tooHigh.input("a", 3, SCALE));
    assertThatThrownBy(() -> tooHigh.relinearize(square))
        .isInstanceOf(MissingKeyException.class)
        .hasMessage("key relin is stored at level 2, level 3 is needed");
    assertThatThrownBy(() -> tooHigh.rotate(tooHigh.input("b", 2, SCALE), 1))
        .isInstanceOf(MissingKeyException.class)
        .hasMessageContaining("galois:5 is not requested");
  }

  @Test
  void anAnnouncedOutputIsWrittenInPlace() {
    CipherRef a = recorder.input("a", 3, SCALE);
    recorder.outputNext("y");
    CipherRef y = recorder.add(a, a);
    assertThat(y.polys().value().role()).isEqualTo(Value.Role.OUTPUT);
    recorder.outputNext("z");
    assertThatThrownBy(() -> recorder.outputNext("w")).hasMessageContaining("'z'");
    assertThatThrownBy(recorder::build).hasMessageContaining("'z'");
    recorder.negate(y);
    Recording recording = recorder.build();
    assertThat(recording.graph().commands()).hasSize(2).noneMatch(RnsOp.Copy.class::isInstance);
    assertThat(recording.outputs()).containsOnlyKeys("y", "z");
  }

  @Test
  void sumsOfProductsAreOneInnerProduct() {
    CipherRef a = recorder.input("a", 2, SCALE);
    CipherRef b = recorder.input("b", 2, SCALE);
    PlainRef p = recorder.constant("p", 3, SCALE);
    PlainRef q = recorder.extendedConstant("q", 2, SCALE);
    recorder.outputNext("y");
    CipherRef y = recorder.multiplyPlainSum(List.of(a, b), List.of(p, q));
    assertThat(y.scale()).isEqualTo(SCALE * SCALE);
    recorder.outputNext("s");
    recorder.sum(List.of(y, y, y));
    recorder.outputNext("one");
    recorder.sum(List.of(y));
    Recording recording = recorder.build();
    assertThat(recording.graph().commands().stream().map(RnsOp::name))
        .containsExactly("InnerProduct", "Add", "Add", "Copy");
    assertThat(recording.graph().bound("p").role()).isEqualTo(Value.Role.CONSTANT);
    assertThat(recording.graph().bound("p").shape().batch()).isEqualTo(1);
  }

  @Test
  void aMatrixTimesAVectorIsOneCommand() {
    CipherRef x = recorder.input("x", 2, SCALE, 6);
    ScalarMatrix w = ScalarMatrix.dense(new long[][] {{1, -2, 3}, {0, 0, 1 << 20}});
    recorder.outputNext("y");
    CipherRef y = recorder.linearCombination(x, w, 0x1p20, new double[] {0.5, -1});
    recorder.outputNext("z");
    CipherRef z = recorder.linearCombination(x, w, 0x1p20);
    Recording recording = recorder.build();
    assertThat(List.of(y.scale(), z.scale())).containsOnly(0x1p60);
    assertThat(y.size()).isEqualTo(4);
    assertThat(recording.graph().commands()).hasSize(2);
    RnsOp.LinearCombination<?> command =
        (RnsOp.LinearCombination<?>) recording.graph().commands().getFirst();
    assertThat(command.group()).isEqualTo(2);
    RnsBasis basis = PARAMETERS.chain().atLevel(2);
    assertThat(command.offsets())
        .containsExactly(
            Scalars.of(BigInteger.ONE.shiftLeft(59), basis),
            Scalars.of(BigInteger.ONE.shiftLeft(60).negate(), basis));
  }

  @Test
  void aVectorOfAnotherLengthIsRefused() {
    CipherRef x = recorder.input("x", 2, SCALE, 6);
    assertThatThrownBy(() ->
            recorder.linearCombination(x, ScalarMatrix.dense(new long[][] {{1, 2, 3, 4}}), 0x1p20))
        .isInstanceOf(OperandMismatchException.class)
        .hasMessage(
            "linearCombination: an operand of 6 polynomials is not a vector of 4 ciphertexts");
    ScalarMatrix w = ScalarMatrix.dense(new long[][] {{1, 2, 3}});
    assertThatThrownBy(() -> recorder.linearCombination(x, w, 0x1p20, new double[2]))
        .isInstanceOf(OperandMismatchException.class)
        .hasMessage("linearCombination: 2 biases for 1 rows");
  }

  @Test
  void doubleHoistingDividesOncePerGiantStepAndOnceInAll() {
    CipherRef a = recorder.input("a", 3, SCALE);
    BsgsPlan plan =
        BsgsPlan.of(PARAMETERS.slots(), List.of(0, 1, 2, 3, 4, 5, 6, 7, 8), new StepCost(1, 1));
    Map<Integer, PlainRef> diagonals = new HashMap<>();
    for (int offset : plan.offsets()) {
      diagonals.put(offset, recorder.extendedConstant("d" + offset, 3, SCALE));
    }
    recorder.outputNext("y");
    recorder.linearTransform(a, plan, diagonals);
    Recording recording = recorder.build();
    long giants = plan.giants().stream().filter(giant -> giant.step() != 0).count();
    // As many decompositions as divisions, which two special primes make the recorder write out.
    assertThat(PARAMETERS.chain().specialP().size()).isGreaterThan(1);
    assertThat(count(recording, RnsOp.Intt.class)).isEqualTo(2 * (giants + 1));
    assertThat(recording.keys().levels()).hasSize(plan.rotations().size());
  }

  @Test
  void mismatchesAreRefusedWhileRecording() {
    CipherRef a = recorder.input("a", 3, SCALE);
    CipherRef b = recorder.input("b", 3, 0x1p39);
    assertThatThrownBy(() -> recorder.add(a, b))
        .isInstanceOf(ScaleMismatchException.class)
        .hasMessage("add: scale mismatch: 2^40.00 and 2^39.00");
    PlainRef plain = recorder.plainInput("p", 3, SCALE);
    BsgsPlan plan = BsgsPlan.of(PARAMETERS.slots(), List.of(1), new StepCost(1, 1));
    assertThatThrownBy(() -> recorder.linearTransform(a, plan, Map.of(1, plain)))
        .isInstanceOf(OperandMismatchException.class)
        .hasMessageContaining("lacks the special primes");
    assertThatThrownBy(() -> recorder.linearTransform(a, plan, Map.of()))
        .isInstanceOf(OperandMismatchException.class)
        .hasMessageContaining("no plaintext for diagonal 1");
    BsgsPlan foreign = BsgsPlan.of(64, List.of(1), new StepCost(1, 1));
    assertThatThrownBy(() -> recorder.linearTransform(a, foreign, Map.of()))
        .hasMessageContaining("64 slots");
    assertThatThrownBy(() -> recorder.sum(List.of())).isInstanceOf(OperandMismatchException.class);
    assertThatThrownBy(() -> recorder.multiplyPlainSum(List.of(a), List.of()))
        .hasMessageContaining("1 ciphertexts and 0 plaintexts");
    assertThatThrownBy(() -> recorder.input("c", 4, SCALE))
        .isInstanceOf(LevelMismatchException.class);
    assertThatThrownBy(() -> recorder.dropLevel(a, 4)).isInstanceOf(LevelMismatchException.class);
  }

  private static long count(Recording recording, Class<? extends RnsOp> type) {
    return recording.graph().commands().stream().filter(type::isInstance).count();
  }
}
