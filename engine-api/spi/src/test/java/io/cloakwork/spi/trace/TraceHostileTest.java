package io.cloakwork.spi.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// Files that are no traces are refused in one sentence, whatever is wrong with them, without
/// taking memory or time that a trace of their length would not.
class TraceHostileTest {

  private static final int MUTATIONS = 1500;
  private static final Trace TRACE = TraceSamples.trace();
  private static final String JSON =
      new String(TraceFile.toBytes(TRACE, TraceEncoding.JSON), StandardCharsets.UTF_8);

  /// A trace, or the reason why it is none; anything but a [TraceException] fails the test.
  private static void readOrRefuse(byte[] bytes) {
    try {
      TraceFile.fromBytes(bytes, TraceLimits.defaults());
    } catch (TraceException e) {
      assertThat(e.getMessage()).isNotBlank().hasSizeLessThan(1000).doesNotContain("null");
    }
  }

  @ParameterizedTest
  @EnumSource(TraceEncoding.class)
  void everyShorterFileIsRefused(TraceEncoding encoding) {
    byte[] whole = TraceFile.toBytes(TRACE, encoding);
    int end = encoding == TraceEncoding.JSON ? JSON.stripTrailing().length() : whole.length;
    for (int length = 0; length < end; length += length < 300 ? 1 : 13) {
      byte[] cut = Arrays.copyOf(whole, length);
      assertThatThrownBy(() -> TraceFile.fromBytes(cut, TraceLimits.defaults()))
          .as("%d bytes", length)
          .isInstanceOf(TraceException.class);
    }
  }

  @ParameterizedTest
  @EnumSource(TraceEncoding.class)
  void changedBytesAreRefusedOrStillATrace(TraceEncoding encoding) {
    long seed = 20261121;
    System.out.println("trace mutations: seed " + seed);
    Random random = new Random(seed);
    byte[] whole = TraceFile.toBytes(TRACE, encoding);
    Assertions.assertTimeout(
        Duration.ofMinutes(2),
        () -> {
          for (int i = 0; i < MUTATIONS; i++) {
            readOrRefuse(mutated(whole, random));
          }
        });
  }

  private static byte[] mutated(byte[] whole, Random random) {
    byte[] bytes = whole.clone();
    for (int changes = random.nextInt(3); changes >= 0; changes--) {
      int at = random.nextInt(bytes.length);
      switch (random.nextInt(4)) {
        case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
        case 1 -> bytes[at] = (byte) random.nextInt(256);
        case 2 -> {
          // Numbers become as large as they can be.
          for (int i = at; i < Math.min(at + 9, bytes.length); i++) {
            bytes[i] = (byte) (bytes[i] >= '0' && bytes[i] <= '9' ? '9' : 0xff);
          }
        }
        default -> {
          int from = random.nextInt(bytes.length);
          int length = Math.min(random.nextInt(64), bytes.length - Math.max(at, from));
          System.arraycopy(whole, from, bytes, at, length);
        }
      }
    }
    return bytes;
  }

  /// JSON with one place changed.
  private static void assertRefused(String from, String to, String because) {
    assertThat(JSON).contains(from);
    byte[] bytes =
        JSON.replaceFirst(java.util.regex.Pattern.quote(from), to).getBytes(StandardCharsets.UTF_8);
    assertThatThrownBy(() -> TraceFile.fromBytes(bytes, TraceLimits.defaults()))
        .isInstanceOf(TraceException.class)
        .hasMessageContaining(because);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"version\": 1|\"version\": 2|has version 2, this program reads 1",
        "\"cloakwork-trace\"|\"other\"|its format is 'other'",
        "\"version\": 1|\"version\": 1, \"extra\": 3|no field 'extra'",
        "\"version\": 1|\"version\": 1, \"version\": 1|occurs twice",
        "\"version\": 1|\"version\": null|a number",
        "\"batch\": 2|\"batch\": 4294967295|rows",
        "\"batch\": 2|\"batch\": 4294967296|not in",
        "\"polys\": 2|\"polys\": 33554432|more than 134217728 rows",
        "\"logN\": 4|\"logN\": 60|not in [4, 17]",
        "\"logN\": 4|\"logN\": 3|not in [4, 17]",
        "\"domain\": \"EVAL\"|\"domain\": \"OTHER\"|is no Domain",
        "\"stream\": 4294967295|\"stream\": -1|not in",
        "\"offset\": \"64\"|\"offset\": \"18446744073709551615\"|at offset -1",
        "\"offset\": \"64\"|\"offset\": \"1048576\"|of a side file",
        "\"words.side\"|\"../words.side\"|beside the trace",
        "\"lastRun\": 2|\"lastRun\": 1|the file says otherwise",
        "\"firstWrite\": -1|\"firstWrite\": 0|the file says 0",
        "\"op\": \"NTT\"|\"op\": \"INTT\"|is in",
        "\"op\": \"NTT\", |''|a Command has no op",
        "\"op\": \"NTT\"|\"op\": \"MUL\"|reads 1 operands, not 2",
        "\"galoisElement\": 27|\"galoisElement\": 26|is not an odd number",
        "\"galoisElement\": 27|\"galoisElement\": 27, \"scalars\": [1]|does not take scalars",
        "0123456789abcdef|0123456789ABCDEF|hexadecimal",
      })
  void contradictionsAreNamed(String from, String to, String because) {
    assertRefused(from, to, because);
  }

  @Test
  void whatIsNoTraceIsRefused() {
    for (String text :
        new String[] {"", "{}", "  {", "[]", "{\"format\": \"x\"}", "\u0000", "PK"}) {
      assertThatThrownBy(() ->
              TraceFile.fromBytes(text.getBytes(StandardCharsets.UTF_8), TraceLimits.defaults()))
          .isInstanceOf(TraceException.class);
    }
  }

  @Test
  void limitsHold() {
    byte[] bytes = TraceFile.toBytes(TRACE, TraceEncoding.PROTOBUF);
    assertBeyond(bytes, new TraceLimits(bytes.length - 1, 1 << 20, 1 << 20, 1 << 20), "bytes");
    assertBeyond(bytes, new TraceLimits(1 << 20, 20, 1 << 20, 1 << 20), "messages");
    assertBeyond(bytes, new TraceLimits(1 << 20, 1 << 20, 20, 1 << 20), "numbers");
    assertBeyond(bytes, new TraceLimits(1 << 20, 1 << 20, 1 << 20, 20), "rows");
  }

  private static void assertBeyond(byte[] bytes, TraceLimits limits, String what) {
    assertThatThrownBy(() -> TraceFile.fromBytes(bytes, limits))
        .isInstanceOf(TraceException.class)
        .hasMessageContaining("more than")
        .hasMessageContaining(what);
  }

  /// Lengths far beyond the bytes that are there, at every place where one may be.
  @Test
  void announcedLengthsAllocateNothing() {
    byte[] huge = {0x32, (byte) 0xff, (byte) 0xff, (byte) 0xff, (byte) 0xff, 0x07};
    assertThatThrownBy(() -> TraceFile.fromBytes(huge, TraceLimits.defaults()))
        .isInstanceOf(TraceException.class)
        .hasMessageContaining("of which 0 are there");
  }
}
