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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.stream.Stream;

/// Measures a device's limits as any program meets them: memory with copies, sums and sums of
/// products over buffers from some hundred kilobytes to more than any cache, arithmetic with
/// [ProductProgram]s for each form of product. Every program is looked at larger and larger, until
/// it runs so long that the time for handing work over is lost in it, and the fastest is measured.
/// What counts is its fastest run: a limit is what a device can do when nothing disturbs it.
/// Programs that the device does not support, or has no room for, are left out.
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
  /// programs would tell nothing; nor would more runs of it.
  private static final double LONGEST_SECONDS = 0.05;

  /// Which of several programs is the fastest is seen in this part of the time for measuring it.
  private static final int LOOK_PART = 5;

  private static final int LEAST_RUNS = 3;
  private static final int MOST_RUNS = 20_000;

  private final Device device;
  private final Stopwatch look;
  private final Stopwatch measurement;
  private final List<Integer> streamRows;

  private DeviceProbe(Device device, Duration perProgram, List<Integer> streamRows) {
    this.device = device;
    this.look = stopwatch(perProgram.dividedBy(LOOK_PART), 1);
    this.measurement = stopwatch(perProgram, LEAST_RUNS);
    this.streamRows = streamRows;
  }

  private static Stopwatch stopwatch(Duration budget, int leastRuns) {
    return new Stopwatch(budget.dividedBy(2), budget, leastRuns, MOST_RUNS);
  }

  /// Measures `device`.
  ///
  /// @param perProgram how long each of some fifteen programs is timed, about, after choosing it
  public static Probed measure(Device device, Duration perProgram) {
    return measure(device, perProgram, ROWS);
  }

  static Probed measure(Device device, Duration perProgram, List<Integer> streamRows) {
    return new DeviceProbe(device, perProgram, streamRows).measure();
  }

  /// A program that has been looked at.
  ///
  /// @param amount of what its rate is a rate of
  private record Seen(CommandGraph graph, String name, long amount, double seconds) {

    Rate rate() {
      return new Rate(amount / seconds, name);
    }

    Seen orFaster(Seen other) {
      return other.amount / other.seconds > amount / seconds ? other : this;
    }
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
    return programs.entrySet().stream()
        .map(program ->
            lookAt(program.getValue(), program.getKey(), Work.of(program.getValue()).bytes()))
        .flatMap(Optional::stream)
        .reduce(Seen::orFaster)
        .map(this::measured)
        .map(seen -> new Bandwidth.Point(seen.amount(), seen.rate().perSecond(), seen.name()));
  }

  /// The most products a second that any program of the form reaches.
  private Optional<Rate> products(Arithmetic kind) {
    Optional<Seen> fastest = Optional.empty();
    for (ProductProgram program : ProductProgram.values()) {
      if (program.form() == kind.form()) {
        List<Seen> sizes = sizes(program, kind.lane());
        fastest = Stream.concat(fastest.stream(), sizes.stream()).reduce(Seen::orFaster);
        if (!sizes.isEmpty() && sizes.getFirst().seconds() > LONGEST_SECONDS) {
          break;
        }
      }
    }
    return fastest.map(seen -> measured(seen).rate());
  }

  /// The sizes of a program, up to the first that runs long enough; none if the device does not
  /// have the operation.
  private List<Seen> sizes(ProductProgram program, Lane lane) {
    int rows = ROWS_PER_THREAD * device.profile().threads();
    List<Seen> sizes = new ArrayList<>();
    for (int size = 0; size < MOST_SIZES; size++) {
      CommandGraph graph = program.graph(rows, size, lane);
      Optional<Seen> seen = lookAt(graph, "probe: " + program.label(), Work.of(graph).products());
      seen.ifPresent(sizes::add);
      if (seen.isEmpty() || seen.get().seconds() > LONG_SECONDS) {
        break;
      }
    }
    return sizes;
  }

  private Optional<Seen> lookAt(CommandGraph graph, String name, long amount) {
    OptionalDouble seconds = leastSeconds(graph, look);
    return seconds.isEmpty()
        ? Optional.empty()
        : Optional.of(new Seen(graph, name, amount, seconds.getAsDouble()));
  }

  /// The same, timed for longer.
  private Seen measured(Seen seen) {
    if (seen.seconds() > LONGEST_SECONDS) {
      return seen;
    }
    double again = leastSeconds(seen.graph(), measurement).orElse(seen.seconds());
    return new Seen(seen.graph(), seen.name(), seen.amount(), Math.min(seen.seconds(), again));
  }

  private OptionalDouble leastSeconds(CommandGraph graph, Stopwatch stopwatch) {
    try (BufferPool pool = new BufferPool(device);
        BoundProgram program = new BoundProgram(device, graph, pool)) {
      return OptionalDouble.of(stopwatch.time(program::run)[0] * 1e-9);
    } catch (UnsupportedGraphException | DeviceOutOfMemoryException e) {
      return OptionalDouble.empty();
    }
  }
}
