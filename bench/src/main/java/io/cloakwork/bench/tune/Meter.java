package io.cloakwork.bench.tune;

import io.cloakwork.bench.device.RandomResidues;
import io.cloakwork.bench.timing.Stopwatch;
import io.cloakwork.spi.device.Bindings;
import io.cloakwork.spi.device.Device;
import io.cloakwork.spi.device.DeviceBuffer;
import io.cloakwork.spi.device.Executable;
import io.cloakwork.spi.device.Reuse;
import io.cloakwork.spi.graph.Value;
import io.cloakwork.spi.hash.Sha256;
import java.lang.foreign.MemorySegment;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Function;

/// Runs workloads with a setting: the same inputs every time, medians, and a digest of the results.
///
/// @param opener opens the device with a value for every tunable
/// @param stopwatch how long each workload is timed
record Meter(
    Function<Map<String, String>, Device> opener, List<Workload> workloads, Stopwatch stopwatch) {

  private static final long SEED = 20260402;

  /// Measures a setting.
  ///
  /// @throws io.cloakwork.spi.device.BackendException if the device cannot run it
  Trial measure(Map<String, String> setting) {
    Map<String, Double> micros = new LinkedHashMap<>();
    Map<String, String> digests = new LinkedHashMap<>();
    try (Device device = opener.apply(setting)) {
      for (Workload workload : workloads) {
        try (Bound bound = new Bound(device, workload)) {
          micros.put(workload.name(), Stopwatch.median(stopwatch.time(bound::run)) / 1e3);
          digests.put(workload.name(), bound.digest());
        }
      }
    }
    return new Trial(setting, micros, digests);
  }

  /// A workload on a device, its inputs filled.
  private static final class Bound implements AutoCloseable {

    private final List<DeviceBuffer> buffers = new ArrayList<>();
    private final List<DeviceBuffer> outputs = new ArrayList<>();
    private final Executable program;
    private final Bindings bindings;

    Bound(Device device, Workload workload) {
      program = device.compile(workload.graph(), Reuse.MANY);
      try {
        bindings = program.newBindings();
        SplittableRandom random = new SplittableRandom(SEED);
        for (Value value : workload.graph().boundValues()) {
          DeviceBuffer buffer = device.allocate(value.shape());
          buffers.add(buffer);
          bindings.bind(value.name(), buffer);
          if (value.role() == Value.Role.OUTPUT) {
            outputs.add(buffer);
          } else {
            RandomResidues.fill(buffer, random);
          }
        }
      } catch (RuntimeException e) {
        close();
        throw e;
      }
    }

    void run() {
      program.run(bindings);
    }

    String digest() {
      MessageDigest digest = Sha256.digest();
      for (DeviceBuffer output : outputs) {
        byte[] words = new byte[Math.toIntExact(output.shape().bytes())];
        output.download(MemorySegment.ofArray(words));
        digest.update(words);
      }
      return HexFormat.of().formatHex(digest.digest());
    }

    @Override
    public void close() {
      program.close();
      buffers.forEach(DeviceBuffer::close);
    }
  }
}
