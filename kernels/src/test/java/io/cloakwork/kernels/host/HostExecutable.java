package io.cloakwork.kernels.host;

import io.cloakwork.kernels.launch.BufferRef;
import io.cloakwork.kernels.launch.Launch;
import io.cloakwork.kernels.launch.LaunchPlan;
import io.cloakwork.spi.device.Bindings;
import io.cloakwork.spi.device.BoundBuffers;
import io.cloakwork.spi.device.Completion;
import io.cloakwork.spi.device.DeviceBuffer;
import io.cloakwork.spi.device.Executable;
import io.cloakwork.spi.device.ExecutableReport;
import io.cloakwork.spi.graph.CommandGraph;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.ArrayList;
import java.util.List;

/// Runs the launches of a plan, group by group.
final class HostExecutable implements Executable {

  private static final Linker LINKER = Linker.nativeLinker();
  private static final FunctionDescriptor SET_GROUP =
      FunctionDescriptor.ofVoid(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT);

  private final HostDevice device;
  private final CommandGraph graph;
  private final LaunchPlan plan;
  private final Arena arena = Arena.ofShared();
  private final MemorySegment integers;
  private final MemorySegment constants;
  private final MemorySegment scratch;

  HostExecutable(HostDevice device, CommandGraph graph, LaunchPlan plan) {
    this.device = device;
    this.graph = graph;
    this.plan = plan;
    this.integers = arena.allocateFrom(ValueLayout.JAVA_INT, plan.integers());
    this.constants = arena.allocateFrom(ValueLayout.JAVA_LONG, plan.constants());
    this.scratch = arena.allocate(Math.max(1, (long) plan.scratchRows() << graph.logN() + 3), 64);
  }

  private record HostBindings(HostExecutable executable, BoundBuffers buffers) implements Bindings {
    @Override
    public Bindings bind(String name, DeviceBuffer buffer) {
      buffers.bind(name, buffer);
      return this;
    }
  }

  private enum Done implements Completion {
    DONE;

    @Override
    public boolean isDone() {
      return true;
    }

    @Override
    public void await() {}
  }

  @Override
  public CommandGraph graph() {
    return graph;
  }

  @Override
  public ExecutableReport report() {
    return new ExecutableReport(
        plan.launches().size(),
        scratch.byteSize(),
        graph.lifetimes().boundBytes(),
        plan.launches().stream().map(Launch::toString).toList());
  }

  @Override
  public Bindings newBindings() {
    return new HostBindings(this, new BoundBuffers(graph));
  }

  @Override
  public Completion submit(Bindings bindings, Completion... waits) {
    BoundBuffers buffers = ((HostBindings) bindings).buffers();
    buffers.requireComplete();
    plan.launches().forEach(launch -> run(launch, buffers));
    return Done.DONE;
  }

  private void run(Launch launch, BoundBuffers buffers) {
    List<Object> arguments = new ArrayList<>(List.of(integers, launch.at(), constants));
    launch.buffers().forEach(buffer -> arguments.add(words(buffer, buffers)));
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

  private MemorySegment words(BufferRef reference, BoundBuffers buffers) {
    return switch (reference) {
      case BufferRef.Bound bound -> ((HostBuffer) buffers.get(bound.value())).words();
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
