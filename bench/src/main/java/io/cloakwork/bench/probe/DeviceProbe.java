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
import io.cloakwork.spi.device.DeviceOutOfMemoryException;
import io.cloakwork.spi.device.UnsupportedGraphException;
import io.cloakwork.spi.graph.CommandGraph;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/// Measures a device's limits as any program meets them: memory with copies, sums and sums of
/// products over buffers from some hundred kilobytes to more than any cache, arithmetic with the
/// same, with chains of multiply-adds and of products by constants, and with transforms, over rows
/// that stay in a cache. What counts is the fastest run of the fastest program: a limit is what a
/// device can do when nothing disturbs it. Programs that the device does not support, or has no
/// room for, are left out.
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
    Map<Lane, Rate> products = new EnumMap<>(Lane.class);
    for (Lane lane : Lane.values()) {
      products(lane).ifPresent(rate -> products.put(lane, rate));
    }
    List<Bandwidth.Point> points = streams();
    return new Probed(
        device.profile().threads(),
        products,
        points.isEmpty() ? Optional.empty() : Optional.of(new Bandwidth(points)));
  }

  private List<Bandwidth.Point> streams() {
    List<Bandwidth.Point> points = new ArrayList<>();
    for (int rows : streamRows) {
      Optional<Bandwidth.Point> point = stream(rows);
      point.ifPresent(points::add);
      if (point.isEmpty() || point.get().seconds() > LONGEST_STREAM_SECONDS) {
        break;
      }
    }
    return points;
  }

  /// The fastest of three ways to move about 3 · `rows` rows.
  private Optional<Bandwidth.Point> stream(int rows) {
    int factors = Math.max(1, 3 * rows / (2 * ProbePrograms.TERMS + 1));
    Map<String, CommandGraph> programs = new LinkedHashMap<>();
    programs.put("copy", ProbePrograms.copy(3 * rows / 2));
    programs.put("sum", ProbePrograms.add(rows));
    programs.put("sum of products", ProbePrograms.innerProduct(factors, Lane.FAST));
    List<Bandwidth.Point> points = new ArrayList<>();
    programs.forEach((name, graph) -> {
      long bytes = Work.of(graph).bytes();
      leastSeconds(graph)
          .ifPresent(seconds -> points.add(new Bandwidth.Point(bytes, bytes / seconds, name)));
    });
    return points.stream().max(Comparator.comparingDouble(Bandwidth.Point::bytesPerSecond));
  }

  private Optional<Rate> products(Lane lane) {
    int rows = ROWS_PER_THREAD * device.profile().threads();
    Map<String, CommandGraph> programs = new LinkedHashMap<>();
    programs.put("multiply-adds", ProbePrograms.multiplyAdd(rows, lane));
    programs.put("products by constants", ProbePrograms.multiplyScalar(rows, lane));
    programs.put("sum of products", ProbePrograms.innerProduct(rows, lane));
    programs.put("transforms", ProbePrograms.transforms(rows, lane));
    List<Rate> rates = new ArrayList<>();
    programs.forEach((name, graph) -> {
      long products = Work.of(graph).products();
      leastSeconds(graph)
          .ifPresent(seconds -> rates.add(new Rate(products / seconds, "probe: " + name)));
    });
    return rates.stream().max(Comparator.comparingDouble(Rate::perSecond));
  }

  private OptionalDouble leastSeconds(CommandGraph graph) {
    try (BufferPool pool = new BufferPool(device);
        BoundProgram program = new BoundProgram(device, graph, pool)) {
      return OptionalDouble.of(stopwatch.time(program::run)[0] * 1e-9);
    } catch (UnsupportedGraphException | DeviceOutOfMemoryException e) {
      return OptionalDouble.empty();
    }
  }
}
