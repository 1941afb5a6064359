package io.cloakwork.ckks;

import io.cloakwork.ckks.polynomial.EncodedPolynomials;
import io.cloakwork.ckks.record.CipherRef;
import io.cloakwork.ckks.record.CkksRecorder;
import io.cloakwork.ckks.record.PlainConstants;
import io.cloakwork.ckks.record.PlainRef;
import io.cloakwork.spi.device.DeviceBuffer;
import java.util.Iterator;
import java.util.List;

/// Polynomials of a ciphertext as one eager operation. Uniform coefficients are part of the graph,
/// at scales that depend on the argument's.
final class EagerPolynomials {

  private final EncodedPolynomials encoded;

  EagerPolynomials(EncodedPolynomials encoded) {
    this.encoded = encoded;
  }

  /// @param op an operation without operands yet
  List<Ciphertext> run(EagerOp op, Ciphertext a, EvaluationKeys keys) {
    if (a.level() != encoded.level()) {
      throw new LevelMismatchException(
          "polynomials: a ciphertext at level %d and coefficients for level %d"
              .formatted(a.level(), encoded.level()));
    }
    Scales.requireMatch("polynomials", a.scale(), encoded.scale());
    op.cipher(a).atScales(a.scale(), encoded.targetScale());
    op.detail(encoded.polynomials()).detail(encoded.plan());
    encoded.coefficients().forEach(op::plain);
    if (encoded.plan().relinearizations() > 0) {
      op.key(keys.get(KeyId.relinearization(), a.level()));
    }
    List<DeviceBuffer> buffers =
        op.run((recorder, c, p) -> record(recorder, c.getFirst(), p.iterator()));
    return buffers.stream().map(buffer -> result(a, buffer)).toList();
  }

  private void record(CkksRecorder recorder, CipherRef x, Iterator<PlainRef> coefficients) {
    PlainConstants inOrder = (_, _, _) -> coefficients.next();
    recorder.outputNext("0");
    List<CipherRef> results =
        recorder.polynomials(
            x, encoded.polynomials(), encoded.plan(), encoded.targetScale(), inOrder);
    for (int i = 1; i < results.size(); i++) {
      recorder.output(Integer.toString(i), results.get(i));
    }
  }

  private Ciphertext result(Ciphertext a, DeviceBuffer buffer) {
    int level = buffer.shape().limbs() - 1;
    return new Ciphertext(a.parameters(), buffer, level, encoded.targetScale());
  }
}
