package io.cloakwork.backend.cpu;

import io.cloakwork.backend.cpu.kernel.Rows;
import io.cloakwork.backend.cpu.tile.TileContext;
import io.cloakwork.backend.cpu.tile.TileProgram;
import io.cloakwork.backend.cpu.work.TileJob;
import io.cloakwork.spi.device.Bindings;
import io.cloakwork.spi.device.BoundBuffers;
import io.cloakwork.spi.device.DeviceBuffer;
import io.cloakwork.spi.graph.Value;
import java.util.Arrays;
import java.util.List;

/// The buffers of a run, and the run itself: it is queued and waited for as this one object, so
/// that submitting allocates nothing. The completion that a submission returns therefore speaks of
/// the latest submission of these bindings.
final class CpuBindings extends TileJob implements Bindings {

  private final CpuExecutable executable;
  private final TileProgram program;
  private final TileContext[] contexts;
  private final BoundBuffers checks;
  private final List<Value> bound;
  private final CpuBuffer[] buffers;
  // The workspace, then the rows of `buffers`; filled while a run is pending.
  private final Rows[] spaces;
  private boolean complete;

  CpuBindings(CpuExecutable executable, TileProgram program, TileContext[] contexts) {
    this.executable = executable;
    this.program = program;
    this.contexts = contexts;
    this.checks = new BoundBuffers(executable.graph());
    this.bound = executable.graph().boundValues();
    this.buffers = new CpuBuffer[bound.size()];
    this.spaces = new Rows[1 + bound.size()];
  }

  CpuExecutable executable() {
    return executable;
  }

  @Override
  public Bindings bind(String name, DeviceBuffer buffer) {
    if (!isDone()) {
      throw new IllegalStateException(
          "'%s' cannot be bound while a submission of these bindings is pending".formatted(name));
    }
    CpuBuffer own = executable.device().requireOwn(buffer);
    own.requireOpen();
    Value value = checks.bind(name, own);
    buffers[bound.indexOf(value)] = own;
    complete = false;
    return this;
  }

  /// Checks the bindings and takes hold of buffers and workspace until [#finished].
  void retain(Rows workspace) {
    if (!complete) {
      checks.requireComplete();
      complete = true;
    }
    for (int i = 0; i < buffers.length; i++) {
      try {
        buffers[i].retain();
      } catch (IllegalStateException e) {
        release(i);
        throw new IllegalStateException(
            "the buffer bound to '%s' is closed".formatted(bound.get(i).name()), e);
      }
    }
    spaces[0] = workspace;
    for (int i = 0; i < buffers.length; i++) {
      spaces[1 + i] = buffers[i].rows();
    }
  }

  private void release(int count) {
    for (int i = 0; i < count; i++) {
      buffers[i].release();
    }
  }

  @Override
  protected int stages() {
    return program.stages();
  }

  @Override
  protected int tiles(int stage) {
    return program.tiles(stage);
  }

  @Override
  protected void run(int stage, int tile, int worker) {
    program.run(stage, tile, spaces, contexts[worker]);
  }

  /// Gives back what [#retain] took.
  @Override
  protected void finished() {
    Arrays.fill(spaces, null);
    release(buffers.length);
    executable.endRun();
  }
}
