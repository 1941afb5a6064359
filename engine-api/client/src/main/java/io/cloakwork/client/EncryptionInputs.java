package io.cloakwork.client;

import io.cloakwork.ckks.Ciphertext;
import io.cloakwork.ckks.CkksContext;
import io.cloakwork.ckks.OperandMismatchException;
import io.cloakwork.ckks.Parameters;
import io.cloakwork.ckks.Plaintext;
import io.cloakwork.client.sampling.Entropy;
import io.cloakwork.client.sampling.SmallDistribution;
import io.cloakwork.spi.device.DeviceBuffer;
import io.cloakwork.spi.graph.Domain;
import io.cloakwork.spi.graph.RnsShape;
import java.util.function.Consumer;

/// What both encryptors have: checks, sampled inputs, the fresh ciphertext.
final class EncryptionInputs implements AutoCloseable {

  private final CkksContext context;
  private final Entropy entropy;
  private final ScratchBuffers scratch;

  EncryptionInputs(CkksContext context, Entropy entropy) {
    this.context = context;
    this.entropy = entropy;
    this.scratch = new ScratchBuffers(context.device());
  }

  Entropy entropy() {
    return entropy;
  }

  void requireEncryptable(Plaintext plaintext) {
    context.parameters().requireSame(plaintext.parameters(), "plaintext");
    if (plaintext.extended()) {
      throw new OperandMismatchException(
          "encrypt: the plaintext has the special primes too; encode it without them");
    }
  }

  /// Samples of `polys` polynomials an item of the plaintext.
  DeviceBuffer small(String name, Plaintext plaintext, int polys, SmallDistribution distribution) {
    Parameters parameters = context.parameters();
    RnsShape shape =
        new RnsShape(
            Domain.COEFF,
            parameters.logN(),
            plaintext.batch(),
            polys,
            SmallPolynomials.carrier(parameters.chain().chainQ()));
    return scratch.sample(name, shape, distribution, entropy);
  }

  /// A buffer for one uniform polynomial an item.
  DeviceBuffer uniform(Plaintext plaintext) {
    return scratch.get(EncryptionRecorder.UNIFORM, plaintext.buffer().shape());
  }

  /// A ciphertext of the plaintext's place whose buffer `encrypt` fills.
  Ciphertext fresh(Plaintext plaintext, Consumer<DeviceBuffer> encrypt) {
    Parameters parameters = context.parameters();
    DeviceBuffer buffer =
        context
            .device()
            .allocate(
                Ciphertext.shape(
                    parameters, plaintext.level(), Ciphertext.LINEAR_SIZE, plaintext.batch()));
    boolean complete = false;
    try {
      encrypt.accept(buffer);
      complete = true;
    } finally {
      if (!complete) {
        buffer.close();
      }
    }
    return new Ciphertext(parameters, buffer, plaintext.level(), plaintext.scale());
  }

  @Override
  public void close() {
    scratch.close();
    entropy.close();
  }
}
