package io.cloakwork.kernels.host;

import io.cloakwork.kernels.launch.BufferRef;
import io.cloakwork.kernels.launch.Lane;
import io.cloakwork.kernels.launch.LaunchPlanner;
import io.cloakwork.kernels.launch.Tuning;
import io.cloakwork.kernels.launch.Twiddles;
import io.cloakwork.spi.device.Device;
import io.cloakwork.spi.device.DeviceBuffer;
import io.cloakwork.spi.device.DeviceProfile;
import io.cloakwork.spi.device.Executable;
import io.cloakwork.spi.device.Reuse;
import io.cloakwork.spi.graph.CommandGraph;
import io.cloakwork.spi.graph.RnsShape;
import io.cloakwork.spi.ring.Modulus;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// A device that only computes: no limits, no accounting, no concurrency.
final class HostDevice implements Device {

  private final Tuning tuning;
  private final HostCompiler compiler;
  private final Arena arena = Arena.ofShared();
  private final Map<BufferRef.Twiddles, List<Modulus>> primes = new HashMap<>();
  private final Map<BufferRef.Twiddles, MemorySegment> tables = new HashMap<>();

  HostDevice(Tuning tuning, HostCompiler compiler) {
    this.tuning = tuning;
    this.compiler = compiler;
  }

  HostCompiler compiler() {
    return compiler;
  }

  @Override
  public DeviceProfile profile() {
    return new DeviceProfile("host", "kernels as plain C", 1, Long.MAX_VALUE, Map.of());
  }

  @Override
  public DeviceBuffer allocate(RnsShape shape) {
    return new HostBuffer(this, shape);
  }

  @Override
  public Executable compile(CommandGraph graph, Reuse reuse) {
    return new HostExecutable(this, graph, LaunchPlanner.plan(graph, tuning, this::firstRow));
  }

  private int firstRow(Lane lane, int logN, Modulus modulus) {
    BufferRef.Twiddles key = new BufferRef.Twiddles(lane, logN);
    List<Modulus> known = primes.computeIfAbsent(key, _ -> new ArrayList<>());
    if (!known.contains(modulus)) {
      known.add(modulus);
      tables.put(key, write(lane, logN, known));
    }
    return known.indexOf(modulus) * Twiddles.rows(lane);
  }

  private MemorySegment write(Lane lane, int logN, List<Modulus> all) {
    long tableBytes = (long) Twiddles.rows(lane) * Long.BYTES << logN;
    MemorySegment table = arena.allocate(all.size() * tableBytes, 64);
    for (int i = 0; i < all.size(); i++) {
      long[] words = Twiddles.table(lane, logN, all.get(i));
      MemorySegment.copy(words, 0, table, ValueLayout.JAVA_LONG, i * tableBytes, words.length);
    }
    return table;
  }

  MemorySegment twiddles(BufferRef.Twiddles key) {
    return tables.get(key);
  }

  Tuning tuning() {
    return tuning;
  }

  @Override
  public long allocatedBytes() {
    return 0;
  }

  @Override
  public void close() {
    arena.close();
  }
}
