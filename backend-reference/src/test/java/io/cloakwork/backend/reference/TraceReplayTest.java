package io.cloakwork.backend.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloakwork.spi.device.Device;
import io.cloakwork.spi.device.DeviceBuffer;
import io.cloakwork.spi.device.DeviceOptions;
import io.cloakwork.spi.graph.CommandGraph;
import io.cloakwork.spi.graph.Domain;
import io.cloakwork.spi.graph.Domain.Eval;
import io.cloakwork.spi.graph.GraphBuilder;
import io.cloakwork.spi.graph.RnsShape;
import io.cloakwork.spi.graph.RnsView;
import io.cloakwork.spi.graph.Value;
import io.cloakwork.spi.ring.Modulus;
import io.cloakwork.spi.ring.ModulusChain;
import io.cloakwork.spi.ring.RnsBasis;
import io.cloakwork.spi.trace.BufferContent;
import io.cloakwork.spi.trace.ReplayListener;
import io.cloakwork.spi.trace.ReplayedRun;
import io.cloakwork.spi.trace.SideFile;
import io.cloakwork.spi.trace.SideFileReader;
import io.cloakwork.spi.trace.SideFileWriter;
import io.cloakwork.spi.trace.Trace;
import io.cloakwork.spi.trace.TraceBuffer;
import io.cloakwork.spi.trace.TraceException;
import io.cloakwork.spi.trace.TraceGraph;
import io.cloakwork.spi.trace.TraceReplay;
import io.cloakwork.spi.trace.TraceRun;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.spec.ChaCha20ParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Traces executed: y = x·w, then z = y + y, with seeded words and with words of a side file.
class TraceReplayTest {

  private static final int LOG_N = 5;
  private static final RnsBasis BASIS =
      ModulusChain.search(LOG_N, new int[] {50, 61}, new int[] {40}).chainQ();
  private static final String SEED = "5a".repeat(32);
  private static final BufferContent WRITTEN = new BufferContent.Written();

  @TempDir private Path folder;

  private static Trace trace(BufferContent x, BufferContent w, Optional<SideFile> side) {
    GraphBuilder first = CommandGraph.builder(LOG_N, 2);
    RnsView<Eval> product =
        first.mul(
            first.input("x", Domain.EVAL, 2, BASIS), first.constant("w", Domain.EVAL, 1, BASIS));
    first.output("y", product);
    GraphBuilder second = CommandGraph.builder(LOG_N, 2);
    RnsView<Eval> y = second.input("y", Domain.EVAL, 2, BASIS);
    second.addInto(y, y, second.output("z", Domain.EVAL, 2, BASIS));
    CommandGraph one = first.build();
    CommandGraph two = second.build();
    return new Trace(
        "test",
        "a test",
        Map.of(),
        List.of(
            buffer("x", TraceBuffer.Role.INPUT, 2, 2, x),
            buffer("w", TraceBuffer.Role.CONSTANT, 1, 1, w),
            buffer("y", TraceBuffer.Role.INTERMEDIATE, 2, 2, WRITTEN),
            buffer("z", TraceBuffer.Role.OUTPUT, 2, 2, WRITTEN)),
        List.of(new TraceGraph("product", one), new TraceGraph("sum", two)),
        List.of(run("product", 0, one, 0), run("sum", 1, two, 2)),
        side);
  }

  private static TraceBuffer buffer(
      String name, TraceBuffer.Role role, int batch, int polys, BufferContent content) {
    return new TraceBuffer(
        name, role, new RnsShape(Domain.EVAL, LOG_N, batch, polys, BASIS), content);
  }

  private static TraceRun run(String name, int index, CommandGraph graph, int firstBuffer) {
    List<TraceRun.Binding> bindings = new ArrayList<>();
    for (Value value : graph.boundValues()) {
      bindings.add(TraceRun.Binding.of(value.id(), firstBuffer + bindings.size()));
    }
    return new TraceRun(name, index, bindings);
  }

  private static Trace seeded() {
    return trace(
        new BufferContent.Seeded(SEED, 7), new BufferContent.Seeded(SEED, 8), Optional.empty());
  }

  private static Device device() {
    return new ReferenceBackend().open(DeviceOptions.defaults());
  }

  private static List<ReplayedRun> replay(Trace trace, Optional<SideFileReader> side) {
    try (Device device = device()) {
      List<ReplayedRun> runs = TraceReplay.run(trace, device, side, 2, ReplayListener.NONE);
      assertThat(device.allocatedBytes()).isZero();
      return runs;
    }
  }

  private static Trace recorded(Trace draft, Optional<SideFileReader> side) {
    try (Device device = device()) {
      return TraceReplay.record(draft, device, side, ReplayListener.NONE);
    }
  }

  /// The words of a trace worked out by nothing but its documentation.
  @Test
  void hashesAreWhatTheFormatSays() throws Exception {
    ByteBuffer expected = ByteBuffer.allocate(2 * 2 * 2 * 32 * 8).order(ByteOrder.LITTLE_ENDIAN);
    for (int item = 0; item < 2; item++) {
      for (int poly = 0; poly < 2; poly++) {
        for (int limb = 0; limb < 2; limb++) {
          Modulus q = BASIS.get(limb);
          long[] x = row(7, item * 2 + poly, limb, q);
          long[] w = row(8, 0, limb, q);
          for (int k = 0; k < 32; k++) {
            expected.putLong(q.multiply(2, q.multiply(x[k], w[k])));
          }
        }
      }
    }
    List<ReplayedRun> runs = replay(seeded(), Optional.empty());
    assertThat(runs.getLast().outputs().getFirst().actual()).isEqualTo(sha256(expected.array()));
  }

  private static long[] row(int stream, int poly, int limb, Modulus q) throws Exception {
    Cipher cipher = Cipher.getInstance("ChaCha20");
    byte[] nonce =
        ByteBuffer.allocate(12)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putInt(stream)
            .putInt(poly)
            .putInt(limb)
            .array();
    cipher.init(
        Cipher.ENCRYPT_MODE,
        new SecretKeySpec(HexFormat.of().parseHex(SEED), "ChaCha20"),
        new ChaCha20ParameterSpec(nonce, 0));
    ByteBuffer stream64 =
        ByteBuffer.wrap(cipher.doFinal(new byte[1 << 12])).order(ByteOrder.LITTLE_ENDIAN);
    long[] row = new long[32];
    for (int k = 0; k < row.length; ) {
      long candidate = stream64.getLong() & (1L << q.bits()) - 1;
      if (candidate < q.value()) {
        row[k++] = candidate;
      }
    }
    return row;
  }

  private static String sha256(byte[] bytes) throws NoSuchAlgorithmException {
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
  }

  @Test
  void aRecordedTraceMatchesAndAChangedHashDoesNot() {
    Trace trace = recorded(seeded(), Optional.empty());
    assertThat(trace.isExecuted()).isTrue();
    List<ReplayedRun> runs = replay(trace, Optional.empty());
    assertThat(runs).extracting(ReplayedRun::name).containsExactly("product", "sum");
    assertThat(runs).allMatch(ReplayedRun::matches).allMatch(run -> run.nanos().size() == 2);

    TraceRun sum = trace.runs().getLast();
    List<TraceRun.Binding> wrong = new ArrayList<>(sum.bindings());
    TraceRun.Binding output = wrong.removeLast();
    wrong.add(new TraceRun.Binding(output.value(), output.buffer(), Optional.of("0".repeat(64))));
    Trace changed =
        new Trace(
            trace.name(),
            trace.producer(),
            trace.facts(),
            trace.buffers(),
            trace.graphs(),
            List.of(trace.runs().getFirst(), new TraceRun("sum", 1, wrong)),
            trace.sideFile());
    assertThat(replay(changed, Optional.empty()))
        .extracting(ReplayedRun::matches)
        .containsExactly(true, false);
  }

  @Test
  void wordsOfASideFileAreCheckedAndGiveTheSame() throws IOException {
    Path file = folder.resolve("words.side");
    Trace plain = recorded(seeded(), Optional.empty());
    List<BufferContent> contents = writeSide(plain, file);
    SideFile described = new SideFile("words.side", Files.size(file));
    Trace trace = trace(contents.get(0), contents.get(1), Optional.of(described));
    Path traceFile = folder.resolve("trace");
    try (SideFileReader side = SideFileReader.beside(traceFile, trace).orElseThrow()) {
      assertThat(recorded(trace, Optional.of(side)).runs()).isEqualTo(plain.runs());
    }
    assertThatThrownBy(() -> replay(trace, Optional.empty()))
        .isInstanceOf(TraceException.class)
        .hasMessageContaining("buffer 'x'");

    byte[] words = Files.readAllBytes(file);
    words[40] ^= 1;
    Files.write(file, words);
    assertRefused(trace, file, "the trace says");
    words[47] = -1;
    Files.write(file, words);
    assertRefused(trace, file, "not in [0,");
    Files.write(file, "short".getBytes(StandardCharsets.UTF_8));
    assertThatThrownBy(() -> SideFileReader.open(file, trace))
        .isInstanceOf(TraceException.class)
        .hasMessageContaining("has 5 bytes");
  }

  private static List<BufferContent> writeSide(Trace trace, Path file) throws IOException {
    List<BufferContent> contents = new ArrayList<>();
    try (Device device = device();
        OutputStream out = Files.newOutputStream(file)) {
      SideFileWriter writer = new SideFileWriter(out);
      for (TraceBuffer buffer : trace.buffers().subList(0, 2)) {
        try (DeviceBuffer words = device.allocate(buffer.shape())) {
          words.upload(words(buffer));
          contents.add(writer.append(words));
        }
      }
      assertThat(writer.bytes()).isEqualTo(contents.size() == 2 ? Files.size(file) : -1);
    }
    return contents;
  }

  private static long[] words(TraceBuffer buffer) throws IOException {
    RnsShape shape = buffer.shape();
    long[] words = new long[(int) shape.words()];
    int stream = buffer.name().equals("x") ? 7 : 8;
    try {
      for (int poly = 0; poly < shape.batch() * shape.polys(); poly++) {
        for (int limb = 0; limb < shape.limbs(); limb++) {
          long[] row = row(stream, poly, limb, shape.basis().get(limb));
          System.arraycopy(row, 0, words, 32 * (poly * shape.limbs() + limb), 32);
        }
      }
    } catch (Exception e) {
      throw new IOException(e);
    }
    return words;
  }

  private static void assertRefused(Trace trace, Path file, String because) throws IOException {
    try (SideFileReader side = SideFileReader.open(file, trace)) {
      assertThatThrownBy(() -> replay(trace, Optional.of(side)))
          .isInstanceOf(TraceException.class)
          .hasMessageContaining("words.side")
          .hasMessageContaining(because);
    }
  }
}
