package io.cloakwork.ckks.wire;

import io.cloakwork.ckks.Ciphertext;
import io.cloakwork.ckks.CkksContext;
import io.cloakwork.ckks.Parameters;
import java.io.IOException;

/// Body: level, size, batch, scale; then per item and polynomial the packed rows.
record CiphertextFormat(Ciphertext ciphertext) implements WireFormat {

  static final int FIXED_BYTES = 3 * Integer.BYTES + Double.BYTES;

  @Override
  public WireType type() {
    return WireType.CIPHERTEXT;
  }

  @Override
  public String parametersId() {
    return ciphertext.parameters().id();
  }

  @Override
  public long bodyBytes() {
    long polys = (long) ciphertext.batch() * ciphertext.size();
    return FIXED_BYTES + polys * WireFormat.polyBytes(ciphertext.parameters(), ciphertext.level());
  }

  @Override
  public void writeBody(WireOutput out) throws IOException {
    out.number(ciphertext.level());
    out.number(ciphertext.size());
    out.number(ciphertext.batch());
    out.scale(ciphertext.scale());
    PackedRows rows = new PackedRows(ciphertext.buffer());
    for (int item = 0; item < ciphertext.batch(); item++) {
      for (int poly = 0; poly < ciphertext.size(); poly++) {
        rows.write(item, poly, out);
      }
    }
  }

  static Ciphertext read(WireInput in, CkksContext context, WireLimits limits) throws IOException {
    Parameters parameters = context.parameters();
    in.requireType(WireType.CIPHERTEXT);
    in.requireParameters(parameters.id());
    int level = in.number("level", 0, parameters.maxLevel());
    int size = in.number("size", Ciphertext.LINEAR_SIZE, Ciphertext.QUADRATIC_SIZE);
    int batch = in.number("batch", 1, limits.maxBatch());
    double scale = in.scale("scale");
    in.requireRemaining((long) batch * size * WireFormat.polyBytes(parameters, level));
    return LoadedBuffer.load(
        context,
        Ciphertext.shape(parameters, level, size, batch),
        buffer -> {
          PackedRows rows = new PackedRows(buffer);
          for (int item = 0; item < batch; item++) {
            for (int poly = 0; poly < size; poly++) {
              rows.read(item, poly, in);
            }
          }
          in.finish();
          return new Ciphertext(parameters, buffer, level, scale);
        });
  }
}
