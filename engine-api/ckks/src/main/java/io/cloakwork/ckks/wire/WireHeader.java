package io.cloakwork.ckks.wire;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;

/// The first 52 bytes of every object, little-endian:
///
/// | bytes | field |
/// |---|---|
/// | 0–7 | magic `CLOAKWRK` |
/// | 8–9 | version, 1 |
/// | 10–11 | type, [WireType] |
/// | 12–43 | parameters id, SHA-256 |
/// | 44–51 | body length in bytes |
///
/// The body follows, then the SHA-256 of everything before it ([#TRAILER_BYTES]).
///
/// @param type what the body is
/// @param parametersId the parameters it belongs to, 64 hexadecimal digits
/// @param bodyBytes the length of the body, positive
public record WireHeader(WireType type, String parametersId, long bodyBytes) {

  /// The version that this build writes and reads.
  public static final int VERSION = 1;

  /// Bytes of the header.
  public static final int BYTES = 52;

  /// Bytes of the trailing SHA-256.
  public static final int TRAILER_BYTES = 32;

  private static final int ID_BYTES = 32;
  private static final String MAGIC = "CLOAKWRK";

  public WireHeader {
    if (parametersId.length() != 2 * ID_BYTES) {
      throw new IllegalArgumentException(
          "a parameters id has %d hexadecimal digits, not %d"
              .formatted(2 * ID_BYTES, parametersId.length()));
    }
    if (bodyBytes < 1) {
      throw new IllegalArgumentException("body length " + bodyBytes + " is not positive");
    }
  }

  /// Header, body and trailer.
  public long objectBytes() {
    return BYTES + bodyBytes + TRAILER_BYTES;
  }

  byte[] encode() {
    return ByteBuffer.allocate(BYTES)
        .order(ByteOrder.LITTLE_ENDIAN)
        .put(MAGIC.getBytes(StandardCharsets.US_ASCII))
        .putShort((short) VERSION)
        .putShort((short) type.code())
        .put(HexFormat.of().parseHex(parametersId))
        .putLong(bodyBytes)
        .array();
  }

  static WireHeader decode(byte[] bytes) throws WireException {
    ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    byte[] magic = new byte[MAGIC.length()];
    buffer.get(magic);
    if (!Arrays.equals(magic, MAGIC.getBytes(StandardCharsets.US_ASCII))) {
      throw new WireException(
          "header field 'magic' is %s, not %s: this is no Cloakwork object"
              .formatted(
                  HexFormat.of().formatHex(magic),
                  HexFormat.of().formatHex(MAGIC.getBytes(StandardCharsets.US_ASCII))));
    }
    int version = Short.toUnsignedInt(buffer.getShort());
    if (version != VERSION) {
      throw new WireException(
          "header field 'version' is %d, this build reads %d".formatted(version, VERSION));
    }
    WireType type = WireType.ofCode(Short.toUnsignedInt(buffer.getShort()));
    byte[] id = new byte[ID_BYTES];
    buffer.get(id);
    long bodyBytes = buffer.getLong();
    if (bodyBytes < 1) {
      throw new WireException(
          "header field 'body length' is %s, which is no length"
              .formatted(Long.toUnsignedString(bodyBytes)));
    }
    return new WireHeader(type, HexFormat.of().formatHex(id), bodyBytes);
  }
}
