package io.cloakwork.ckks.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import com.sun.management.ThreadMXBean;
import io.cloakwork.ckks.Ciphertext;
import io.cloakwork.ckks.CkksContext;
import io.cloakwork.ckks.EvaluationKeys;
import io.cloakwork.ckks.KeyRequest;
import io.cloakwork.ckks.ParametersLiteral;
import io.cloakwork.ckks.SecurityPolicy;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.MemorySegment;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Every object, truncated, bit-flipped, oversized, mislabelled and followed by more.
class WireHostileTest {

  private final WireSamples samples = new WireSamples();

  @AfterEach
  void close() {
    assertThat(samples.device.allocatedBytes()).as("buffers left open").isZero();
    samples.close();
  }

  @Test
  void truncatedAtEveryLength() {
    for (WireSamples.Sample sample : samples.all()) {
      int length = sample.bytes().length;
      int step = Math.max(1, length / 400);
      for (int cut = 0; cut < length; cut += cut < 200 || cut > length - 64 ? 1 : step) {
        byte[] bytes = Arrays.copyOf(sample.bytes(), cut);
        assertRefused(sample, bytes, "cut to " + cut);
      }
    }
  }

  @Test
  void everyBitOfTheHeaderFlipped() {
    for (WireSamples.Sample sample : samples.all()) {
      for (int bit = 0; bit < 8 * WireHeader.BYTES; bit++) {
        assertRefused(sample, flipped(sample.bytes(), bit), "header bit " + bit);
      }
    }
  }

  @Test
  void everyBitOfTheLeadingFieldsAndTheTrailerFlipped() {
    for (WireSamples.Sample sample : samples.all()) {
      int length = sample.bytes().length;
      int fieldsEnd = Math.min(length, WireHeader.BYTES + 64);
      for (int bit = 8 * WireHeader.BYTES; bit < 8 * fieldsEnd; bit++) {
        assertRefused(sample, flipped(sample.bytes(), bit), "bit " + bit);
      }
      for (int bit = 8 * (length - WireHeader.TRAILER_BYTES); bit < 8 * length; bit++) {
        assertRefused(sample, flipped(sample.bytes(), bit), "trailer bit " + bit);
      }
    }
  }

  @Test
  void randomBitsOfTheBodyFlipped() {
    long seed = System.nanoTime();
    SplittableRandom random = new SplittableRandom(seed);
    for (WireSamples.Sample sample : samples.all()) {
      for (int i = 0; i < 200; i++) {
        byte[] bytes = sample.bytes().clone();
        for (int flips = 1 + random.nextInt(4); flips > 0; flips--) {
          bytes = flipped(bytes, 8 * WireHeader.BYTES + random.nextInt(8 * bodyLength(bytes)));
        }
        if (!Arrays.equals(bytes, sample.bytes())) {
          assertRefused(sample, bytes, "seed " + seed + ", round " + i);
        }
      }
    }
  }

  /// With a trailer that is right again, as a forger would write it: refused in one sentence, or
  /// another valid object; nothing else may happen.
  @Test
  void forgedBodiesAreRefusedOrValid() throws Exception {
    long seed = System.nanoTime();
    SplittableRandom random = new SplittableRandom(seed);
    int refused = 0;
    for (WireSamples.Sample sample : samples.all()) {
      for (int i = 0; i < 300; i++) {
        byte[] bytes = sample.bytes().clone();
        int from = 8 * WireHeader.BYTES;
        int bits =
            random.nextBoolean() ? 8 * Math.min(64, bodyLength(bytes)) : 8 * bodyLength(bytes);
        bytes = resealed(flipped(bytes, from + random.nextInt(bits)));
        try (AutoCloseable read = sample.reader().read(source(bytes))) {
          assertThat(read).isNotNull();
        } catch (WireException e) {
          assertOneSentence(e);
          refused++;
        } catch (RuntimeException e) {
          fail("%s, seed %d, round %d: %s".formatted(sample, seed, i, e), e);
        }
      }
    }
    assertThat(refused).as("forgeries refused, seed %d", seed).isGreaterThan(100);
  }

  @Test
  void trailingBytes() throws Exception {
    for (WireSamples.Sample sample : samples.all()) {
      byte[] bytes = Arrays.copyOf(sample.bytes(), sample.bytes().length + 1);
      assertRefused(sample, bytes, "one byte more");
      assertThatThrownBy(
              () -> sample.reader().read(WireSource.of(new ByteArrayInputStream(bytes))).close())
          .as(sample.name())
          .isInstanceOf(WireException.class)
          .hasMessageEndingWith("bytes follow the trailer");
    }
  }

  @Test
  void wrongTypes() throws Exception {
    for (WireSamples.Sample sample : samples.all()) {
      for (WireSamples.Sample other : samples.all()) {
        if (other.bytes()[10] != sample.bytes()[10]
            && !(isCiphertext(sample) && isCiphertext(other))) {
          assertThatThrownBy(() -> sample.reader().read(source(other.bytes())).close())
              .as("%s read as %s", other, sample)
              .isInstanceOf(WireException.class)
              .hasMessageStartingWith("header field 'type' says");
        }
      }
    }
  }

  @Test
  void wrongParameters() throws Exception {
    CkksContext other =
        new CkksContext(
            new ParametersLiteral(
                    5,
                    List.of(50, 40, 41, 30),
                    List.of(60, 61),
                    39,
                    2,
                    5,
                    SecurityPolicy.INSECURE_FOR_TESTING)
                .validate(),
            samples.device);
    try (other;
        Ciphertext ciphertext = samples.ciphertext(1, 2, 1)) {
      byte[] bytes = WireWriter.of(ciphertext).toBytes();
      assertThatThrownBy(() -> new WireReader(other).ciphertext(source(bytes)))
          .isInstanceOf(WireException.class)
          .hasMessageContaining("'parameters id'")
          .hasMessageContaining(samples.parameters.id())
          .hasMessageContaining(other.parameters().id());
    }
  }

  /// A header may announce anything; what is allocated before the data proves it stays small.
  @Test
  void oversizedLengthsAllocateNothing() throws Exception {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long thread = Thread.currentThread().threadId();
    for (WireSamples.Sample sample : samples.all()) {
      for (long length : new long[] {1L << 33, 1L << 40, Long.MAX_VALUE, -1, 0}) {
        byte[] bytes = sample.bytes().clone();
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putLong(44, length);
        assertRefused(sample, bytes, "length " + length);
        long before = threads.getThreadAllocatedBytes(thread);
        assertRefusedOnce(sample, WireSource.of(new EndlessTail(bytes)), "endless " + length);
        long allocated = threads.getThreadAllocatedBytes(thread) - before;
        assertThat(allocated)
            .as("%s: bytes allocated for an announced length of %d", sample, length)
            .isLessThan(4L * sample.bytes().length + 256 * 1024);
      }
    }
  }

  @Test
  void oversizedFieldsAllocateNothing() throws Exception {
    byte[] ciphertext = sample("ciphertext").bytes();
    assertMessage("ciphertext", withInt(ciphertext, 52, 4), "'level' is 4, not in [0, 3]");
    assertMessage("ciphertext", withInt(ciphertext, 52, -1), "'level' is 4294967295");
    assertMessage("ciphertext", withInt(ciphertext, 56, 4), "'size' is 4, not in [2, 3]");
    assertMessage("ciphertext", withInt(ciphertext, 60, 0), "'batch' is 0, not in [1, 64]");
    assertMessage("ciphertext", withInt(ciphertext, 60, 65), "'batch' is 65");
    assertMessage("ciphertext", withInt(ciphertext, 60, 64), "its fields imply");
    byte[] badScale = ciphertext.clone();
    for (double scale : new double[] {0, -1, Double.NaN, Double.POSITIVE_INFINITY}) {
      ByteBuffer.wrap(badScale).order(ByteOrder.LITTLE_ENDIAN).putDouble(64, scale);
      assertMessage("ciphertext", resealed(badScale), "'scale' is " + scale);
    }
    byte[] keys = sample("evaluation keys").bytes();
    assertMessage("evaluation keys", withInt(keys, 52, 34), "'number of keys' is 34");
    assertMessage("evaluation keys", withInt(keys, 52, 4), "its fields imply at least");
    assertMessage(
        "requested keys", withInt(keys, 52, 2), "'number of keys' is 2, the request names 3");
    assertMessage("evaluation keys", withInt(keys, 56, 64), "'key' is 64, not in [0, 63]");
    assertMessage("evaluation keys", withInt(keys, 56, 2), "'key' is 2, not in 0 or the odd");
    assertMessage("requested keys", withInt(keys, 56, 7), "key galois:7 was not requested");
    assertMessage(
        "requested keys", withInt(keys, 60, 2), "key relin is for level 2, the request says 3");
    byte[] request = sample("key request").bytes();
    assertMessage("key request", withInt(request, 64, 0), "does not come after key 0");
    assertMessage("key request", withInt(request, 52, 2), "its fields imply");
  }

  @Test
  void residuesAreRangeChecked() throws Exception {
    byte[] bytes = sample("ciphertext").bytes().clone();
    // The first row has a 50-bit prime: 50 bits of ones are not below it.
    Arrays.fill(bytes, 72, 72 + 7, (byte) 0xff);
    assertMessage(
        "ciphertext",
        resealed(bytes),
        "residue 0 of item 0, polynomial 0, limb 0 is 1125899906842623, not in [0, %s)"
            .formatted(samples.parameters.chain().chainQ().get(0)));
  }

  @Test
  void parametersThatNobodyShouldTrust() throws Exception {
    byte[] bytes = sample("parameters").bytes();
    assertThatThrownBy(() -> WireReader.parameters(source(bytes), WireLimits.defaults()))
        .isInstanceOf(WireException.class)
        .hasMessageContaining("INSECURE_FOR_TESTING");
    // Encoding: version, log N, number of primes, primes … ; big-endian.
    assertMessage("parameters", resealed(withBigEndian(bytes, 52, 2)), "'encoding version' is 2");
    assertMessage("parameters", resealed(withBigEndian(bytes, 56, 18)), "'log N' is 18");
    assertMessage(
        "parameters", resealed(withBigEndian(bytes, 60, 1 << 30)), "'number of chain primes'");
    assertMessage("parameters", resealed(withBigEndian(bytes, 68, 4)), "is not prime");
    assertMessage("parameters", resealed(withBigEndian(bytes, 56, 4)), "'parameters id'");
  }

  @Test
  void limitsAreObeyed() throws Exception {
    byte[] bytes = sample("ciphertext").bytes();
    WireReader narrow = new WireReader(samples.context, WireLimits.defaults().withMaxBatch(1));
    assertThatThrownBy(() -> narrow.ciphertext(source(bytes)))
        .isInstanceOf(WireException.class)
        .hasMessage("ciphertext: field 'batch' is 2, not in [1, 1]");
    WireReader small = new WireReader(samples.context, WireLimits.defaults().withMaxBodyBytes(100));
    assertThatThrownBy(() -> small.ciphertext(source(bytes)))
        .isInstanceOf(WireException.class)
        .hasMessageContaining("the limit is 100");
  }

  @Test
  void missingAndIrregularFiles(@TempDir Path directory) {
    assertThatThrownBy(() -> WireSource.of(directory.resolve("none")))
        .isInstanceOf(WireException.class)
        .hasMessageStartingWith("there is no file");
    assertThatThrownBy(() -> WireInspector.describe(directory))
        .isInstanceOf(WireException.class)
        .hasMessageEndingWith("is not a regular file");
  }

  @Test
  void aFailingSourceIsNotAWireError() throws IOException {
    InputStream failing = InputStream.nullInputStream();
    failing.close();
    assertThatThrownBy(() -> samples.reader.ciphertext(WireSource.of(failing)))
        .isExactlyInstanceOf(IOException.class)
        .hasMessage("Stream closed");
  }

  @Test
  void keysOfAnotherRequestAreRefusedBeforeTheirRows() throws Exception {
    try (EvaluationKeys keys = samples.keys()) {
      byte[] bytes = WireWriter.of(keys).toBytes();
      assertThatThrownBy(() ->
              samples.reader.evaluationKeys(source(bytes), KeyRequest.none(samples.parameters)))
          .isInstanceOf(WireException.class)
          .hasMessage("evaluation keys: field 'number of keys' is 3, the request names 0");
    }
  }

  private WireSamples.Sample sample(String name) {
    return samples.all().stream().filter(s -> s.name().equals(name)).findFirst().orElseThrow();
  }

  private void assertMessage(String name, byte[] bytes, String part) {
    WireSamples.Sample sample = sample(name);
    assertThatThrownBy(() -> sample.reader().read(source(bytes)).close())
        .isInstanceOf(WireException.class)
        .hasMessageContaining(part);
  }

  /// From memory, whose length is known, and from a stream, whose length is not.
  private static void assertRefused(WireSamples.Sample sample, byte[] bytes, String what) {
    assertRefusedOnce(sample, source(bytes), what);
    assertRefusedOnce(sample, WireSource.of(new ByteArrayInputStream(bytes)), what);
  }

  private static void assertRefusedOnce(WireSamples.Sample sample, WireSource source, String what) {
    try {
      sample.reader().read(source).close();
    } catch (WireException e) {
      assertOneSentence(e);
      return;
    } catch (Exception e) {
      fail("%s, %s: %s instead of a WireException".formatted(sample, what, e), e);
    }
    fail("%s, %s: was read".formatted(sample, what));
  }

  private static void assertOneSentence(WireException e) {
    assertThat(e.getMessage()).isNotBlank().doesNotContain("\n").hasSizeLessThan(400);
  }

  private static boolean isCiphertext(WireSamples.Sample sample) {
    int type = sample.bytes()[10];
    return type == WireType.CIPHERTEXT.code() || type == WireType.SEEDED_CIPHERTEXT.code();
  }

  private static WireSource source(byte[] bytes) {
    return WireSource.of(MemorySegment.ofArray(bytes));
  }

  private static int bodyLength(byte[] bytes) {
    return bytes.length - WireHeader.BYTES - WireHeader.TRAILER_BYTES;
  }

  private static byte[] flipped(byte[] bytes, int bit) {
    byte[] copy = bytes.clone();
    copy[bit / 8] ^= (byte) (1 << bit % 8);
    return copy;
  }

  private static byte[] withInt(byte[] bytes, int at, int value) throws Exception {
    byte[] copy = bytes.clone();
    ByteBuffer.wrap(copy).order(ByteOrder.LITTLE_ENDIAN).putInt(at, value);
    return resealed(copy);
  }

  private static byte[] withBigEndian(byte[] bytes, int at, int value) {
    byte[] copy = bytes.clone();
    ByteBuffer.wrap(copy).putInt(at, value);
    return copy;
  }

  private static byte[] resealed(byte[] bytes) throws Exception {
    byte[] copy = bytes.clone();
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    digest.update(copy, 0, copy.length - WireHeader.TRAILER_BYTES);
    System.arraycopy(
        digest.digest(), 0, copy, copy.length - WireHeader.TRAILER_BYTES, WireHeader.TRAILER_BYTES);
    return copy;
  }

  /// The bytes, then zeros for ever.
  private static final class EndlessTail extends InputStream {

    private final ByteArrayInputStream head;

    EndlessTail(byte[] bytes) {
      this.head = new ByteArrayInputStream(bytes);
    }

    @Override
    public int read() {
      return Math.max(0, head.read());
    }

    @Override
    public int read(byte[] into, int offset, int count) {
      int got = head.read(into, offset, count);
      if (got < 0) {
        Arrays.fill(into, offset, offset + count, (byte) 0);
        return count;
      }
      return got;
    }
  }
}
