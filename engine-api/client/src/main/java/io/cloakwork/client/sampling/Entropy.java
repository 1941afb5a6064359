package io.cloakwork.client.sampling;

import io.cloakwork.spi.hash.Sha256;
import java.io.NotSerializableException;
import java.io.ObjectOutputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.ChaCha20ParameterSpec;

/// A stream of random bits: the ChaCha20 key stream (RFC 8439 §2.4) under a key drawn from
/// [SecureRandom].
///
/// The stream is made in blocks. The first 32 bytes of each block become the key of the next and
/// the old key is overwritten ("fast key erasure", Bernstein 2017); words are overwritten as they
/// are handed out. So memory read at one moment says nothing about what was drawn before it, except
/// through copies that the JVM made on its own.
///
/// Not thread-safe: threads take a [#split] each. A closed stream throws [IllegalStateException].
public final class Entropy implements AutoCloseable {

  private static final int KEY_BYTES = 32;
  private static final int NONCE_BYTES = 12;
  private static final int BLOCK_BYTES = KEY_BYTES + 16 * 1024;
  private static final VarHandle WORD =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private final ErasableKey key;
  private final Cipher cipher;
  private final byte[] zeros = new byte[BLOCK_BYTES];
  private final byte[] block = new byte[BLOCK_BYTES];
  private int position = BLOCK_BYTES;
  private boolean closed;

  private Entropy(byte[] keyBytes) {
    try {
      this.cipher = Cipher.getInstance("ChaCha20");
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java runtime has no ChaCha20", e);
    }
    this.key = new ErasableKey(keyBytes);
  }

  /// A stream that nobody can repeat.
  public static Entropy secure() {
    byte[] keyBytes = new byte[KEY_BYTES];
    new SecureRandom().nextBytes(keyBytes);
    return new Entropy(keyBytes);
  }

  /// A stream that anybody can repeat from `seed`: for tests and reproducible experiments only.
  public static Entropy insecureForTesting(long seed) {
    byte[] label = "cloakwork insecure test entropy ".getBytes(StandardCharsets.US_ASCII);
    byte[] input = Arrays.copyOf(label, label.length + Long.BYTES);
    WORD.set(input, label.length, seed);
    return new Entropy(Sha256.of(input));
  }

  /// 64 uniform bits.
  public long nextLong() {
    if (position == BLOCK_BYTES) {
      refill();
    }
    long word = (long) WORD.get(block, position);
    WORD.set(block, position, 0L);
    position += Long.BYTES;
    return word;
  }

  /// `count` uniform bytes.
  public byte[] nextBytes(int count) {
    byte[] bytes = new byte[count];
    for (int i = 0; i < count; i += Long.BYTES) {
      long word = nextLong();
      for (int j = i; j < Math.min(count, i + Long.BYTES); j++) {
        bytes[j] = (byte) word;
        word >>>= Byte.SIZE;
      }
    }
    return bytes;
  }

  /// A stream of its own, keyed by this one: independent of everything this one gives afterwards.
  public Entropy split() {
    return new Entropy(nextBytes(KEY_BYTES));
  }

  /// Overwrites the key and what is buffered. Closing twice is harmless.
  @Override
  public void close() {
    closed = true;
    key.destroy();
    Arrays.fill(block, (byte) 0);
    position = BLOCK_BYTES;
  }

  @Override
  public String toString() {
    return "Entropy[redacted]";
  }

  private void refill() {
    if (closed) {
      throw new IllegalStateException("this entropy stream is closed");
    }
    try {
      // The key differs from block to block, so the constant nonce never repeats under one key.
      cipher.init(Cipher.ENCRYPT_MODE, key, new ChaCha20ParameterSpec(new byte[NONCE_BYTES], 0));
      cipher.doFinal(zeros, 0, BLOCK_BYTES, block, 0);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("ChaCha20 refused a fresh key", e);
    }
    key.replaceFrom(block);
    Arrays.fill(block, 0, KEY_BYTES, (byte) 0);
    position = KEY_BYTES;
  }

  /// A key whose bytes can be overwritten, which SecretKeySpec's cannot.
  private static final class ErasableKey implements javax.crypto.SecretKey {

    private static final long serialVersionUID = 1L;

    private final transient byte[] bytes;

    ErasableKey(byte[] bytes) {
      this.bytes = bytes;
    }

    void replaceFrom(byte[] source) {
      System.arraycopy(source, 0, bytes, 0, KEY_BYTES);
    }

    @Override
    public void destroy() {
      Arrays.fill(bytes, (byte) 0);
    }

    @Override
    public String getAlgorithm() {
      return "ChaCha20";
    }

    @Override
    public String getFormat() {
      return "RAW";
    }

    @Override
    public byte[] getEncoded() {
      return bytes.clone();
    }

    private void writeObject(ObjectOutputStream out) throws NotSerializableException {
      throw new NotSerializableException("a key of an entropy stream is never written");
    }
  }
}
