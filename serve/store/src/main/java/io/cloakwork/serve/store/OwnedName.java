package io.cloakwork.serve.store;

import io.cloakwork.spi.hash.Sha256;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;

/// A hash as one owner's: of a key set, a key file or an upload. As a row's key it is the owner's
/// name, a zero byte (which no name has) and the hash.
///
/// @param owner whose
/// @param hash of what
record OwnedName(Owner owner, ContentHash hash) {

  /// What the keys of all rows of an owner begin with.
  static byte[] prefix(Owner owner) {
    byte[] name = owner.name().getBytes(StandardCharsets.US_ASCII);
    return Arrays.copyOf(name, name.length + 1);
  }

  byte[] key() {
    byte[] prefix = prefix(owner);
    return ByteBuffer.allocate(prefix.length + Sha256.BYTES).put(prefix).put(hash.bytes()).array();
  }

  static OwnedName ofKey(byte[] key) {
    int end = key.length - Sha256.BYTES;
    return new OwnedName(
        new Owner(new String(key, 0, end - 1, StandardCharsets.US_ASCII)),
        ContentHash.of(Arrays.copyOfRange(key, end, key.length)));
  }

  /// A file name that says both: hexadecimal, because an owner may be called `..`.
  String fileName() {
    return hash.hex()
        + '-'
        + HexFormat.of().formatHex(owner.name().getBytes(StandardCharsets.US_ASCII));
  }
}
