package io.cloakwork.backend.opencl.race;

import io.cloakwork.spi.device.Backends;
import io.cloakwork.spi.device.Probe;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/// The simulator that this JVM's environment names, and the file in which it writes what it finds.
final class Oclgrind {

  private Oclgrind() {}

  /// Skips the test, with a printed reason, unless the only OpenCL device is oclgrind's.
  static void required() {
    String found =
        switch (Backends.named("opencl").probe()) {
          case Probe.Unavailable unavailable -> unavailable.reason();
          case Probe.Available available -> available.devices().getFirst().name();
        };
    if (!found.startsWith("Oclgrind")) {
      String reason = "oclgrind is not installed or not chosen: " + found;
      System.out.println("races not looked for: " + reason);
      Assumptions.abort(reason);
    }
  }

  /// What was found since the latest context was made, which starts the log anew.
  static String findings() {
    try {
      return Files.readString(Path.of(System.getenv("OCLGRIND_LOG"))).strip();
    } catch (NoSuchFileException _) {
      return "";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
