package io.cloakwork.ckks.wire;

import io.cloakwork.ckks.Ciphertext;
import io.cloakwork.ckks.CkksContext;
import io.cloakwork.ckks.Parameters;
import io.cloakwork.ckks.SeededCiphertext;
import io.cloakwork.ckks.keyswitch.SeedExpansion;
import io.cloakwork.spi.uniform.UniformRows;
import java.io.IOException;

/// Body: level, batch, scale, seed; then per item the packed rows of c_0. The reader expands c_1.
record SeededCiphertextFormat(SeededCiphertext seeded) implements WireFormat {

  static final int FIXED_BYTES = 2 * Integer.BYTES + Double.BYTES + UniformRows.SEED_BYTES;

  @Override
  public WireType type() {
    return WireType.SEEDED_CIPHERTEXT;
  }

  @Override
  public String parametersId() {
    return seeded.ciphertext().parameters().id();
  }

  @Override
  public long bodyBytes() {
    Ciphertext ciphertext = seeded.ciphertext();
    return FIXED_BYTES
        + ciphertext.batch() * WireFormat.polyBytes(ciphertext.parameters(), ciphertext.level());
  }

  @Override
  public void writeBody(WireOutput out) throws IOException {
    Ciphertext ciphertext = seeded.ciphertext();
    out.number(ciphertext.level());
    out.number(ciphertext.batch());
    out.scale(ciphertext.scale());
    out.bytes(seeded.seed());
    PackedRows rows = new PackedRows(ciphertext.buffer());
    for (int item = 0; item < ciphertext.batch(); item++) {
      rows.write(item, 0, out);
    }
  }

  static Ciphertext read(WireInput in, CkksContext context, WireLimits limits) throws IOException {
    Parameters parameters = context.parameters();
    in.requireType(WireType.SEEDED_CIPHERTEXT);
    in.requireParameters(parameters.id());
    int level = in.number("level", 0, parameters.maxLevel());
    int batch = in.number("batch", 1, limits.maxBatch());
    double scale = in.scale("scale");
    byte[] seed = in.bytes("seed", UniformRows.SEED_BYTES);
    in.requireRemaining(batch * WireFormat.polyBytes(parameters, level));
    return LoadedBuffer.load(
        context,
        Ciphertext.shape(parameters, level, Ciphertext.LINEAR_SIZE, batch),
        buffer -> {
          PackedRows rows = new PackedRows(buffer);
          for (int item = 0; item < batch; item++) {
            rows.read(item, 0, in);
          }
          in.finish();
          // After the trailer has been checked: damaged objects are not worth the expansion.
          SeedExpansion.ofCiphertext(parameters, seed).intoPolynomial(buffer, 1);
          return new Ciphertext(parameters, buffer, level, scale);
        });
  }
}
