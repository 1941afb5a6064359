package io.cloakwork.client;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// A passphrase that secret key files are encrypted with, and the function that makes a key of it.
/// Closing overwrites it. Not thread-safe.
public final class Passphrase implements AutoCloseable {

  private final char[] characters;
  private final Argon2id function;
  private final Argon2id.Cost cost;

  /// Takes the characters over: closing overwrites the caller's array.
  ///
  /// @throws IllegalArgumentException if there are none
  public Passphrase(char[] characters, Argon2id function) {
    this(characters, function, Argon2id.Cost.recommended());
  }

  /// @param cost of files that are written; one that is read says its own
  public Passphrase(char[] characters, Argon2id function, Argon2id.Cost cost) {
    if (characters.length == 0) {
      throw new IllegalArgumentException("the passphrase is empty");
    }
    this.characters = characters;
    this.function = function;
    this.cost = cost;
  }

  Argon2id.Cost cost() {
    return cost;
  }

  /// A key of `bytes` bytes, which the caller overwrites.
  ///
  /// @throws IllegalArgumentException if the passphrase is not valid Unicode
  byte[] derive(byte[] salt, Argon2id.Cost with, int bytes) {
    CharsetEncoder encoder =
        StandardCharsets.UTF_8.newEncoder().onMalformedInput(CodingErrorAction.REPORT);
    byte[] room = new byte[(int) Math.ceil(characters.length * (double) encoder.maxBytesPerChar())];
    ByteBuffer encoded = ByteBuffer.wrap(room);
    byte[] passphrase = {};
    try {
      if (encoder.encode(CharBuffer.wrap(characters), encoded, true).isError()) {
        throw new IllegalArgumentException("the passphrase is not valid Unicode");
      }
      passphrase = Arrays.copyOf(room, encoded.position());
      return function.derive(passphrase, salt, with, bytes);
    } finally {
      Arrays.fill(room, (byte) 0);
      Arrays.fill(passphrase, (byte) 0);
    }
  }

  /// Overwrites the characters.
  @Override
  public void close() {
    Arrays.fill(characters, '\0');
  }

  @Override
  public String toString() {
    return "Passphrase[redacted]";
  }
}
