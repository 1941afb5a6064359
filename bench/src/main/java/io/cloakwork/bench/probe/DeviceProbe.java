package io.cloakwork.bench.probe;

import io.cloakwork.bench.device.BoundProgram;
import io.cloakwork.bench.device.BufferPool;
import io.cloakwork.bench.floors.Bandwidth;
import io.cloakwork.bench.floors.Lane;
import io.cloakwork.bench.floors.Probed;
import io.cloakwork.bench.floors.Rate;
import io.cloakwork.bench.floors.Work;
import io.cloakwork.bench.timing.Stopwatch;
import io.cloakwork.spi.device.Device;
import io.cloakwork.spi.graph.CommandGraph;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Measures a device's limits as any program meets them: memory with copies, sums and sums of
/// products over buffers from some hundred kilobytes to more than any cache, arithmetic with the
/// same, with chains of multiply-adds and with transforms over rows that stay in a cache. What
/// counts is the fastest run of the fastest program: a limit is what a device can do when nothing
/// disturbs it.
public final class DeviceProbe {

  /// Streams of sums have three operands: the footprint of the largest is 384 MiB.
  private static final List<Integer> ROWS = List.of(4, 16, 64, 256, 1024, 4096);

  // A row or two for every worker: resident, and all of them busy.
  private static final int ROWS_PER_THREAD = 2;

  /// A device that takes so long for a footprint is not held back by memory, and larger ones would
  /// tell nothing.
  private static final double LONGEST_STREAM_SECONDS = 0.25;

  private static final int LEAST_RUNS = 3;
  private static final int MOST_RUNS = 1000;

  private final Device device;
  private final Stopwatch stopwatch;
  private final List<Integer> streamRows;

  private DeviceProbe(Device device, Stopwatch stopwatch, List<Integer> streamRows) {
    this.device = device;
    this.stopwatch = stopwatch;
    this.streamRows = streamRows;
  }

  /// Measures `device`.
  ///
  /// @param perProgram how long each of two dozen programs is timed, about
  public static Probed measure(Device device, Duration perProgram) {
    return measure(device, perProgram, ROWS);
  }

  static Probed measure(Device device, Duration perProgram, List<Integer> streamRows) {
    return new DeviceProbe(device, stopwatch(perProgram), streamRows).measure();
  }

  private static Stopwatch stopwatch(Duration perProgram) {
    return new Stopwatch(perProgram.dividedBy(2), perProgram, LEAST_RUNS, MOST_RUNS);
  }

  private Probed measure() {
    List<Bandwidth.Point> points = new ArrayList<>();
    for (int rows : streamRows) {
      Bandwidth.Point point = stream(rows);
      points.add(point);
      if (point.footprintBytes() / point.bytesPerSecond() > LONGEST_STREAM_SECONDS) {
        break;
      }
    }
    Rate fast = products(Lane.FAST);
    Rate wide = products(Lane.WIDE);
    return new Probed(device.profile().threads(), fast, wide, new Bandwidth(points));
  }

  /// The fastest of three ways to move about 3 · `rows` rows.
  private Bandwidth.Point stream(int rows) {
    int factors = Math.max(1, 3 * rows / (2 * ProbePrograms.TERMS + 1));
    Map<String, CommandGraph> programs = new LinkedHashMap<>();
    programs.put("copy", ProbePrograms.copy(3 * rows / 2));
    programs.put("sum", ProbePrograms.add(rows));
    programs.put("sum of products", ProbePrograms.innerProduct(factors, Lane.FAST));
    Bandwidth.Point best = null;
    for (Map.Entry<String, CommandGraph> program : programs.entrySet()) {
      long bytes = Work.of(program.getValue()).bytes();
      double perSecond = bytes / leastSeconds(program.getValue());
      if (best == null || perSecond > best.bytesPerSecond()) {
        best = new Bandwidth.Point(bytes, perSecond, program.getKey());
      }
    }
    return best;
  }

  private Rate products(Lane lane) {
    int rows = ROWS_PER_THREAD * device.profile().threads();
    Map<String, CommandGraph> programs = new LinkedHashMap<>();
    programs.put("multiply-adds", ProbePrograms.multiplyAdd(rows, lane));
    programs.put("sum of products", ProbePrograms.innerProduct(rows, lane));
    programs.put("transforms", ProbePrograms.transforms(rows, lane));
    Rate best = null;
    for (Map.Entry<String, CommandGraph> program : programs.entrySet()) {
      long products = Work.of(program.getValue()).products();
      double perSecond = products / leastSeconds(program.getValue());
      if (best == null || perSecond > best.perSecond()) {
        best = new Rate(perSecond, "probe: " + program.getKey());
      }
    }
    return best;
  }

  private double leastSeconds(CommandGraph graph) {
    try (BufferPool pool = new BufferPool(device);
        BoundProgram program = new BoundProgram(device, graph, pool)) {
      return stopwatch.time(program::run)[0] * 1e-9;
    }
  }
}
