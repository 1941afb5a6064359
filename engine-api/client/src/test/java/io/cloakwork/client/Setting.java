package io.cloakwork.client;

import io.cloakwork.ckks.CkksContext;
import io.cloakwork.ckks.Parameters;
import io.cloakwork.ckks.ParametersLiteral;
import io.cloakwork.ckks.Plaintext;
import io.cloakwork.ckks.SecurityPolicy;
import io.cloakwork.client.sampling.Entropy;
import io.cloakwork.spi.device.Backends;
import io.cloakwork.spi.device.Device;
import io.cloakwork.spi.device.DeviceBuffer;
import io.cloakwork.spi.device.DeviceOptions;
import io.cloakwork.spi.graph.CommandGraph;
import io.cloakwork.spi.graph.Domain;
import io.cloakwork.spi.graph.Domain.Coeff;
import io.cloakwork.spi.graph.Domain.Eval;
import io.cloakwork.spi.graph.GraphBuilder;
import io.cloakwork.spi.graph.RnsShape;
import io.cloakwork.spi.graph.RnsView;
import io.cloakwork.spi.ring.Modulus;
import java.util.List;
import java.util.SplittableRandom;

/// A small ring on the reference backend, a secret key, and the way back to integers.
final class Setting implements AutoCloseable {

  static final int LOG_N = 10;

  final long seed;
  final Device device = Backends.open("reference", DeviceOptions.defaults());
  final Parameters parameters;
  final CkksContext context;
  final SecretKey secret;

  Setting(long seed) {
    this(seed, LOG_N);
  }

  Setting(long seed, int logN) {
    this.seed = seed;
    this.parameters = literal(logN).validate();
    this.context = new CkksContext(parameters, device);
    try (Entropy entropy = Entropy.insecureForTesting(seed)) {
      this.secret = SecretKey.generate(context, entropy);
    }
  }

  /// Four chain primes in two digits, two special primes; one prime on either side of 2^40.
  static ParametersLiteral literal(int logN) {
    return new ParametersLiteral(
        logN,
        List.of(50, 40, 40, 40),
        List.of(50, 50),
        40,
        2,
        5,
        SecurityPolicy.INSECURE_FOR_TESTING);
  }

  Entropy entropy(int stream) {
    return Entropy.insecureForTesting(seed * 1000 + stream);
  }

  KeyGenerator generator() {
    return new KeyGenerator(context, secret, entropy(1));
  }

  SecretKeyEncryptor secretEncryptor() {
    return new SecretKeyEncryptor(context, secret, entropy(2));
  }

  /// A plaintext of random residues: the scheme does not care what is encrypted.
  Plaintext randomPlaintext(int level, int batch) {
    RnsShape shape = Plaintext.shape(parameters, level, batch, false);
    return new Plaintext(parameters, randomBuffer(shape), level, parameters.defaultScale());
  }

  /// A plaintext of small random integers: their coefficients are below 2^bits.
  Plaintext smallPlaintext(int level, int batch, int bits) {
    RnsShape shape = Plaintext.shape(parameters, level, batch, false);
    long[] words = new long[(int) shape.words()];
    SplittableRandom random = new SplittableRandom(seed);
    for (int item = 0; item < batch; item++) {
      for (int i = 0; i < shape.degree(); i++) {
        long x = random.nextLong(-(1L << bits), 1L << bits);
        for (int limb = 0; limb < shape.limbs(); limb++) {
          words[shape.row(item, 0, limb) * shape.degree() + i] = shape.basis().get(limb).reduce(x);
        }
      }
    }
    DeviceBuffer coefficients = device.allocate(shape.withDomain(Domain.COEFF));
    coefficients.upload(words);
    DeviceBuffer values = device.allocate(shape);
    GraphBuilder graph = CommandGraph.builder(shape.logN(), batch);
    RnsView<Coeff> in = graph.input("in", Domain.COEFF, 1, shape.basis());
    graph.nttInto(in, graph.output("out", Domain.EVAL, 1, shape.basis()));
    context.graphs().runOnce(graph.build(), b -> b.bind("in", coefficients).bind("out", values));
    coefficients.close();
    return new Plaintext(parameters, values, level, parameters.defaultScale());
  }

  DeviceBuffer randomBuffer(RnsShape shape) {
    SplittableRandom random = new SplittableRandom(seed);
    long[] words = new long[(int) shape.words()];
    for (int row = 0; row < shape.rows(); row++) {
      Modulus q = shape.basis().get(row % shape.limbs());
      for (int i = 0; i < shape.degree(); i++) {
        words[row * shape.degree() + i] = random.nextLong(q.value());
      }
    }
    DeviceBuffer buffer = device.allocate(shape);
    buffer.upload(words);
    return buffer;
  }

  /// The words of values, in the contract's order, as coefficients.
  long[] coefficients(long[] values, RnsShape shape) {
    DeviceBuffer in = device.allocate(shape);
    in.upload(values);
    DeviceBuffer out = device.allocate(shape.withDomain(Domain.COEFF));
    GraphBuilder graph = CommandGraph.builder(shape.logN(), shape.batch());
    RnsView<Eval> view = graph.input("in", Domain.EVAL, shape.polys(), shape.basis());
    graph.inttInto(view, graph.output("out", Domain.COEFF, shape.polys(), shape.basis()));
    context.graphs().runOnce(graph.build(), b -> b.bind("in", in).bind("out", out));
    long[] words = out.download();
    in.close();
    out.close();
    return words;
  }

  /// The integers that the difference of two plaintexts stands for; fails unless all limbs agree on
  /// them.
  long[] difference(Plaintext a, Plaintext b) {
    RnsShape shape = a.buffer().shape();
    long[] x = a.buffer().download();
    long[] y = b.buffer().download();
    for (int i = 0; i < x.length; i++) {
      x[i] = modulus(shape, i).subtract(x[i], y[i]);
    }
    return integers(coefficients(x, shape), shape);
  }

  /// Centres coefficient words and checks that every limb says the same.
  long[] integers(long[] words, RnsShape shape) {
    int degree = shape.degree();
    int polys = shape.batch() * shape.polys();
    long[] integers = new long[polys * degree];
    for (int poly = 0; poly < polys; poly++) {
      for (int limb = 0; limb < shape.limbs(); limb++) {
        for (int i = 0; i < degree; i++) {
          int at = (poly * shape.limbs() + limb) * degree + i;
          long centred = shape.basis().get(limb).centre(words[at]);
          if (limb > 0 && centred != integers[poly * degree + i]) {
            throw new AssertionError(
                "coefficient %d of polynomial %d is %d in limb 0 and %d in limb %d"
                    .formatted(i, poly, integers[poly * degree + i], centred, limb));
          }
          integers[poly * degree + i] = centred;
        }
      }
    }
    return integers;
  }

  static Modulus modulus(RnsShape shape, int word) {
    return shape.basis().get(word / shape.degree() % shape.limbs());
  }

  static double variance(long[] samples) {
    double sum = 0;
    for (long x : samples) {
      sum += (double) x * x / samples.length;
    }
    return sum;
  }

  static long largest(long[] samples) {
    long largest = 0;
    for (long x : samples) {
      largest = Math.max(largest, Math.abs(x));
    }
    return largest;
  }

  @Override
  public void close() {
    secret.close();
    context.close();
    device.close();
  }
}
