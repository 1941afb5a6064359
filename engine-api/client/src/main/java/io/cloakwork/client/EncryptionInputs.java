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
import java.util.Map;

/// What both encryptors have: checks, sampled inputs, and the run of a graph on them.
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

  /// Runs an encryption's graph into a fresh ciphertext of the plaintext's level, scale and batch.
  ///
  /// @param operation the graph's name in [EncryptionRecorder.Structure]
  /// @param operands what the graph takes besides the message, by name
  Ciphertext encrypt(
      String operation,
      EncryptionRecorder.Encryption encryption,
      Plaintext plaintext,
      Map<String, DeviceBuffer> operands) {
    Parameters parameters = context.parameters();
    int level = plaintext.level();
    int batch = plaintext.batch();
    int size = Ciphertext.LINEAR_SIZE;
    DeviceBuffer out = context.device().allocate(Ciphertext.shape(parameters, level, size, batch));
    boolean complete = false;
    try {
      context
          .graphs()
          .run(
              new EncryptionRecorder.Structure(parameters.id(), operation, level, batch, size),
              () -> encryption.record(parameters, level, batch),
              bindings -> {
                operands.forEach(bindings::bind);
                bindings
                    .bind(EncryptionRecorder.MESSAGE, plaintext.buffer())
                    .bind(EncryptionRecorder.CIPHERTEXT, out);
              });
      complete = true;
    } finally {
      if (!complete) {
        out.close();
      }
    }
    return new Ciphertext(parameters, out, level, plaintext.scale());
  }

  @Override
  public void close() {
    scratch.close();
    entropy.close();
  }
}
