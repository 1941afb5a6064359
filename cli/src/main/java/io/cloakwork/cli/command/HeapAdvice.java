package io.cloakwork.cli.command;

import io.cloakwork.cli.CommandFailure;
import io.cloakwork.cli.terminal.Quantities;
import io.cloakwork.compiler.CompileReport;

/// What to do where a network does not fit the Java heap, which is a device's memory on the cpu
/// backend.
final class HeapAdvice {

  private static final double GIBI = 1 << 30;

  /// Beside keys, weights and values there are the temporaries of running programs, and what the
  /// collector needs to move things.
  private static final double ROOM = 1.5;

  private static final int BASE_GIBIBYTES = 1;

  private HeapAdvice() {}

  /// A sentence that names what the network needs and the flag that allows it.
  static CommandFailure of(CompileReport report, Throwable cause) {
    long needed = report.deviceBytes();
    return new CommandFailure(
        "%s needs %s for keys, weights and values, and room beside them; the Java heap is %s at most: give -J-Xmx%dg before the command"
            .formatted(
                report.network(),
                Quantities.bytes(needed),
                Quantities.bytes(Runtime.getRuntime().maxMemory()),
                gibibytes(needed, Runtime.getRuntime().maxMemory())),
        cause);
  }

  /// More than there was, and enough by experience.
  static long gibibytes(long needed, long allowed) {
    long more = (long) Math.floor(allowed / GIBI) + 2;
    return Math.max(more, (long) Math.ceil(ROOM * needed / GIBI) + BASE_GIBIBYTES);
  }
}
