package io.cloakwork.ckks;

import io.cloakwork.ckks.linear.EncodedLinearTransform;
import io.cloakwork.ckks.linear.InnerSumPlan;
import io.cloakwork.ckks.linear.LinearTransform;
import io.cloakwork.ckks.linear.StepCost;
import io.cloakwork.ckks.polynomial.EncodedPolynomials;
import io.cloakwork.ckks.polynomial.PolynomialPlan;
import io.cloakwork.ckks.polynomial.SlotPolynomial;
import io.cloakwork.ckks.polynomial.minimax.CompositeInverse;
import io.cloakwork.ckks.polynomial.minimax.CompositeSign;
import io.cloakwork.ckks.record.CipherRef;
import io.cloakwork.ckks.record.CkksRecorder;
import io.cloakwork.ckks.record.HoistedDigits;
import io.cloakwork.ckks.record.PlainRef;
import io.cloakwork.spi.device.DeviceBuffer;
import io.cloakwork.spi.ring.GaloisElement;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiConsumer;

/// Operations on ciphertexts, one at a time, each for any batch. Results are new ciphertexts that
/// the caller closes. Every operation is a recorded graph of its own ([CkksRecorder]), compiled on
/// first use and cached in the context; programs of many operations are better recorded whole.
///
/// Levels, scales, sizes, batches and parameters that do not go together throw a [CkksException]
/// with both values; a key that is not there throws [MissingKeyException]. Thread-safe.
public final class Evaluator {

  private static final String OUT = "0";

  private final CkksContext context;
  private final Parameters parameters;
  private final EvaluationKeys keys;
  private final Encoder encoder;

  /// Uses `keys` without owning them.
  public Evaluator(CkksContext context, EvaluationKeys keys) {
    context.parameters().requireSame(keys.parameters(), "set of evaluation keys");
    this.context = context;
    this.parameters = context.parameters();
    this.keys = keys;
    this.encoder = new Encoder(context);
  }

  /// a + b; same level, scale and size.
  public Ciphertext add(Ciphertext a, Ciphertext b) {
    return sumOf("add", a, b, CkksRecorder::add);
  }

  /// a − b; same level, scale and size.
  public Ciphertext sub(Ciphertext a, Ciphertext b) {
    return sumOf("sub", a, b, CkksRecorder::sub);
  }

  private interface Binary {
    CipherRef record(CkksRecorder recorder, CipherRef a, CipherRef b);
  }

  private Ciphertext sumOf(String name, Ciphertext a, Ciphertext b, Binary operation) {
    EagerOp op = op(name).cipher(a).cipher(b);
    Scales.requireMatch(name, a.scale(), b.scale());
    return cipher(
        op.run((recorder, c, _) -> {
          recorder.outputNext(OUT);
          operation.record(recorder, c.get(0), c.get(1));
        }),
        a.scale());
  }

  /// −a.
  public Ciphertext negate(Ciphertext a) {
    return unary(op("negate").cipher(a), a.scale(), CkksRecorder::negate);
  }

  /// a + b; same scale, b at a's level or above, of one item or of a's batch.
  public Ciphertext addPlain(Ciphertext a, Plaintext b) {
    Scales.requireMatch("addPlain", a.scale(), b.scale());
    return withPlain("addPlain", a, b, a.scale(), CkksRecorder::addPlain);
  }

  /// a − b; same scale, b at a's level or above, of one item or of a's batch.
  public Ciphertext subPlain(Ciphertext a, Plaintext b) {
    Scales.requireMatch("subPlain", a.scale(), b.scale());
    return withPlain("subPlain", a, b, a.scale(), CkksRecorder::subPlain);
  }

  /// a · b, slot by slot; the scales multiply; b at a's level or above, of one item or of a's
  /// batch.
  public Ciphertext multiplyPlain(Ciphertext a, Plaintext b) {
    double scale = product("multiplyPlain", a, b.scale());
    return withPlain("multiplyPlain", a, b, scale, CkksRecorder::multiplyPlain);
  }

  private interface WithPlain {
    CipherRef record(CkksRecorder recorder, CipherRef a, PlainRef b);
  }

  private Ciphertext withPlain(
      String name, Ciphertext a, Plaintext b, double scale, WithPlain operation) {
    return cipher(
        op(name)
            .cipher(a)
            .plain(b)
            .run((recorder, c, p) -> {
              recorder.outputNext(OUT);
              operation.record(recorder, c.getFirst(), p.getFirst());
            }),
        scale);
  }

  /// a + value in every slot.
  public Ciphertext addScalar(Ciphertext a, double value) {
    List<DeviceBuffer> out =
        op("addScalar")
            .cipher(a)
            .runOnce((recorder, c, _) -> {
              recorder.outputNext(OUT);
              recorder.addScalar(c.getFirst(), value);
            });
    return cipher(out, a.scale());
  }

  /// a · value, the value encoded at `scalarScale`; the scales multiply.
  public Ciphertext multiplyScalar(Ciphertext a, double value, double scalarScale) {
    double scale = product("multiplyScalar", a, scalarScale);
    List<DeviceBuffer> out =
        op("multiplyScalar")
            .cipher(a)
            .runOnce((recorder, c, _) -> {
              recorder.outputNext(OUT);
              recorder.multiplyScalar(c.getFirst(), value, scalarScale);
            });
    return cipher(out, scale);
  }

  /// a · b, of three polynomials; the scales multiply; same level.
  public Ciphertext multiply(Ciphertext a, Ciphertext b) {
    EagerOp op = op("multiply").cipher(a).cipher(b);
    double scale = product("multiply", a, b.scale());
    return cipher(
        op.run((recorder, c, _) -> {
          recorder.outputNext(OUT);
          recorder.multiply(c.get(0), c.get(1));
        }),
        scale);
  }

  /// a², of three polynomials; the scale is squared.
  public Ciphertext square(Ciphertext a) {
    double scale = product("square", a, a.scale());
    return unary(op("square").cipher(a), scale, CkksRecorder::square);
  }

  /// From three polynomials to two.
  public Ciphertext relinearize(Ciphertext a) {
    EagerOp op = op("relinearize").cipher(a).key(key(KeyId.relinearization(), a.level()));
    return unary(op, a.scale(), CkksRecorder::relinearize);
  }

  /// From three polynomials to two at the next level, with one division instead of two.
  public Ciphertext relinearizeRescale(Ciphertext a) {
    EagerOp op = op("relinearizeRescale").cipher(a).key(key(KeyId.relinearization(), a.level()));
    return unary(op, rescaled(a.level(), a.scale()), CkksRecorder::relinearizeRescale);
  }

  /// a · b relinearised and rescaled, in one graph; level − 1, scale a·b / q_level.
  public Ciphertext multiplyRelinearizeRescale(Ciphertext a, Ciphertext b) {
    EagerOp op = op("multiplyRelinearizeRescale").cipher(a).cipher(b);
    double scale = product("multiplyRelinearizeRescale", a, b.scale());
    op.key(key(KeyId.relinearization(), a.level()));
    return cipher(
        op.run((recorder, c, _) -> {
          CipherRef product = recorder.multiply(c.get(0), c.get(1));
          recorder.outputNext(OUT);
          recorder.relinearizeRescale(product);
        }),
        rescaled(a.level(), scale));
  }

  /// a² relinearised and rescaled, in one graph.
  public Ciphertext squareRelinearizeRescale(Ciphertext a) {
    double scale = product("squareRelinearizeRescale", a, a.scale());
    EagerOp op =
        op("squareRelinearizeRescale").cipher(a).key(key(KeyId.relinearization(), a.level()));
    return cipher(
        op.run((recorder, c, _) -> {
          CipherRef square = recorder.square(c.getFirst());
          recorder.outputNext(OUT);
          recorder.relinearizeRescale(square);
        }),
        rescaled(a.level(), scale));
  }

  /// Division by the last prime: level − 1, scale / q_level.
  public Ciphertext rescale(Ciphertext a) {
    return unary(op("rescale").cipher(a), rescaled(a.level(), a.scale()), CkksRecorder::rescale);
  }

  /// The same message at a lower level.
  public Ciphertext dropLevel(Ciphertext a, int level) {
    EagerOp op = op("dropLevel").cipher(a).detail(level);
    if (level >= 0 && level <= a.level()) {
      parameters.requireScaleFits("dropLevel", level, a.scale());
    }
    return cipher(
        op.run((recorder, c, _) -> recorder.output(OUT, recorder.dropLevel(c.getFirst(), level))),
        a.scale());
  }

  /// Slots rotated left by `steps` (negative: right).
  public Ciphertext rotate(Ciphertext a, int steps) {
    return rotateHoisted(a, steps).getFirst();
  }

  /// One ciphertext for each of `steps`, decomposing `a` once. The same bytes as [#rotate].
  public List<Ciphertext> rotateHoisted(Ciphertext a, int... steps) {
    List<Integer> all = Arrays.stream(steps).boxed().toList();
    if (all.isEmpty()) {
      return List.of();
    }
    EagerOp op = op("rotate").cipher(a).detail(all);
    all.forEach(step -> rotationKey(op, step, a.level()));
    List<DeviceBuffer> buffers = op.run((recorder, c, _) -> rotateAll(recorder, c.getFirst(), all));
    return buffers.stream()
        .map(buffer -> new Ciphertext(parameters, buffer, a.level(), a.scale()))
        .toList();
  }

  private void rotateAll(CkksRecorder recorder, CipherRef a, List<Integer> steps) {
    boolean moves = steps.stream().anyMatch(step -> !isIdentity(step));
    HoistedDigits digits = moves ? recorder.hoist(a) : null;
    for (int i = 0; i < steps.size(); i++) {
      String output = Integer.toString(i);
      if (isIdentity(steps.get(i))) {
        recorder.output(output, a);
      } else {
        recorder.outputNext(output);
        recorder.rotate(digits, steps.get(i));
      }
    }
  }

  private boolean isIdentity(int steps) {
    return Math.floorMod(steps, parameters.slots()) == 0;
  }

  private void rotationKey(EagerOp op, int steps, int level) {
    if (!isIdentity(steps)) {
      op.key(key(KeyId.galois(parameters.rotation(steps)), level));
    }
  }

  /// Every slot conjugated.
  public Ciphertext conjugate(Ciphertext a) {
    GaloisElement element = parameters.conjugation();
    EagerOp op = op("conjugate").cipher(a).key(key(KeyId.galois(element), a.level()));
    return unary(op, a.scale(), CkksRecorder::conjugate);
  }

  /// Slot i of the result is the sum of `count` slots of `a`, from i on, `stride` apart (negative:
  /// to the left), indices modulo the slots. With vectors of `count` values packed side by side and
  /// a stride of 1, the first slot of each holds its sum; with sparsely packed vectors of `count`
  /// values every slot does.
  public Ciphertext innerSum(Ciphertext a, int stride, int count) {
    return innerSum(a, InnerSumPlan.of(stride, count, StepCost.at(parameters, a.level())));
  }

  /// The same with a plan that was made before, so that its keys are known.
  public Ciphertext innerSum(Ciphertext a, InnerSumPlan plan) {
    EagerOp op = op("innerSum").cipher(a).detail(plan);
    plan.rotations().forEach(step -> rotationKey(op, step, a.level()));
    return cipher(
        op.run((recorder, c, _) -> {
          recorder.outputNext(OUT);
          recorder.innerSum(c.getFirst(), plan);
        }),
        a.scale());
  }

  /// Copies every slot to the `count` − 1 slots at multiples of `stride` to its right, where the
  /// others must hold zero: an inner sum to the left.
  public Ciphertext replicate(Ciphertext a, int stride, int count) {
    return innerSum(a, -stride, count);
  }

  /// Applies a linear map, encoding it for this one use: for a map that is used again, encode it
  /// once ([EncodedLinearTransform]). The diagonals have the scale q_level, so that rescaling the
  /// result gives back the scale of `a`.
  public Ciphertext linearTransform(Ciphertext a, LinearTransform transform) {
    var plan = transform.plan(StepCost.at(parameters, a.level()));
    double scale = parameters.chain().chainQ().get(a.level()).value();
    try (EncodedLinearTransform encoded =
        EncodedLinearTransform.encode(encoder, transform, plan, a.level(), scale)) {
      return linearTransform(a, encoded);
    }
  }

  /// Applies a linear map; the scales multiply.
  public Ciphertext linearTransform(Ciphertext a, EncodedLinearTransform transform) {
    double scale = product("linearTransform", a, transform.scale());
    EagerOp op = transformOp("linearTransform", a, transform);
    return cipher(
        new EagerLinearTransform(transform).run(op, CkksRecorder::linearTransform), scale);
  }

  /// Applies a linear map and rescales, with one division.
  public Ciphertext linearTransformRescale(Ciphertext a, EncodedLinearTransform transform) {
    double scale = product("linearTransformRescale", a, transform.scale());
    EagerOp op = transformOp("linearTransformRescale", a, transform);
    return cipher(
        new EagerLinearTransform(transform).run(op, CkksRecorder::linearTransformRescale),
        rescaled(a.level(), scale));
  }

  private EagerOp transformOp(String name, Ciphertext a, EncodedLinearTransform transform) {
    EagerOp op = op(name).cipher(a);
    transform.plan().rotations().forEach(step -> rotationKey(op, step, a.level()));
    return op;
  }

  /// p(a), slot by slot, at the scale of `a`, p.shape().depth() levels below; coefficients that
  /// differ from slot to slot are encoded for this one use. In the Chebyshev basis the slots of `a`
  /// are in \[−1, 1\].
  public Ciphertext polynomial(Ciphertext a, SlotPolynomial p) {
    List<SlotPolynomial> one = List.of(p);
    PolynomialPlan plan = PolynomialPlan.of(one);
    try (EncodedPolynomials encoded =
        EncodedPolynomials.encode(encoder, one, plan, a.level(), a.scale(), a.scale())) {
      return polynomials(a, encoded).getFirst();
    }
  }

  /// Several polynomials of `a`, which has the level and scale that they were encoded for.
  public List<Ciphertext> polynomials(Ciphertext a, EncodedPolynomials encoded) {
    return new EagerPolynomials(encoded).run(op("polynomials"), a, keys);
  }

  /// The sign of slots in \[−1, 1\], at the scale of `a`, sign.depth() levels below; between −ε and
  /// ε some value between −1 and 1.
  public Ciphertext sign(Ciphertext a, CompositeSign sign) {
    EagerOp op = composite("sign", a, sign);
    return unary(op, a.scale(), (recorder, x) -> recorder.sign(x, sign, a.scale()));
  }

  /// max(0, slot) of slots in \[−1, 1\], sign.depth() + 1 levels below; with sign.reluError().
  public Ciphertext relu(Ciphertext a, CompositeSign sign) {
    EagerOp op = composite("relu", a, sign);
    return unary(op, a.scale(), (recorder, x) -> recorder.relu(x, sign, a.scale()));
  }

  /// max(a, b), slot by slot, of slots at most 1 apart, sign.depth() + 1 levels below; with
  /// sign.reluError(). Same level and scale.
  public Ciphertext maximum(Ciphertext a, Ciphertext b, CompositeSign sign) {
    Scales.requireMatch("maximum", a.scale(), b.scale());
    EagerOp op = composite("maximum", a, sign).cipher(b);
    return cipher(
        op.run((recorder, c, _) -> {
          recorder.outputNext(OUT);
          recorder.maximum(c.get(0), c.get(1), sign, a.scale());
        }),
        a.scale());
  }

  /// 1/slot of slots in the inverse's interval, inverse.depth() levels below.
  public Ciphertext inverse(Ciphertext a, CompositeInverse inverse) {
    EagerOp op = composite("inverse", a, inverse);
    return unary(op, a.scale(), (recorder, x) -> recorder.inverse(x, inverse, a.scale()));
  }

  private EagerOp composite(String name, Ciphertext a, Object function) {
    EagerOp op = op(name).cipher(a).atScales(a.scale()).detail(function);
    return op.key(key(KeyId.relinearization(), a.level()));
  }

  private EagerOp op(String name) {
    return new EagerOp(context, name);
  }

  private Ciphertext unary(
      EagerOp op, double scale, BiConsumer<CkksRecorder, CipherRef> operation) {
    return cipher(
        op.run((recorder, c, _) -> {
          recorder.outputNext(OUT);
          operation.accept(recorder, c.getFirst());
        }),
        scale);
  }

  private Ciphertext cipher(List<DeviceBuffer> out, double scale) {
    DeviceBuffer buffer = out.getFirst();
    return new Ciphertext(parameters, buffer, buffer.shape().limbs() - 1, scale);
  }

  private KeySwitchKey key(KeyId id, int level) {
    return keys.get(id, level);
  }

  private double product(String operation, Ciphertext a, double factorScale) {
    Scales.requireValid(factorScale);
    double scale = a.scale() * factorScale;
    parameters.requireScaleFits(operation, a.level(), scale);
    return scale;
  }

  private double rescaled(int level, double scale) {
    return Scales.afterRescale(parameters, level, scale);
  }
}
