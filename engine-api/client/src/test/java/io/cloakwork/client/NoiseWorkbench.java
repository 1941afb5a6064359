package io.cloakwork.client;

import io.cloakwork.ckks.Ciphertext;
import io.cloakwork.ckks.CkksContext;
import io.cloakwork.ckks.Encoder;
import io.cloakwork.ckks.EvaluationKeys;
import io.cloakwork.ckks.Evaluator;
import io.cloakwork.ckks.KeyId;
import io.cloakwork.ckks.KeyRequest;
import io.cloakwork.ckks.Parameters;
import io.cloakwork.ckks.Plaintext;
import io.cloakwork.ckks.PublicKey;
import io.cloakwork.ckks.encoding.SlotVector;
import io.cloakwork.ckks.linear.BsgsPlan;
import io.cloakwork.ckks.linear.BsgsPlan.GiantStep;
import io.cloakwork.ckks.linear.EncodedLinearTransform;
import io.cloakwork.ckks.linear.LinearTransform;
import io.cloakwork.ckks.linear.StepCost;
import io.cloakwork.ckks.noise.Magnitude;
import io.cloakwork.ckks.noise.NoiseEstimate;
import io.cloakwork.ckks.noise.NoiseModel;
import io.cloakwork.ckks.noise.TransformShape;
import io.cloakwork.ckks.record.CipherRef;
import io.cloakwork.ckks.record.CkksRecorder;
import io.cloakwork.ckks.record.PlainRef;
import io.cloakwork.ckks.record.Recording;
import io.cloakwork.client.sampling.Entropy;
import io.cloakwork.spi.device.Backends;
import io.cloakwork.spi.device.Device;
import io.cloakwork.spi.device.DeviceBuffer;
import io.cloakwork.spi.device.DeviceOptions;
import io.cloakwork.spi.graph.RnsShape;
import io.cloakwork.spi.graph.ScalarMatrix;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.Consumer;

/// Every operation done three times: on ciphertexts, on exact values, and on estimates of the
/// noise.
final class NoiseWorkbench implements AutoCloseable {

  static final int STEPS = 5;
  private static final double BOUND = 0.7;
  private static final int[] OFFSETS = {0, 1, 2, 3, 16, 17, 18, -16, -15, 40};

  /// A ciphertext, what it means, and what the model says of it.
  record Value(Ciphertext ciphertext, SlotVector exact, NoiseEstimate estimate) {}

  /// A linear map and how it is evaluated.
  record Linear(LinearTransform map, BsgsPlan plan) {}

  final Parameters parameters;
  final NoiseModel model;
  final int top;
  final double scale;
  private final SplittableRandom random;
  private final Device device = Backends.open("reference", DeviceOptions.defaults());
  private final CkksContext context;
  private final Deque<Runnable> owned = new ArrayDeque<>();
  private final Encoder encoder;
  private final SecretKeyEncryptor secretly;
  private final PublicKeyEncryptor publicly;
  private final Decryptor decryptor;
  private final Evaluator evaluator;
  private final Linear banded;
  private final Linear diagonal;
  private final Linear giants;

  NoiseWorkbench(Parameters parameters, long seed) {
    this.parameters = parameters;
    this.model = NoiseModel.of(parameters);
    this.top = parameters.maxLevel();
    this.scale = parameters.defaultScale();
    this.random = new SplittableRandom(seed);
    owned.push(device::close);
    this.context = own(new CkksContext(parameters, device), CkksContext::close);
    this.encoder = new Encoder(context);
    SecretKey secret =
        own(SecretKey.generate(context, Entropy.insecureForTesting(seed)), SecretKey::close);
    LinearTransform map = randomTransform(OFFSETS);
    this.banded = new Linear(map, map.plan(new StepCost(1, 1)));
    this.diagonal = new Linear(randomTransform(0), giantsOnly(0));
    this.giants = new Linear(randomTransform(0, STEPS), giantsOnly(0, STEPS));
    try (KeyGenerator generator =
        new KeyGenerator(context, secret, Entropy.insecureForTesting(seed + 1))) {
      PublicKey key = own(generator.publicKey(), PublicKey::close);
      this.publicly =
          own(
              new PublicKeyEncryptor(context, key, Entropy.insecureForTesting(seed + 2)),
              Encryptor::close);
      this.evaluator =
          new Evaluator(context, own(generator.answer(request()), EvaluationKeys::close));
    }
    this.secretly =
        own(
            new SecretKeyEncryptor(context, secret, Entropy.insecureForTesting(seed + 3)),
            Encryptor::close);
    this.decryptor = new Decryptor(context, secret);
  }

  private KeyRequest request() {
    TreeMap<KeyId, Integer> levels = new TreeMap<>();
    levels.put(KeyId.relinearization(), top);
    levels.put(KeyId.galois(parameters.conjugation()), top);
    levels.put(KeyId.galois(parameters.rotation(STEPS)), top);
    banded
        .plan()
        .rotations()
        .forEach(step -> levels.put(KeyId.galois(parameters.rotation(step)), top));
    return new KeyRequest(parameters.id(), levels);
  }

  private BsgsPlan giantsOnly(int... steps) {
    List<GiantStep> all = new ArrayList<>();
    for (int step : steps) {
      all.add(new GiantStep(step, List.of(new BsgsPlan.Term(step, 0))));
    }
    return new BsgsPlan(parameters.slots(), all);
  }

  private LinearTransform randomTransform(int... offsets) {
    Map<Integer, SlotVector> diagonals = new HashMap<>();
    for (int offset : offsets) {
      diagonals.put(offset, values());
    }
    return LinearTransform.ofDiagonals(parameters.slots(), diagonals);
  }

  private <T> T own(T resource, Consumer<T> close) {
    owned.push(() -> close.accept(resource));
    return resource;
  }

  SlotVector values() {
    int slots = parameters.slots();
    return SlotVector.complex(
        random.doubles(slots, -BOUND, BOUND).toArray(),
        random.doubles(slots, -BOUND, BOUND).toArray());
  }

  SlotVector decrypt(Value value) {
    return decryptor.decryptDecodeBatch(value.ciphertext).getFirst();
  }

  Value fresh() {
    return fresh(top);
  }

  Value fresh(int level) {
    SlotVector exact = values();
    try (Plaintext message = encoder.encode(exact, level, scale)) {
      return new Value(
          own(secretly.encrypt(message), Ciphertext::close),
          exact,
          model.secretKeyEncryption(Magnitude.of(exact), level, scale));
    }
  }

  Value freshPublic() {
    SlotVector exact = values();
    try (Plaintext message = encoder.encode(exact, top, scale)) {
      return new Value(
          own(publicly.encrypt(message), Ciphertext::close),
          exact,
          model.publicKeyEncryption(Magnitude.of(exact), top, scale));
    }
  }

  Value add(Value a, Value b) {
    return value(
        evaluator.add(a.ciphertext, b.ciphertext),
        sum(a.exact, b.exact),
        model.add(a.estimate, b.estimate));
  }

  Value sub(Value a, Value b) {
    return value(
        evaluator.sub(a.ciphertext, b.ciphertext),
        sum(a.exact, times(b.exact, -1)),
        model.sub(a.estimate, b.estimate));
  }

  Value negate(Value a) {
    return value(evaluator.negate(a.ciphertext), times(a.exact, -1), model.negate(a.estimate));
  }

  Value addPlain(Value a) {
    SlotVector b = values();
    try (Plaintext plain = encoder.encode(b, a.ciphertext.level(), a.ciphertext.scale())) {
      return value(
          evaluator.addPlain(a.ciphertext, plain),
          sum(a.exact, b),
          model.addPlain(a.estimate, Magnitude.of(b)));
    }
  }

  Value addScalar(Value a, double v) {
    double[] re = new double[parameters.slots()];
    Arrays.fill(re, v);
    return value(
        evaluator.addScalar(a.ciphertext, v),
        sum(a.exact, SlotVector.real(re)),
        model.addScalar(a.estimate, v));
  }

  Value multiplyPlain(Value a) {
    SlotVector b = values();
    try (Plaintext plain = encoder.encode(b, a.ciphertext.level(), scale)) {
      return value(
          evaluator.multiplyPlain(a.ciphertext, plain),
          product(a.exact, b),
          model.multiplyPlain(a.estimate, Magnitude.of(b), scale));
    }
  }

  Value multiplyScalar(Value a, double v, double scalarScale) {
    return value(
        evaluator.multiplyScalar(a.ciphertext, v, scalarScale),
        times(a.exact, v),
        model.multiplyScalar(a.estimate, v, scalarScale));
  }

  Value multiplyPlainSum(List<Value> a) {
    List<SlotVector> weights = new ArrayList<>();
    List<Plaintext> plains = new ArrayList<>();
    SlotVector exact = times(a.getFirst().exact, 0);
    for (Value value : a) {
      SlotVector weight = values();
      weights.add(weight);
      plains.add(own(encoder.encode(weight, value.ciphertext.level(), scale), Plaintext::close));
      exact = sum(exact, product(value.exact, weight));
    }
    int level = a.getFirst().ciphertext.level();
    CkksRecorder recorder = new CkksRecorder(parameters, 1);
    List<CipherRef> ciphers = new ArrayList<>();
    List<PlainRef> plainRefs = new ArrayList<>();
    for (int i = 0; i < a.size(); i++) {
      ciphers.add(recorder.input("c" + i, level, a.get(i).ciphertext.scale()));
      plainRefs.add(recorder.plainInput("p" + i, level, scale));
    }
    recorder.outputNext("out");
    CipherRef result = recorder.multiplyPlainSum(ciphers, plainRefs);
    Recording recording = recorder.build();
    DeviceBuffer out = device.allocate(Ciphertext.shape(parameters, level, 2, 1));
    context
        .graphs()
        .runOnce(
            recording.graph(),
            bindings -> {
              for (int i = 0; i < a.size(); i++) {
                bindings.bind("c" + i, a.get(i).ciphertext.buffer());
                bindings.bind("p" + i, plains.get(i).buffer());
              }
              bindings.bind("out", out);
            });
    return value(
        new Ciphertext(parameters, out, level, result.scale()),
        exact,
        model.multiplyPlainSum(
            a.stream().map(Value::estimate).toList(),
            weights.stream().map(Magnitude::of).toList(),
            scale));
  }

  /// One row of a matrix of plain weights, and a bias.
  Value linearCombination(List<Value> x, double[] weights, double bias, double weightScale) {
    int level = x.getFirst().ciphertext.level();
    double[] constant = new double[parameters.slots()];
    Arrays.fill(constant, bias);
    SlotVector exact = SlotVector.real(constant);
    long[] row = new long[weights.length];
    double squares = 0;
    double absolutes = 0;
    for (int i = 0; i < weights.length; i++) {
      exact = sum(times(x.get(i).exact, weights[i]), exact);
      row[i] = Math.round(weights[i] * weightScale);
      squares += weights[i] * weights[i];
      absolutes += Math.abs(weights[i]);
    }
    CkksRecorder recorder = new CkksRecorder(parameters, 1);
    CipherRef in = recorder.input("x", level, scale, 2 * weights.length);
    recorder.outputNext("out");
    ScalarMatrix matrix = ScalarMatrix.dense(new long[][] {row});
    CipherRef result = recorder.linearCombination(in, matrix, weightScale, new double[] {bias});
    DeviceBuffer out = device.allocate(Ciphertext.shape(parameters, level, 2, 1));
    try (DeviceBuffer joined = join(x, in.polys().polys())) {
      context
          .graphs()
          .runOnce(
              recorder.build().graph(), bindings -> bindings.bind("x", joined).bind("out", out));
    }
    return value(
        new Ciphertext(parameters, out, level, result.scale()),
        exact,
        model.linearCombination(
            x.getFirst().estimate, weights.length, squares, absolutes, weightScale));
  }

  private DeviceBuffer join(List<Value> x, int polynomials) {
    RnsShape one = x.getFirst().ciphertext.buffer().shape();
    RnsShape all = new RnsShape(one.domain(), one.logN(), 1, polynomials, one.basis());
    long[] words = new long[(int) all.words()];
    for (int i = 0; i < x.size(); i++) {
      long[] item = x.get(i).ciphertext.buffer().download();
      System.arraycopy(item, 0, words, i * item.length, item.length);
    }
    DeviceBuffer buffer = device.allocate(all);
    buffer.upload(words);
    return buffer;
  }

  Value multiply(Value a, Value b) {
    return value(
        evaluator.multiply(a.ciphertext, b.ciphertext),
        product(a.exact, b.exact),
        model.multiply(a.estimate, b.estimate));
  }

  Value square(Value a) {
    return value(
        evaluator.square(a.ciphertext), product(a.exact, a.exact), model.square(a.estimate));
  }

  Value relinearize(Value a) {
    return value(evaluator.relinearize(a.ciphertext), a.exact, model.relinearize(a.estimate));
  }

  Value rescale(Value a) {
    return value(evaluator.rescale(a.ciphertext), a.exact, model.rescale(a.estimate));
  }

  Value relinearizeRescale(Value a) {
    return value(
        evaluator.relinearizeRescale(a.ciphertext), a.exact, model.relinearizeRescale(a.estimate));
  }

  Value dropLevel(Value a, int level) {
    return value(
        evaluator.dropLevel(a.ciphertext, level), a.exact, model.dropLevel(a.estimate, level));
  }

  Value rotate(Value a, int steps) {
    return value(
        evaluator.rotate(a.ciphertext, steps),
        a.exact.rotatedLeft(steps),
        model.rotate(a.estimate, steps));
  }

  Value rotateHoisted(Value a, int steps) {
    List<Ciphertext> both = evaluator.rotateHoisted(a.ciphertext, 1, steps);
    own(both.getFirst(), Ciphertext::close);
    return value(both.get(1), a.exact.rotatedLeft(steps), model.rotate(a.estimate, steps));
  }

  Value conjugate(Value a) {
    double[] im = a.exact.im();
    for (int i = 0; i < im.length; i++) {
      im[i] = -im[i];
    }
    return value(
        evaluator.conjugate(a.ciphertext),
        SlotVector.complex(a.exact.re(), im),
        model.conjugate(a.estimate));
  }

  /// By ten diagonals, in baby and giant steps.
  Value linearTransform(Value a, boolean rescale) {
    return linearTransform(a, banded, rescale);
  }

  /// By one diagonal: nothing rotates.
  Value diagonalTransform(Value a, boolean rescale) {
    return linearTransform(a, diagonal, rescale);
  }

  /// By two giant steps that meet the ciphertext as it is.
  Value giantTransform(Value a, boolean rescale) {
    return linearTransform(a, giants, rescale);
  }

  private Value linearTransform(Value a, Linear linear, boolean rescale) {
    TransformShape shape = TransformShape.of(linear.map(), linear.plan());
    SlotVector exact = linear.map().apply(a.exact);
    try (EncodedLinearTransform encoded =
        EncodedLinearTransform.encode(
            encoder, linear.map(), linear.plan(), a.ciphertext.level(), scale)) {
      return rescale
          ? value(
              evaluator.linearTransformRescale(a.ciphertext, encoded),
              exact,
              model.linearTransformRescale(a.estimate, shape, scale))
          : value(
              evaluator.linearTransform(a.ciphertext, encoded),
              exact,
              model.linearTransform(a.estimate, shape, scale));
    }
  }

  /// x²·x, whose parts are correlated: the estimate goes through [NoiseModel#compose].
  Value cube(Value a) {
    Ciphertext square = evaluator.squareRelinearizeRescale(a.ciphertext);
    own(square, Ciphertext::close);
    Ciphertext lower = evaluator.dropLevel(a.ciphertext, square.level());
    own(lower, Ciphertext::close);
    SlotVector exact = product(product(a.exact, a.exact), a.exact);
    Magnitude derivative = Magnitude.of(times(product(a.exact, a.exact), 3));
    NoiseEstimate estimate =
        model.compose(
            a.estimate,
            x ->
                model.relinearizeRescale(
                    model.multiply(
                        model.relinearizeRescale(model.square(x)),
                        model.dropLevel(x, square.level()))),
            derivative);
    return value(evaluator.multiplyRelinearizeRescale(square, lower), exact, estimate);
  }

  /// The value with the magnitude that its message really has, as a compiler knows from
  /// calibration.
  private Value value(Ciphertext ciphertext, SlotVector exact, NoiseEstimate estimate) {
    return new Value(
        own(ciphertext, Ciphertext::close), exact, estimate.withMessage(Magnitude.of(exact)));
  }

  static SlotVector sum(SlotVector a, SlotVector b) {
    double[] re = a.re();
    double[] im = a.im();
    for (int i = 0; i < re.length; i++) {
      re[i] += b.re(i);
      im[i] += b.im(i);
    }
    return SlotVector.complex(re, im);
  }

  static SlotVector times(SlotVector a, double factor) {
    double[] re = a.re();
    double[] im = a.im();
    for (int i = 0; i < re.length; i++) {
      re[i] *= factor;
      im[i] *= factor;
    }
    return SlotVector.complex(re, im);
  }

  static SlotVector product(SlotVector a, SlotVector b) {
    double[] re = new double[a.length()];
    double[] im = new double[a.length()];
    for (int i = 0; i < re.length; i++) {
      re[i] = a.re(i) * b.re(i) - a.im(i) * b.im(i);
      im[i] = a.re(i) * b.im(i) + a.im(i) * b.re(i);
    }
    return SlotVector.complex(re, im);
  }

  @Override
  public void close() {
    owned.forEach(Runnable::run);
  }
}
