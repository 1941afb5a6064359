package io.cloakwork.ckks.wire;

import io.cloakwork.ckks.Ciphertext;
import io.cloakwork.ckks.EvaluationKeys;
import io.cloakwork.ckks.KeyRequest;
import io.cloakwork.ckks.KeySwitchKey;
import io.cloakwork.ckks.Parameters;
import io.cloakwork.ckks.Plaintext;
import io.cloakwork.ckks.PublicKey;
import io.cloakwork.ckks.SeededCiphertext;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;

/// Writes an object: [WireHeader], body, SHA-256. The same object always gives the same bytes, and
/// at most one row of residues is in memory.
public final class WireWriter {

  private final WireFormat format;

  private WireWriter(WireFormat format) {
    this.format = format;
  }

  public static WireWriter of(Parameters parameters) {
    return new WireWriter(new ParametersFormat(parameters));
  }

  public static WireWriter of(Plaintext plaintext) {
    return new WireWriter(new PlaintextFormat(plaintext));
  }

  public static WireWriter of(Ciphertext ciphertext) {
    return new WireWriter(new CiphertextFormat(ciphertext));
  }

  /// About half the bytes of a ciphertext: c_1 is a seed.
  public static WireWriter of(SeededCiphertext ciphertext) {
    return new WireWriter(new SeededCiphertextFormat(ciphertext));
  }

  public static WireWriter of(PublicKey key) {
    return new WireWriter(new PublicKeyFormat(key));
  }

  public static WireWriter of(KeySwitchKey key) {
    return new WireWriter(new KeySwitchKeyFormat(key));
  }

  public static WireWriter of(EvaluationKeys keys) {
    return new WireWriter(new EvaluationKeysFormat(keys));
  }

  public static WireWriter of(KeyRequest request) {
    return new WireWriter(new KeyRequestFormat(request));
  }

  /// What the object will start with.
  public WireHeader header() {
    return new WireHeader(format.type(), format.parametersId(), format.bodyBytes());
  }

  /// Writes the object; the stream stays open.
  public void writeTo(OutputStream stream) throws IOException {
    WireOutput out = new WireOutput(stream, header());
    format.writeBody(out);
    out.finish();
  }

  /// Replaces `file` by the object, as a whole or not at all ([AtomicFile]).
  public void writeTo(Path file, FileAttribute<?>... attributes) throws IOException {
    AtomicFile.write(file, this::writeTo, attributes);
  }

  /// The object as an array.
  ///
  /// @throws ArithmeticException if it is longer than an array can be
  public byte[] toBytes() {
    WholeArray bytes = new WholeArray(Math.toIntExact(header().objectBytes()));
    try {
      writeTo(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory failed", e);
    }
    return bytes.array();
  }

  /// A stream into an array of the object's length, which need not be copied again.
  private static final class WholeArray extends ByteArrayOutputStream {

    WholeArray(int bytes) {
      super(bytes);
    }

    byte[] array() {
      return count == buf.length ? buf : toByteArray();
    }
  }
}
