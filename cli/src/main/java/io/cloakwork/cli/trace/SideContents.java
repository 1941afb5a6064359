package io.cloakwork.cli.trace;

import io.cloakwork.ckks.Ciphertext;
import io.cloakwork.ckks.CkksContext;
import io.cloakwork.ckks.Encoder;
import io.cloakwork.ckks.EvaluationKeys;
import io.cloakwork.ckks.KeyId;
import io.cloakwork.ckks.Plaintext;
import io.cloakwork.cli.inference.KeyOwner;
import io.cloakwork.client.KeyGenerator;
import io.cloakwork.client.SecretKey;
import io.cloakwork.client.sampling.Entropy;
import io.cloakwork.compiler.CompiledNetwork;
import io.cloakwork.compiler.SegmentRecording;
import io.cloakwork.spi.graph.RnsShape;
import io.cloakwork.spi.trace.BufferContent;
import io.cloakwork.spi.trace.SideFile;
import io.cloakwork.spi.trace.SideFileWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/// The words of the network itself: its encoded weights, keys of a key owner who is forgotten at
/// the end, and the encryption of a made-up input. They go into the side file in the order in which
/// they are asked for.
public final class SideContents implements TraceContents, AutoCloseable {

  private final CompiledNetwork network;
  private final CkksContext context;
  private final Encoder encoder;
  private final SecretKey secret;
  private final EvaluationKeys keys;
  private final String fileName;
  private final SideFileWriter file;
  private final long seed;

  /// Makes the keys.
  ///
  /// @param context of the device to make words on; stays the caller's
  /// @param fileName what the trace calls the side file
  /// @param out the side file; stays the caller's
  /// @param seed of the made-up input; keys are secret randomness
  public SideContents(
      CompiledNetwork network, CkksContext context, String fileName, OutputStream out, long seed) {
    this.network = network;
    this.context = context;
    this.encoder = new Encoder(context);
    this.fileName = fileName;
    this.file = new SideFileWriter(out);
    this.seed = seed;
    this.secret = SecretKey.generate(context, Entropy.secure());
    try (KeyGenerator generator = new KeyGenerator(context, secret)) {
      this.keys = generator.answer(network.keys());
    } catch (RuntimeException | Error e) {
      secret.close();
      throw e;
    }
  }

  /// Uniform values in [0, 1).
  @Override
  public BufferContent input(RnsShape shape) throws IOException {
    double[] input = new Random(seed).doubles(network.inputPacking().shape().size()).toArray();
    try (KeyOwner owner =
            new KeyOwner(context, network.inputPacking(), network.outputPacking(), secret);
        Ciphertext encrypted = owner.encrypt(List.of(input))) {
      return file.append(encrypted.buffer());
    }
  }

  @Override
  public BufferContent key(KeyId id, RnsShape shape) throws IOException {
    return file.append(keys.get(id).buffer());
  }

  @Override
  public BufferContent constant(SegmentRecording.Constant constant, RnsShape shape)
      throws IOException {
    try (Plaintext plaintext =
        constant.extended()
            ? encoder.encodeExtended(constant.slots(), constant.level(), constant.scale())
            : encoder.encode(constant.slots(), constant.level(), constant.scale())) {
      return file.append(plaintext.buffer());
    }
  }

  @Override
  public Optional<SideFile> sideFile() {
    return Optional.of(new SideFile(fileName, file.bytes()));
  }

  @Override
  public void close() {
    keys.close();
    secret.close();
  }
}
