package io.cloakwork.ckks.wire;

import io.cloakwork.ckks.CkksContext;
import io.cloakwork.ckks.KeyId;
import io.cloakwork.ckks.KeySwitchKey;
import io.cloakwork.ckks.Parameters;
import io.cloakwork.ckks.keyswitch.SeedExpansion;
import io.cloakwork.spi.ring.GaloisElement;
import io.cloakwork.spi.ring.RnsBasis;
import io.cloakwork.spi.uniform.UniformRows;
import java.io.IOException;

/// Body: code of the key ([KeyId#code]), level, seed; then the packed rows of b_0, b_1, … over the
/// level's primes and the special primes. The reader expands a_0, a_1, ….
record KeySwitchKeyFormat(KeySwitchKey key) implements WireFormat {

  /// Bytes before the rows.
  static final int FIXED_BYTES = 2 * Integer.BYTES + UniformRows.SEED_BYTES;

  @Override
  public WireType type() {
    return WireType.KEY_SWITCH_KEY;
  }

  @Override
  public String parametersId() {
    return key.parameters().id();
  }

  @Override
  public long bodyBytes() {
    return bodyBytes(key.parameters(), key.level());
  }

  static long bodyBytes(Parameters parameters, int level) {
    return FIXED_BYTES + rowsBytes(parameters, level);
  }

  static long rowsBytes(Parameters parameters, int level) {
    return parameters.digits(level).size()
        * PackedRows.polyBytes(parameters.logN(), parameters.chain().extendedAtLevel(level));
  }

  @Override
  public void writeBody(WireOutput out) throws IOException {
    out.number(key.id().code());
    out.number(key.level());
    out.bytes(key.seed());
    PackedRows rows = new PackedRows(key.buffer());
    for (int poly = 0; poly < key.buffer().shape().polys(); poly += 2) {
      rows.write(0, poly, out);
    }
  }

  static KeySwitchKey read(WireInput in, CkksContext context) throws IOException {
    Parameters parameters = context.parameters();
    in.requireType(WireType.KEY_SWITCH_KEY);
    in.requireParameters(parameters.id());
    KeyId id = readId(in, parameters);
    int level = in.number("level", 0, parameters.maxLevel());
    in.requireRemaining(UniformRows.SEED_BYTES + rowsBytes(parameters, level));
    KeySwitchKey key = readRows(in, context, id, level);
    try {
      in.finish();
    } catch (IOException e) {
      key.close();
      throw e;
    }
    return key;
  }

  /// Reads a key without keeping anything of it.
  static KeyObject check(WireInput in, Parameters parameters) throws IOException {
    in.requireType(WireType.KEY_SWITCH_KEY);
    in.requireParameters(parameters.id());
    KeyId id = readId(in, parameters);
    int level = in.number("level", 0, parameters.maxLevel());
    in.requireRemaining(UniformRows.SEED_BYTES + rowsBytes(parameters, level));
    in.bytes("seed", UniformRows.SEED_BYTES);
    RnsBasis basis = parameters.chain().extendedAtLevel(level);
    long[] row = new long[parameters.degree()];
    for (int digit = 0; digit < parameters.digits(level).size(); digit++) {
      for (int limb = 0; limb < basis.size(); limb++) {
        in.row(0, 2 * digit, limb, basis.get(limb), row);
      }
    }
    in.finish();
    return new KeyObject(id, level);
  }

  /// Reads the code of a key: 0, or an odd Galois element below 2N.
  static KeyId readId(WireInput in, Parameters parameters) throws IOException {
    int largest = 2 * parameters.degree() - 1;
    int code = in.number("key", 0, largest);
    if (code == 0) {
      return KeyId.relinearization();
    }
    if ((code & 1) == 0) {
      throw in.outOfRange("key", Integer.toString(code), "0 or the odd numbers up to " + largest);
    }
    return KeyId.galois(new GaloisElement(parameters.logN(), code));
  }

  /// Reads the seed and rows of a key, checking first that the body is long enough for them.
  static KeySwitchKey readRows(WireInput in, CkksContext context, KeyId id, int level)
      throws IOException {
    Parameters parameters = context.parameters();
    in.requireAtLeast(UniformRows.SEED_BYTES + rowsBytes(parameters, level));
    byte[] seed = in.bytes("seed", UniformRows.SEED_BYTES);
    return LoadedBuffer.load(
        context,
        KeySwitchKey.shape(parameters, level),
        buffer -> {
          PackedRows rows = new PackedRows(buffer);
          for (int poly = 0; poly < buffer.shape().polys(); poly += 2) {
            rows.read(0, poly, in);
          }
          SeedExpansion.ofKey(parameters, id, seed).intoOddPolynomials(buffer);
          return new KeySwitchKey(parameters, id, level, buffer, seed);
        });
  }
}
