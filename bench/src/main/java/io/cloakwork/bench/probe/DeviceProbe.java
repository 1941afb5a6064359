package io.cloakwork.bench.probe;

import io.cloakwork.bench.device.BoundProgram;
import io.cloakwork.bench.device.BufferPool;
import io.cloakwork.bench.floors.Arithmetic;
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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.stream.Stream;

/// Measures a device's limits as any program meets them: memory with copies, sums and sums of
/// products over buffers from some hundred kilobytes to more than any cache, arithmetic with
/// [ProductProgram]s for each form of product. Every program is measured larger and larger, until
/// it runs so long that the time for handing work over is lost in it. What counts is the fastest
/// run of the fastest program at its best size: a limit is what a device can do when nothing
/// disturbs it. Programs that the device does not support, or has no room for, are left out.
public final class DeviceProbe {

  /// Streams of sums have three operands: their footprints are 384 KiB to 384 MiB. Between caches
  /// the fastest is narrow: a program must be long enough that its start is lost in it, and small
  /// enough to stay where it is.
  private static final List<Integer> ROWS = List.of(2, 4, 8, 16, 32, 64, 128, 512, 2048);

  // A row or two for every worker: resident, and all of them busy.
  private static final int ROWS_PER_THREAD = 2;

  /// A device that takes so long for a footprint is not held back by memory, and larger ones would
  /// tell nothing.
  private static final double LONGEST_STREAM_SECONDS = 0.25;

  /// Of a program that takes so long, what a device needs to start and to finish commands, some ten
  /// microseconds each, is next to nothing.
  private static final double LONG_SECONDS = 2e-3;

  private static final int MOST_SIZES = 4;

  /// A device whose smallest program takes so long is held back by its arithmetic alone, and denser
  /// programs would tell nothing.
  private static final double LONGEST_SECONDS = 0.05;

  private static final int LEAST_RUNS = 3;
  private static final int MOST_RUNS = 20_000;

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
  /// @param perProgram how long each of some dozens of programs is timed, about
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
    Map<Arithmetic, Rate> products = new TreeMap<>();
    for (Arithmetic kind : Arithmetic.all()) {
      products(kind).ifPresent(rate -> products.put(kind, rate));
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
    int factors = 3 * rows / (2 * StreamPrograms.TERMS + 1);
    Map<String, CommandGraph> programs = new LinkedHashMap<>();
    programs.put("copy", StreamPrograms.copy(3 * rows / 2));
    programs.put("sum", StreamPrograms.add(rows));
    if (factors > 0) {
      programs.put("sum of products", StreamPrograms.innerProduct(factors));
    }
    List<Bandwidth.Point> points = new ArrayList<>();
    programs.forEach((name, graph) -> {
      long bytes = Work.of(graph).bytes();
      leastSeconds(graph)
          .ifPresent(seconds -> points.add(new Bandwidth.Point(bytes, bytes / seconds, name)));
    });
    return points.stream().max(Comparator.comparingDouble(Bandwidth.Point::bytesPerSecond));
  }

  /// The most products a second that any program of the form reaches.
  private Optional<Rate> products(Arithmetic kind) {
    Optional<Rate> most = Optional.empty();
    for (ProductProgram program : ProductProgram.values()) {
      if (program.form() == kind.form()) {
        Sizes sizes = sizes(program, kind.lane());
        most = Stream.concat(most.stream(), sizes.most().stream()).reduce(Rate::orHigher);
        if (sizes.leastSeconds() > LONGEST_SECONDS) {
          break;
        }
      }
    }
    return most;
  }

  /// What the sizes of a program gave.
  ///
  /// @param most products a second; empty if the device does not have the operation
  /// @param leastSeconds of the smallest size
  private record Sizes(Optional<Rate> most, double leastSeconds) {}

  private Sizes sizes(ProductProgram program, Lane lane) {
    int rows = ROWS_PER_THREAD * device.profile().threads();
    Optional<Rate> most = Optional.empty();
    double least = 0;
    for (int size = 0; size < MOST_SIZES; size++) {
      CommandGraph graph = program.graph(rows, size, lane);
      OptionalDouble measured = leastSeconds(graph);
      if (measured.isEmpty()) {
        break;
      }
      double seconds = measured.getAsDouble();
      Rate rate = new Rate(Work.of(graph).products() / seconds, "probe: " + program.label());
      most = Optional.of(most.map(rate::orHigher).orElse(rate));
      least = size == 0 ? seconds : least;
      if (seconds > LONG_SECONDS) {
        break;
      }
    }
    return new Sizes(most, least);
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
