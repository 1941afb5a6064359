package io.cloakwork.conformance.cases;

import io.cloakwork.spi.device.BackendProvider;
import io.cloakwork.spi.device.Backends;
import io.cloakwork.spi.device.Bindings;
import io.cloakwork.spi.device.Capabilities;
import io.cloakwork.spi.device.Completion;
import io.cloakwork.spi.device.Device;
import io.cloakwork.spi.device.DeviceBuffer;
import io.cloakwork.spi.device.DeviceOptions;
import io.cloakwork.spi.device.Executable;
import io.cloakwork.spi.device.ForwardingDevice;
import io.cloakwork.spi.device.ForwardingExecutable;
import io.cloakwork.spi.device.Probe;
import io.cloakwork.spi.device.Reuse;
import io.cloakwork.spi.graph.CommandGraph;
import io.cloakwork.spi.graph.RnsShape;
import io.cloakwork.spi.graph.Value;
import java.lang.foreign.MemorySegment;
import java.util.HashMap;
import java.util.Map;

/// A backend that does everything as the reference does, but for what a subclass overrides: one
/// mistake each.
class Mutant implements BackendProvider {

  private final BackendProvider reference = Backends.named("reference");

  /// The graph that is run for `graph`.
  CommandGraph compiled(CommandGraph graph) {
    return graph;
  }

  /// Called after a run, with the buffers by the name of their value; counts runs from 0.
  void afterRun(CommandGraph graph, Map<String, DeviceBuffer> buffers, int run) {}

  /// Whether run number `run` of an executable takes place at all.
  boolean runs(int run) {
    return true;
  }

  void upload(DeviceBuffer buffer, MemorySegment words) {
    buffer.upload(words);
  }

  DeviceBuffer allocate(Device device, RnsShape shape) {
    return device.allocate(shape);
  }

  void close(DeviceBuffer buffer) {
    buffer.close();
  }

  Completion submit(Executable executable, Bindings bindings, Completion... waits) {
    return executable.submit(bindings, waits);
  }

  @Override
  public String name() {
    return "mutant";
  }

  @Override
  public Capabilities capabilities() {
    return Capabilities.all();
  }

  @Override
  public Probe probe() {
    return reference.probe();
  }

  @Override
  public Device open(DeviceOptions options) {
    return new MutantDevice(reference.open(options));
  }

  private final class MutantDevice extends ForwardingDevice {
    private final Device device;

    MutantDevice(Device device) {
      super(device);
      this.device = device;
    }

    @Override
    public DeviceBuffer allocate(RnsShape shape) {
      return new MutantBuffer(Mutant.this.allocate(device, shape));
    }

    @Override
    public Executable compile(CommandGraph graph, Reuse reuse) {
      return new MutantExecutable(graph, super.compile(compiled(graph), reuse));
    }
  }

  private final class MutantBuffer implements DeviceBuffer {
    private final DeviceBuffer buffer;

    MutantBuffer(DeviceBuffer buffer) {
      this.buffer = buffer;
    }

    @Override
    public RnsShape shape() {
      return buffer.shape();
    }

    @Override
    public void upload(MemorySegment words) {
      Mutant.this.upload(buffer, words);
    }

    @Override
    public void upload(int item, int poly, int limb, MemorySegment row) {
      buffer.upload(item, poly, limb, row);
    }

    @Override
    public void download(MemorySegment words) {
      buffer.download(words);
    }

    @Override
    public void download(int item, int poly, int limb, MemorySegment row) {
      buffer.download(item, poly, limb, row);
    }

    @Override
    public void close() {
      Mutant.this.close(buffer);
    }
  }

  private final class MutantExecutable extends ForwardingExecutable {
    private final CommandGraph graph;
    private final Executable executable;
    private int run;

    MutantExecutable(CommandGraph graph, Executable executable) {
      super(executable);
      this.graph = graph;
      this.executable = executable;
    }

    @Override
    public CommandGraph graph() {
      return graph;
    }

    @Override
    public Bindings newBindings() {
      return new MutantBindings(super.newBindings());
    }

    @Override
    public synchronized Completion submit(Bindings bindings, Completion... waits) {
      MutantBindings own = (MutantBindings) bindings;
      int index = run++;
      Completion completion =
          runs(index) ? Mutant.this.submit(executable, own.bindings, waits) : null;
      if (completion == null) {
        return new Never();
      }
      afterRun(graph, own.buffers, index);
      return completion;
    }
  }

  private static final class MutantBindings implements Bindings {
    private final Bindings bindings;
    private final Map<String, DeviceBuffer> buffers = new HashMap<>();

    MutantBindings(Bindings bindings) {
      this.bindings = bindings;
    }

    @Override
    public Bindings bind(String name, DeviceBuffer buffer) {
      DeviceBuffer plain = buffer instanceof MutantBuffer mutant ? mutant.buffer : buffer;
      bindings.bind(name, plain);
      buffers.put(name, plain);
      return this;
    }
  }

  /// The end of a run that never began.
  private static final class Never implements Completion {
    @Override
    public boolean isDone() {
      return true;
    }

    @Override
    public void await() {}
  }

  /// Adds one to a word of a buffer.
  static void increment(Value value, DeviceBuffer buffer, int row, int word) {
    RnsShape shape = value.shape();
    long[] words = buffer.download();
    int at = row * shape.degree() + word;
    words[at] = shape.basis().get(row % shape.limbs()).add(words[at], 1);
    buffer.upload(words);
  }
}
