package io.cloakwork.ckks.wire;

import io.cloakwork.ckks.CkksContext;
import io.cloakwork.ckks.Parameters;
import io.cloakwork.ckks.Plaintext;
import io.cloakwork.spi.device.DeviceBuffer;
import java.io.IOException;

/// Body: level, extended (0 or 1), batch, scale; then per item the packed rows.
record PlaintextFormat(Plaintext plaintext) implements WireFormat {

  private static final int FIXED_BYTES = 3 * Integer.BYTES + Double.BYTES;

  @Override
  public WireType type() {
    return WireType.PLAINTEXT;
  }

  @Override
  public String parametersId() {
    return plaintext.parameters().id();
  }

  @Override
  public long bodyBytes() {
    return FIXED_BYTES
        + rowsBytes(
            plaintext.parameters(), plaintext.level(), plaintext.extended(), plaintext.batch());
  }

  private static long rowsBytes(Parameters parameters, int level, boolean extended, int batch) {
    return batch
        * PackedRows.polyBytes(
            parameters.logN(), Plaintext.shape(parameters, level, 1, extended).basis());
  }

  @Override
  public void writeBody(WireOutput out) throws IOException {
    out.number(plaintext.level());
    out.number(plaintext.extended() ? 1 : 0);
    out.number(plaintext.batch());
    out.scale(plaintext.scale());
    PackedRows rows = new PackedRows(plaintext.buffer());
    for (int item = 0; item < plaintext.batch(); item++) {
      rows.write(item, 0, out);
    }
  }

  static Plaintext read(WireInput in, CkksContext context, WireLimits limits) throws IOException {
    Parameters parameters = context.parameters();
    in.requireType(WireType.PLAINTEXT);
    in.requireParameters(parameters.id());
    int level = in.number("level", 0, parameters.maxLevel());
    boolean extended = in.number("extended", 0, 1) == 1;
    int batch = in.number("batch", 1, limits.maxBatch());
    double scale = in.scale("scale");
    in.requireRemaining(rowsBytes(parameters, level, extended, batch));
    return LoadedBuffer.load(
        context,
        Plaintext.shape(parameters, level, batch, extended),
        buffer -> {
          readRows(in, buffer, batch);
          return new Plaintext(parameters, buffer, level, scale);
        });
  }

  private static void readRows(WireInput in, DeviceBuffer buffer, int batch) throws IOException {
    PackedRows rows = new PackedRows(buffer);
    for (int item = 0; item < batch; item++) {
      rows.read(item, 0, in);
    }
    in.finish();
  }
}
