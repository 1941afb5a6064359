package io.cloakwork.ckks.wire;

import io.cloakwork.ckks.CkksContext;
import io.cloakwork.ckks.Parameters;
import io.cloakwork.ckks.PublicKey;
import io.cloakwork.ckks.keyswitch.SeedExpansion;
import io.cloakwork.spi.uniform.UniformRows;
import java.io.IOException;

/// Body: seed; then the packed rows of b. The reader expands a.
record PublicKeyFormat(PublicKey key) implements WireFormat {

  @Override
  public WireType type() {
    return WireType.PUBLIC_KEY;
  }

  @Override
  public String parametersId() {
    return key.parameters().id();
  }

  @Override
  public long bodyBytes() {
    return UniformRows.SEED_BYTES + polyBytes(key.parameters());
  }

  private static long polyBytes(Parameters parameters) {
    return PackedRows.polyBytes(parameters.logN(), PublicKey.shape(parameters).basis());
  }

  @Override
  public void writeBody(WireOutput out) throws IOException {
    out.bytes(key.seed());
    new PackedRows(key.buffer()).write(0, 0, out);
  }

  static PublicKey read(WireInput in, CkksContext context) throws IOException {
    Parameters parameters = context.parameters();
    in.requireType(WireType.PUBLIC_KEY);
    in.requireParameters(parameters.id());
    byte[] seed = in.bytes("seed", UniformRows.SEED_BYTES);
    in.requireRemaining(polyBytes(parameters));
    return LoadedBuffer.load(
        context,
        PublicKey.shape(parameters),
        buffer -> {
          new PackedRows(buffer).read(0, 0, in);
          in.finish();
          SeedExpansion.ofPublicKey(parameters, seed).intoPolynomial(buffer, 1);
          return new PublicKey(parameters, buffer, seed);
        });
  }
}
