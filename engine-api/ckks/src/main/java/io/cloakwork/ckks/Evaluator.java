package io.cloakwork.ckks;

import io.cloakwork.ckks.linear.EncodedLinearTransform;
import io.cloakwork.ckks.linear.LinearTransform;
import io.cloakwork.ckks.linear.StepCost;
import io.cloakwork.ckks.polynomial.EncodedPolynomials;
import io.cloakwork.ckks.polynomial.PolynomialPlan;
import io.cloakwork.ckks.polynomial.SlotPolynomial;
import io.cloakwork.ckks.record.CipherRef;
import io.cloakwork.ckks.record.CkksRecorder;
import io.cloakwork.ckks.record.HoistedDigits;
import io.cloakwork.ckks.record.PlainRef;
import io.cloakwork.spi.device.DeviceBuffer;
import io.cloakwork.spi.ring.GaloisElement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
    return cipher(
        transformOp("linearTransform", a, transform)
            .run((recorder, c, p) -> {
              Map<Integer, PlainRef> diagonals = diagonals(transform, p);
              recorder.outputNext(OUT);
              recorder.linearTransform(c.getFirst(), transform.plan(), diagonals);
            }),
        scale);
  }

  /// Applies a linear map and rescales, with one division.
  public Ciphertext linearTransformRescale(Ciphertext a, EncodedLinearTransform transform) {
    double scale = product("linearTransformRescale", a, transform.scale());
    return cipher(
        transformOp("linearTransformRescale", a, transform)
            .run((recorder, c, p) -> {
              Map<Integer, PlainRef> diagonals = diagonals(transform, p);
              recorder.outputNext(OUT);
              recorder.linearTransformRescale(c.getFirst(), transform.plan(), diagonals);
            }),
        rescaled(a.level(), scale));
  }

  private EagerOp transformOp(String name, Ciphertext a, EncodedLinearTransform transform) {
    EagerOp op = op(name).cipher(a).detail(transform.plan());
    transform.diagonals().values().forEach(op::plain);
    transform.plan().rotations().forEach(step -> rotationKey(op, step, a.level()));
    return op;
  }

  private static Map<Integer, PlainRef> diagonals(
      EncodedLinearTransform transform, List<PlainRef> plains) {
    Map<Integer, PlainRef> byOffset = new HashMap<>();
    List<Integer> offsets = new ArrayList<>(transform.diagonals().keySet());
    for (int i = 0; i < offsets.size(); i++) {
      byOffset.put(offsets.get(i), plains.get(i));
    }
    return byOffset;
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
