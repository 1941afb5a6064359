package io.cloakwork.kernels.host;

import io.cloakwork.kernels.launch.BufferRef;
import io.cloakwork.kernels.launch.Launch;
import io.cloakwork.kernels.launch.LaunchPlan;
import io.cloakwork.spi.graph.Value;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/// Runs the launches of a plan, group by group.
final class HostLaunches implements AutoCloseable {

  private static final Linker LINKER = Linker.nativeLinker();
  private static final FunctionDescriptor SET_GROUP =
      FunctionDescriptor.ofVoid(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT);

  private final HostDevice device;
  private final LaunchPlan plan;
  private final Arena arena = Arena.ofShared();
  private final MemorySegment integers;
  private final MemorySegment constants;
  private final MemorySegment scratch;

  HostLaunches(HostDevice device, LaunchPlan plan, int logN) {
    this.device = device;
    this.plan = plan;
    this.integers = arena.allocateFrom(ValueLayout.JAVA_INT, plan.integers());
    this.constants = arena.allocateFrom(ValueLayout.JAVA_LONG, plan.constants());
    this.scratch = arena.allocate(Math.max(1, (long) plan.scratchRows() << logN + 3), 64);
  }

  /// @param bound the words of what is bound
  void run(Function<Value, MemorySegment> bound) {
    plan.launches().forEach(launch -> run(launch, bound));
  }

  private void run(Launch launch, Function<Value, MemorySegment> bound) {
    List<Object> arguments = new ArrayList<>(List.of(integers, launch.at(), constants));
    launch.buffers().forEach(buffer -> arguments.add(words(buffer, bound)));
    SymbolLookup program = device.compiler().load(launch.program());
    MethodHandle setGroup = handle(program, "set_group", SET_GROUP);
    MethodHandle kernel = handle(program, launch.kernel(), descriptor(arguments));
    for (int z = 0; z < launch.groupsZ(); z++) {
      for (int y = 0; y < launch.groupsY(); y++) {
        for (int x = 0; x < launch.groupsX(); x++) {
          call(setGroup, List.of(x, y, z));
          call(kernel, arguments);
        }
      }
    }
  }

  private MemorySegment words(BufferRef reference, Function<Value, MemorySegment> bound) {
    return switch (reference) {
      case BufferRef.Bound(Value value) -> bound.apply(value);
      case BufferRef.Scratch _ -> scratch;
      case BufferRef.Twiddles twiddles -> device.twiddles(twiddles);
    };
  }

  private static FunctionDescriptor descriptor(List<Object> arguments) {
    return FunctionDescriptor.ofVoid(
        arguments.stream()
            .map(a -> a instanceof Integer ? ValueLayout.JAVA_INT : ValueLayout.ADDRESS)
            .toArray(java.lang.foreign.MemoryLayout[]::new));
  }

  @SuppressWarnings("restricted") // calling native code is what this is for
  private static MethodHandle handle(
      SymbolLookup program, String name, FunctionDescriptor descriptor) {
    return LINKER.downcallHandle(program.findOrThrow(name), descriptor);
  }

  private static void call(MethodHandle function, List<?> arguments) {
    try {
      function.invokeWithArguments(arguments);
    } catch (Throwable e) {
      throw new AssertionError("a kernel could not be called", e);
    }
  }

  @Override
  public void close() {
    if (arena.scope().isAlive()) {
      arena.close();
    }
  }
}
