package io.cloakwork.backend.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import io.cloakwork.spi.device.Device;
import io.cloakwork.spi.device.DeviceOptions;
import io.cloakwork.spi.trace.ReplayListener;
import io.cloakwork.spi.trace.Trace;
import io.cloakwork.spi.trace.TraceEncoding;
import io.cloakwork.spi.trace.TraceFile;
import io.cloakwork.spi.trace.TraceReplay;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The program in `docs/traces`, written from the format's description in another language,
/// computes the same words: the description is enough.
class TraceReplayByOthersTest {

  private static final Path SCRIPT = Path.of("../docs/traces/replay.py");

  @TempDir private Path folder;

  private record Outcome(int exitCode, String output) {}

  private static Outcome run(String... line) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(line).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (!process.waitFor(2, TimeUnit.MINUTES)) {
      process.destroyForcibly();
      throw new AssertionError("still running: " + String.join(" ", line));
    }
    return new Outcome(process.exitValue(), output);
  }

  private static void requirePython() throws InterruptedException {
    try {
      if (run("python3", "-c", "import sys; sys.exit(sys.version_info < (3, 8))").exitCode() == 0) {
        return;
      }
    } catch (IOException e) {
      // Falls through: there is no such program.
    }
    System.out.println("skipped: there is no python3 of version 3.8 or later");
    abort("there is no python3 of version 3.8 or later");
  }

  @Test
  void everyOperationIsWhatItsDescriptionSays() throws IOException, InterruptedException {
    requirePython();
    Trace trace;
    try (Device device = new ReferenceBackend().open(DeviceOptions.defaults())) {
      trace =
          TraceReplay.record(EveryOperation.trace(), device, Optional.empty(), ReplayListener.NONE);
    }
    Path file = folder.resolve("every-operation.json");
    Files.write(file, TraceFile.toBytes(trace, TraceEncoding.JSON));
    Outcome same = run("python3", SCRIPT.toString(), file.toString());
    assertThat(same.exitCode()).as(same.output()).isZero();
    assertThat(same.output().lines()).hasSize(17).allMatch(line -> line.startsWith("the same"));

    String content = Files.readString(file);
    Files.writeString(file, content.replaceFirst("\"scalars\": \\[\"", "\"scalars\": [\"3"));
    Outcome changed = run("python3", SCRIPT.toString(), file.toString());
    assertThat(changed.exitCode()).isEqualTo(1);
    assertThat(changed.output()).contains("DIFFERS").contains("mulScalar");
  }
}
