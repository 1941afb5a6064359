package io.cloakwork.client;

import io.cloakwork.ckks.CkksContext;
import io.cloakwork.ckks.Parameters;
import io.cloakwork.client.sampling.Entropy;
import io.cloakwork.client.sampling.Ternary;
import io.cloakwork.spi.device.DeviceBuffer;
import io.cloakwork.spi.graph.CommandGraph;
import io.cloakwork.spi.graph.Domain;
import io.cloakwork.spi.graph.GraphBuilder;
import io.cloakwork.spi.graph.RnsShape;
import io.cloakwork.spi.ring.GaloisElement;
import io.cloakwork.spi.ring.RnsBasis;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.Arrays;

/// The secret s, uniform ternary: whoever has it can decrypt. It is on the host as N small
/// coefficients and on the device in the evaluation domain over all primes.
///
/// Closing overwrites both. Copies that the virtual machine made while moving memory, and the
/// temporaries of executables (freed when the context is closed), are beyond its reach.
///
/// Nothing of it is ever printed; the only way out is [#save], to a file that only its owner can
/// read. Thread-safe but for closing.
public final class SecretKey implements AutoCloseable {

  private final CkksContext context;

  /// s + 1, so that every value is in {0, 1, 2}.
  private final byte[] biased;

  private final DeviceBuffer buffer;
  private volatile boolean closed;

  private SecretKey(CkksContext context, byte[] biased) {
    this.context = context;
    this.biased = biased;
    this.buffer = context.device().allocate(shape(context.parameters()));
    boolean complete = false;
    try {
      upload();
      complete = true;
    } finally {
      if (!complete) {
        close();
      }
    }
  }

  /// Draws a new key.
  public static SecretKey generate(CkksContext context, Entropy entropy) {
    long[] samples = new long[context.parameters().degree()];
    Ternary.UNIFORM.sampleInto(entropy, samples);
    byte[] biased = new byte[samples.length];
    for (int i = 0; i < samples.length; i++) {
      biased[i] = (byte) samples[i];
    }
    Arrays.fill(samples, 0);
    return new SecretKey(context, biased);
  }

  /// Reads a key that [#save] wrote.
  ///
  /// @throws io.cloakwork.ckks.wire.WireException if the file is damaged, belongs to other
  ///   parameters, or others than its owner may read or write it
  public static SecretKey load(CkksContext context, Path file) throws IOException {
    return new SecretKey(context, SecretKeyFile.read(file, context.parameters(), null));
  }

  /// Reads a key that [#save(Path, Passphrase)] encrypted; one that is not encrypted is read, too.
  ///
  /// @throws io.cloakwork.ckks.wire.WireException as [#load(CkksContext, Path)], and if the
  ///   passphrase is another or the file asks for more than opening it may cost
  public static SecretKey load(CkksContext context, Path file, Passphrase passphrase)
      throws IOException {
    return new SecretKey(context, SecretKeyFile.read(file, context.parameters(), passphrase));
  }

  /// Whether a file of a key takes a passphrase.
  ///
  /// @throws io.cloakwork.ckks.wire.WireException if there is no such file
  public static boolean isEncrypted(Path file) throws IOException {
    return SecretKeyFile.isEncrypted(file);
  }

  /// Writes the key to a file that only its owner can read and write, replacing what was there. It
  /// is not encrypted.
  public void save(Path file) throws IOException {
    requireOpen();
    SecretKeyFile.write(file, context.parameters(), biased, null);
  }

  /// The same, encrypted with AES-256-GCM under a key that Argon2id makes of the passphrase.
  public void save(Path file, Passphrase passphrase) throws IOException {
    requireOpen();
    SecretKeyFile.write(file, context.parameters(), biased, passphrase);
  }

  /// The parameters that the key is for.
  public Parameters parameters() {
    return context.parameters();
  }

  /// s over q_0 … q_L and the special primes, one polynomial in the evaluation domain.
  DeviceBuffer buffer() {
    requireOpen();
    return buffer;
  }

  /// The shape of [#buffer].
  static RnsShape shape(Parameters parameters) {
    RnsBasis basis = parameters.chain().extendedAtLevel(parameters.maxLevel());
    return new RnsShape(Domain.EVAL, parameters.logN(), 1, 1, basis);
  }

  /// Fills `image` with the coefficients of s(X^g) plus 1. Which word goes where depends on g
  /// alone, and a sign is applied by arithmetic, so the time says nothing about s.
  void biasedImage(GaloisElement element, long[] image) {
    requireOpen();
    int logN = parameters().logN();
    int mask = image.length - 1;
    for (int i = 0; i < biased.length; i++) {
      int target = element.coeffTarget(i);
      // 0 for a plain move, 1 for a negated one: b becomes 2 − b.
      int negated = target >>> logN & 1;
      int value = 2 * negated + (1 - 2 * negated) * biased[i];
      image[target & mask] = value;
    }
  }

  void requireOpen() {
    if (closed) {
      throw new IllegalStateException("this secret key is closed");
    }
  }

  /// Checks that the key is open and belongs to `expected`.
  void requireUsable(Parameters expected) {
    requireOpen();
    expected.requireSame(parameters(), "secret key");
  }

  private void upload() {
    RnsShape small = carrierShape(parameters());
    long[] words = new long[biased.length];
    for (int i = 0; i < words.length; i++) {
      words[i] = biased[i];
    }
    DeviceBuffer carrier = context.device().allocate(small);
    try {
      carrier.upload(0, 0, 0, MemorySegment.ofArray(words));
      context
          .graphs()
          .run(
              new LiftGraph(parameters().id()),
              () -> liftGraph(parameters()),
              bindings -> bindings.bind("small", carrier).bind("secret", buffer));
    } finally {
      Arrays.fill(words, 0);
      ScratchBuffers.erase(carrier);
      carrier.close();
    }
  }

  /// The shape of a small polynomial on its way to the device.
  static RnsShape carrierShape(Parameters parameters) {
    RnsBasis carrier = SmallPolynomials.carrier(parameters.chain().chainQ());
    return new RnsShape(Domain.COEFF, parameters.logN(), 1, 1, carrier);
  }

  private record LiftGraph(String parametersId) {}

  private static CommandGraph liftGraph(Parameters parameters) {
    GraphBuilder graph = CommandGraph.builder(parameters.logN(), 1);
    var small = graph.input("small", Domain.COEFF, 1, carrierShape(parameters).basis());
    var secret = graph.output("secret", Domain.EVAL, 1, shape(parameters).basis());
    SmallPolynomials.liftInto(graph, small, Ternary.UNIFORM, secret);
    return graph.build();
  }

  /// Overwrites the key. Closing twice is harmless.
  @Override
  public void close() {
    if (!closed) {
      closed = true;
      Arrays.fill(biased, (byte) 0);
      ScratchBuffers.erase(buffer);
      buffer.close();
    }
  }

  @Override
  public String toString() {
    return "SecretKey[redacted]";
  }
}
