package io.cloakwork.cli.terminal;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Optional;

/// The two calls of the C library that a command line needs and the JDK does not offer. Where the
/// library has no such call, nothing is a terminal and nothing is replaced.
public final class Posix {

  private Posix() {}

  /// Whether the file descriptor is a terminal.
  public static boolean isTerminal(int descriptor) {
    return function("isatty", 1).map(isatty -> call(isatty, descriptor) == 1).orElse(false);
  }

  /// Makes descriptor `to` mean what `from` means, and closes `from`.
  public static void replaceDescriptor(int from, int to) {
    if (function("dup2", 2).map(dup2 -> call(dup2, from, to) == to).orElse(false)) {
      function("close", 1).ifPresent(close -> call(close, from));
    }
  }

  @SuppressWarnings("restricted") // the descriptors below are those of the C standard
  private static Optional<MethodHandle> function(String name, int parameters) {
    Linker linker = Linker.nativeLinker();
    SymbolLookup library = linker.defaultLookup();
    Optional<MemorySegment> symbol = library.find(name);
    ValueLayout.OfInt[] types = new ValueLayout.OfInt[parameters];
    java.util.Arrays.fill(types, ValueLayout.JAVA_INT);
    return symbol.map(address ->
        linker.downcallHandle(address, FunctionDescriptor.of(ValueLayout.JAVA_INT, types)));
  }

  private static int call(MethodHandle function, Object... arguments) {
    try {
      return (int) function.invokeWithArguments(arguments);
    } catch (Throwable e) {
      throw new IllegalStateException("a call of the C library failed: " + e, e);
    }
  }
}
