package io.cloakwork.spi.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloakwork.spi.graph.RnsOp;
import io.cloakwork.spi.graph.Value;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What is written is what is read, in both encodings.
class TraceRoundTripTest {

  private static final Trace TRACE = TraceSamples.trace();

  @TempDir private Path folder;

  @Test
  void theSampleHasEveryOperation() {
    assertThat(TraceSamples.everything().commands())
        .extracting(command -> (Object) command.getClass())
        .contains(Arrays.stream(RnsOp.class.getPermittedSubclasses()).toArray());
  }

  @ParameterizedTest
  @EnumSource(TraceEncoding.class)
  void aTraceComesBack(TraceEncoding encoding) throws IOException {
    byte[] bytes = TraceFile.toBytes(TRACE, encoding);
    Path file = folder.resolve("sample");
    Files.write(file, bytes);
    Trace read = TraceFile.read(file, TraceLimits.defaults());
    assertThat(read.name()).isEqualTo(TRACE.name());
    assertThat(read.facts()).isEqualTo(TRACE.facts());
    assertThat(read.buffers()).isEqualTo(TRACE.buffers());
    assertThat(read.runs()).isEqualTo(TRACE.runs());
    assertThat(read.sideFile()).isEqualTo(TRACE.sideFile());
    assertThat(listings(read)).isEqualTo(listings(TRACE));
    assertThat(read.graphs()).hasSameSizeAs(TRACE.graphs());
    assertThat(TraceFile.toBytes(read, encoding)).isEqualTo(bytes);
  }

  private static List<String> listings(Trace trace) {
    return trace.graphs().stream().map(graph -> graph.name() + graph.graph().listing()).toList();
  }

  @Test
  void bothEncodingsSayTheSame() {
    Trace json = throughBytes(TraceEncoding.JSON);
    assertThat(TraceFile.toBytes(json, TraceEncoding.PROTOBUF))
        .isEqualTo(TraceFile.toBytes(TRACE, TraceEncoding.PROTOBUF));
  }

  private static Trace throughBytes(TraceEncoding encoding) {
    return TraceFile.fromBytes(TraceFile.toBytes(TRACE, encoding), TraceLimits.defaults());
  }

  @Test
  void lifetimesOfBuffersFollowFromTheRuns() {
    BufferLifetimes lifetimes = TRACE.lifetimes();
    int y = index("y");
    assertThat(lifetimes.firstRun(y)).isZero();
    assertThat(lifetimes.lastRun(y)).isEqualTo(2);
    assertThat(lifetimes.firstRun(y + 1)).isEqualTo(1);
    assertThat(lifetimes.dependencies(TRACE, TRACE.runs().get(2))).containsExactly(0, 1);
    long all = TRACE.buffers().stream().mapToLong(buffer -> buffer.shape().bytes()).sum();
    long result = TRACE.buffers().getLast().shape().bytes();
    // At the worst moment, the first run, everything is there but what the others write.
    assertThat(lifetimes.peakBytes(TRACE)).isEqualTo(all - 2 * result);
  }

  private static int index(String name) {
    for (int i = 0; i < TRACE.buffers().size(); i++) {
      if (TRACE.buffers().get(i).name().equals(name)) {
        return i;
      }
    }
    throw new AssertionError(name);
  }

  @Test
  void dependenciesAreThoseOfRowsNotOfValues() {
    int[][] after = Dependencies.of(TraceSamples.everything());
    List<RnsOp> commands = TraceSamples.everything().commands();
    for (int i = 0; i < after.length; i++) {
      RnsOp command = commands.get(i);
      boolean readsWritten =
          command.reads().stream().anyMatch(read -> read.value().isWrittenByGraph());
      assertThat(after[i].length > 0).as(command.toString()).isEqualTo(readsWritten);
      for (int before : after[i]) {
        Value written = commands.get(before).out().value();
        assertThat(command.reads()).anyMatch(read -> read.value().equals(written));
      }
    }
  }

  @Test
  void aTraceThatWasNotExecutedIsNotWritten() {
    List<TraceRun> without =
        TRACE.runs().stream()
            .map(run ->
                new TraceRun(
                    run.name(),
                    run.graph(),
                    run.bindings().stream()
                        .map(b -> TraceRun.Binding.of(b.value(), b.buffer()))
                        .toList()))
            .toList();
    Trace draft = TRACE.withRuns(without);
    assertThat(draft.isExecuted()).isFalse();
    assertThatThrownBy(() -> TraceFile.toBytes(draft, TraceEncoding.JSON))
        .isInstanceOf(TraceException.class)
        .hasMessageContaining("has no hashes");
  }
}
