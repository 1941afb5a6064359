package io.cloakwork.ckks.wire;

import io.cloakwork.spi.hash.Sha256;
import io.cloakwork.spi.ring.Modulus;
import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.security.MessageDigest;

/// Reads the fields of one object in order, never past the body length of its header, and hashes
/// what it reads. Every failure names the object and the field.
final class WireInput {

  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private final WireSource source;
  private final InputStream stream;
  private final MessageDigest digest = Sha256.digest();
  private final byte[] word = new byte[Long.BYTES];
  private final WireHeader header;
  private byte[] packedRow = new byte[0];
  private long remaining;

  /// Reads the header and checks it against what is known before any allocation.
  WireInput(WireSource source, WireLimits limits) throws IOException {
    this.source = source;
    this.stream = source.stream();
    byte[] bytes = new byte[WireHeader.BYTES];
    int got = stream.readNBytes(bytes, 0, bytes.length);
    if (got < bytes.length) {
      throw new WireException("the header ends after %d of %d bytes".formatted(got, bytes.length));
    }
    digest.update(bytes);
    this.header = WireHeader.decode(bytes);
    this.remaining = header.bodyBytes();
    if (remaining > limits.maxBodyBytes()) {
      throw new WireException(
          "%s: header field 'body length' is %d, the limit is %d"
              .formatted(label(), remaining, limits.maxBodyBytes()));
    }
    if (source.length().isPresent() && source.length().getAsLong() != header.objectBytes()) {
      throw new WireException(
          "%s: the object is %d bytes long, its header announces %d"
              .formatted(label(), source.length().getAsLong(), header.objectBytes()));
    }
  }

  WireHeader header() {
    return header;
  }

  /// Fails unless the object is of that type.
  void requireType(WireType expected) throws WireException {
    if (header.type() != expected) {
      throw new WireException(
          "header field 'type' says %s, expected %s".formatted(label(), expected.label()));
    }
  }

  /// Fails unless the object belongs to those parameters.
  void requireParameters(String id) throws WireException {
    if (!header.parametersId().equals(id)) {
      throw new WireException(
          "%s: header field 'parameters id' is %s, the context has %s"
              .formatted(label(), header.parametersId(), id));
    }
  }

  /// Fails unless exactly `bytes` of the body are left: called with the length that parameters and
  /// fields imply, before anything of that length is allocated.
  void requireRemaining(long bytes) throws WireException {
    if (remaining != bytes) {
      throw new WireException(
          "%s: header field 'body length' is %d, its fields imply %d"
              .formatted(label(), header.bodyBytes(), header.bodyBytes() - remaining + bytes));
    }
  }

  /// Fails unless at least `bytes` of the body are left.
  void requireAtLeast(long bytes) throws WireException {
    if (remaining < bytes) {
      throw new WireException(
          "%s: header field 'body length' is %d, its fields imply at least %d"
              .formatted(label(), header.bodyBytes(), header.bodyBytes() - remaining + bytes));
    }
  }

  /// A 32-bit number in [min, max].
  int number(String field, int min, int max) throws IOException {
    fill(field, word, Integer.BYTES);
    int value = (int) INT.get(word, 0);
    if (value < min || value > max) {
      throw outOfRange(field, Integer.toUnsignedString(value), "[%d, %d]".formatted(min, max));
    }
    return value;
  }

  /// A 64-bit number in [min, max].
  long longNumber(String field, long min, long max) throws IOException {
    fill(field, word, Long.BYTES);
    long value = (long) LONG.get(word, 0);
    if (value < min || value > max) {
      throw outOfRange(field, Long.toUnsignedString(value), "[%d, %d]".formatted(min, max));
    }
    return value;
  }

  /// A finite positive double.
  double scale(String field) throws IOException {
    fill(field, word, Long.BYTES);
    double value = Double.longBitsToDouble((long) LONG.get(word, 0));
    if (!(value > 0) || Double.isInfinite(value)) {
      throw new WireException(
          "%s: field '%s' is %s, not a positive number".formatted(label(), field, value));
    }
    return value;
  }

  byte[] bytes(String field, int count) throws IOException {
    requireAtLeast(count);
    byte[] bytes = new byte[count];
    fill(field, bytes, count);
    return bytes;
  }

  /// A packed row of residues modulo `q`.
  void row(int item, int poly, int limb, Modulus q, long[] row) throws IOException {
    int count = ResiduePacking.rowBytes(row.length, q);
    if (packedRow.length < count + ResiduePacking.SLACK_BYTES) {
      packedRow = new byte[count + ResiduePacking.SLACK_BYTES];
    }
    fill("residues", packedRow, count);
    int outside = ResiduePacking.unpack(packedRow, q, row);
    if (outside >= 0) {
      throw new WireException(
          "%s: residue %d of item %d, polynomial %d, limb %d is %d, not in [0, %s)"
              .formatted(label(), outside, item, poly, limb, row[outside], q));
    }
  }

  /// Hashes the rest of the body.
  void skipBody() throws IOException {
    byte[] chunk = new byte[64 * 1024];
    while (remaining > 0) {
      fill("residues", chunk, (int) Math.min(chunk.length, remaining));
    }
  }

  /// Checks that the body is used up, the trailer, and that nothing follows it.
  ///
  /// @return the trailer, the SHA-256 of the object
  byte[] finish() throws IOException {
    requireRemaining(0);
    byte[] expected = digest.digest();
    byte[] found = new byte[WireHeader.TRAILER_BYTES];
    int got = stream.readNBytes(found, 0, found.length);
    if (got < found.length) {
      throw new WireException(
          "%s: the trailer ends after %d of %d bytes".formatted(label(), got, found.length));
    }
    if (!MessageDigest.isEqual(expected, found)) {
      throw new WireException(
          "%s: the trailer is not the SHA-256 of the object, so it was damaged".formatted(label()));
    }
    if (source.toTheEnd() && stream.read() >= 0) {
      throw new WireException("%s: bytes follow the trailer".formatted(label()));
    }
    return found;
  }

  /// A failure about the value of a field.
  WireException outOfRange(String field, String value, String allowed) {
    return new WireException(
        "%s: field '%s' is %s, not in %s".formatted(label(), field, value, allowed));
  }

  String label() {
    return header.type().label();
  }

  private void fill(String field, byte[] into, int count) throws IOException {
    requireAtLeast(count);
    int got = stream.readNBytes(into, 0, count);
    if (got < count) {
      throw new WireException(
          "%s: the data ends inside field '%s', %d bytes before the end of the body"
              .formatted(label(), field, remaining - got));
    }
    digest.update(into, 0, count);
    remaining -= count;
  }
}
