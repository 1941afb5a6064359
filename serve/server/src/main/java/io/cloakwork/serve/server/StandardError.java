package io.cloakwork.serve.server;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/// The process's standard error, which the launcher hands over at another descriptor: what the
/// virtual machine writes while it starts is not for the log.
final class StandardError {

  private static final int DESCRIPTOR = 2;

  private StandardError() {}

  /// Makes the standard error mean what `descriptor` means. Where the system has no such call, it
  /// stays what it is.
  static void takeFrom(int descriptor) {
    if (call("dup2", descriptor, DESCRIPTOR) == DESCRIPTOR) {
      call("close", descriptor);
    }
  }

  @SuppressWarnings("restricted") // dup2 and close as POSIX has them
  private static int call(String name, Object... arguments) {
    Linker linker = Linker.nativeLinker();
    ValueLayout.OfInt[] types = new ValueLayout.OfInt[arguments.length];
    java.util.Arrays.fill(types, ValueLayout.JAVA_INT);
    return linker
        .defaultLookup()
        .find(name)
        .map(address ->
            linker.downcallHandle(address, FunctionDescriptor.of(ValueLayout.JAVA_INT, types)))
        .map(function -> invoke(function, arguments))
        .orElse(-1);
  }

  private static int invoke(MethodHandle function, Object... arguments) {
    try {
      return (int) function.invokeWithArguments(arguments);
    } catch (Throwable e) {
      throw new IllegalStateException("a call of the C library failed: " + e, e);
    }
  }
}
