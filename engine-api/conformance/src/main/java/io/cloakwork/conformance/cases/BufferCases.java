package io.cloakwork.conformance.cases;

import io.cloakwork.conformance.ConformanceCase;
import io.cloakwork.conformance.TestBed;
import io.cloakwork.spi.device.DeviceBuffer;
import io.cloakwork.spi.graph.RnsShape;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiConsumer;

/// Uploads and downloads.
final class BufferCases {

  private final int logN;
  private final long seed;

  private BufferCases(int logN, long seed) {
    this.logN = logN;
    this.seed = seed;
  }

  static List<ConformanceCase> all(int logN, long seed) {
    BufferCases cases = new BufferCases(logN, seed);
    return List.of(
        cases.named("round-trip-heap", cases::roundTripHeap),
        cases.named("round-trip-native", cases::roundTripNative),
        cases.named("round-trip-bytes", cases::roundTripBytes),
        cases.named("rows", cases::rows),
        cases.named("short-segment", BufferCases::shortSegment),
        cases.named("row-out-of-range", BufferCases::rowOutOfRange),
        cases.named("non-canonical-words", cases::nonCanonicalWords),
        cases.named("non-canonical-row", BufferCases::nonCanonicalRow),
        cases.named("closed", BufferCases::closed));
  }

  private ConformanceCase named(String name, BiConsumer<TestBed, DeviceBuffer> body) {
    RnsShape shape = Samples.shape(logN, 3);
    return new LifecycleCase(
        "lifecycle/buffer/" + name,
        logN,
        null,
        bed -> {
          try (DeviceBuffer buffer = bed.candidate().allocate(shape)) {
            body.accept(bed, buffer);
          }
        });
  }

  private long[] words(RnsShape shape) {
    return Pattern.EDGES.words(shape, seed);
  }

  private void roundTripHeap(TestBed bed, DeviceBuffer buffer) {
    long[] words = words(buffer.shape());
    buffer.upload(words);
    Expect.sameWords("after an upload", buffer.shape(), words, buffer.download());

    long[] longer = Arrays.copyOf(words, words.length + 5);
    buffer.upload(MemorySegment.ofArray(longer));
    Arrays.fill(longer, -1);
    buffer.download(MemorySegment.ofArray(longer));
    Expect.sameWords("after an upload from a longer array", buffer.shape(), words, longer);
    Expect.that(
        Arrays.stream(longer, words.length, longer.length).allMatch(word -> word == -1),
        "a download writes beyond the words of the shape");
  }

  private void roundTripNative(TestBed bed, DeviceBuffer buffer) {
    long[] words = words(buffer.shape());
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment in = arena.allocateFrom(ValueLayout.JAVA_LONG, words);
      MemorySegment out = arena.allocate(buffer.shape().bytes(), Long.BYTES);
      buffer.upload(in);
      buffer.download(out);
      Expect.sameWords(
          "through native segments", buffer.shape(), words, out.toArray(ValueLayout.JAVA_LONG));
    }
  }

  /// Wire formats arrive as bytes, which promise no alignment.
  private void roundTripBytes(TestBed bed, DeviceBuffer buffer) {
    long[] words = words(buffer.shape());
    long bytes = buffer.shape().bytes();
    MemorySegment in = MemorySegment.ofArray(new byte[(int) bytes + 3]).asSlice(3);
    MemorySegment.copy(MemorySegment.ofArray(words), 0, in, 0, bytes);
    MemorySegment out = MemorySegment.ofArray(new byte[(int) bytes + 1]).asSlice(1);
    buffer.upload(in);
    buffer.download(out);
    Expect.sameWords(
        "through byte arrays", buffer.shape(), words, out.toArray(ValueLayout.JAVA_LONG_UNALIGNED));
  }

  private void rows(TestBed bed, DeviceBuffer buffer) {
    RnsShape shape = buffer.shape();
    long[] words = words(shape);
    buffer.upload(new long[words.length]);
    for (int item = shape.batch() - 1; item >= 0; item--) {
      for (int poly = 0; poly < shape.polys(); poly++) {
        for (int limb = shape.limbs() - 1; limb >= 0; limb--) {
          int from = shape.row(item, poly, limb) * shape.degree();
          long[] row = Arrays.copyOfRange(words, from, from + shape.degree());
          buffer.upload(item, poly, limb, MemorySegment.ofArray(row));
          long[] read = new long[shape.degree()];
          buffer.download(item, poly, limb, MemorySegment.ofArray(read));
          Expect.that(
              Arrays.equals(row, read),
              "row (%d, %d, %d) reads back otherwise".formatted(item, poly, limb));
        }
      }
    }
    Expect.sameWords("uploaded row by row", shape, words, buffer.download());
  }

  private static void shortSegment(TestBed bed, DeviceBuffer buffer) {
    MemorySegment words = MemorySegment.ofArray(new long[(int) buffer.shape().words() - 1]);
    MemorySegment row = MemorySegment.ofArray(new long[buffer.shape().degree() - 1]);
    refused("an upload from too short a segment", () -> buffer.upload(words));
    refused("a download into too short a segment", () -> buffer.download(words));
    refused("an upload of a row from too short a segment", () -> buffer.upload(0, 0, 0, row));
    refused("a download of a row into too short a segment", () -> buffer.download(0, 0, 0, row));
  }

  private static void rowOutOfRange(TestBed bed, DeviceBuffer buffer) {
    RnsShape shape = buffer.shape();
    MemorySegment row = MemorySegment.ofArray(new long[shape.degree()]);
    int[][] places = {
      {shape.batch(), 0, 0}, {0, shape.polys(), 0}, {0, 0, shape.limbs()}, {-1, 0, 0}, {0, 0, -1}
    };
    for (int[] at : places) {
      String place = Arrays.toString(at);
      refused("an upload to row " + place, () -> buffer.upload(at[0], at[1], at[2], row));
      refused("a download of row " + place, () -> buffer.download(at[0], at[1], at[2], row));
    }
  }

  private void nonCanonicalWords(TestBed bed, DeviceBuffer buffer) {
    RnsShape shape = buffer.shape();
    for (int limb = 0; limb < shape.limbs(); limb++) {
      long q = shape.basis().get(limb).value();
      int row = shape.row(shape.batch() - 1, 1, limb);
      for (long wrong : new long[] {q, q + 1, -1, Long.MIN_VALUE, Long.MAX_VALUE}) {
        long[] words = words(shape);
        words[row * shape.degree() + shape.degree() - 1] = wrong;
        RuntimeException error =
            refused("an upload of %d modulo %d".formatted(wrong, q), () -> buffer.upload(words));
        Expect.mentions(error, "polynomial 1, limb " + limb);
        Expect.mentions(error, "word " + (shape.degree() - 1));
      }
    }
    long[] good = words(shape);
    buffer.upload(good);
    Expect.sameWords("after refused uploads", shape, good, buffer.download());
  }

  private static void nonCanonicalRow(TestBed bed, DeviceBuffer buffer) {
    long[] row = new long[buffer.shape().degree()];
    row[0] = buffer.shape().basis().get(1).value();
    RuntimeException error =
        refused(
            "an upload of q as a word", () -> buffer.upload(2, 1, 1, MemorySegment.ofArray(row)));
    Expect.mentions(error, "limb 1");
  }

  private static void closed(TestBed bed, DeviceBuffer buffer) {
    long[] words = new long[(int) buffer.shape().words()];
    buffer.upload(words);
    buffer.close();
    buffer.close();
    Expect.thrown(
        IllegalStateException.class, "an upload to a closed buffer", () -> buffer.upload(words));
    Expect.thrown(IllegalStateException.class, "a download of a closed buffer", buffer::download);
    MemorySegment row = MemorySegment.ofArray(new long[buffer.shape().degree()]);
    Expect.thrown(
        IllegalStateException.class,
        "a download of a row of a closed buffer",
        () -> buffer.download(0, 0, 0, row));
  }

  private static IllegalArgumentException refused(String what, Runnable action) {
    return Expect.thrown(IllegalArgumentException.class, what, action);
  }
}
