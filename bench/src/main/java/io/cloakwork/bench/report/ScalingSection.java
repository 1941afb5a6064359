package io.cloakwork.bench.report;

import io.cloakwork.bench.result.BenchRow;
import io.cloakwork.bench.result.Kind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/// How times of operations change with the size of the ring, with limbs, batch and threads.
final class ScalingSection {

  /// What a sweep varies, and what it leaves alone.
  private enum Sweep {
    RING("the ring's degree", "N", "time") {
      @Override
      Object fixed(BenchRow row) {
        return List.of(row.limbs(), row.batch(), row.threads());
      }

      @Override
      double position(BenchRow row) {
        return row.parameters().logN().isEmpty()
            ? 0
            : Math.scalb(1.0, row.parameters().logN().getAsInt());
      }
    },
    PRESET("the parameter set, where limbs grow with N", "N", "time") {
      @Override
      Object fixed(BenchRow row) {
        boolean top = row.level().isEmpty() || row.limbs().equals(row.parameters().limbs());
        return List.of(top, row.batch(), row.threads());
      }

      @Override
      double position(BenchRow row) {
        return RING.position(row);
      }
    },
    LIMBS("limbs", "limbs", "time") {
      @Override
      Object fixed(BenchRow row) {
        return List.of(row.parameters().name(), row.batch(), row.threads());
      }

      @Override
      double position(BenchRow row) {
        return row.limbs().orElse(0);
      }
    },
    BATCH("the batch", "items in a batch", "time per item") {
      @Override
      Object fixed(BenchRow row) {
        return List.of(row.parameters().name(), row.limbs(), row.threads());
      }

      @Override
      double position(BenchRow row) {
        return row.batch();
      }

      @Override
      double share(BenchRow row) {
        return row.batch();
      }
    },
    THREADS("threads", "threads", "time") {
      @Override
      Object fixed(BenchRow row) {
        return List.of(row.parameters().name(), row.limbs(), row.batch());
      }

      @Override
      double position(BenchRow row) {
        return row.threads();
      }
    };

    private final String with;
    private final String axis;
    private final String measure;

    Sweep(String with, String axis, String measure) {
      this.with = with;
      this.axis = axis;
      this.measure = measure;
    }

    /// What rows of one line have in common besides operation and series.
    abstract Object fixed(BenchRow row);

    /// Where a row is on the axis; 0 if that is unknown.
    abstract double position(BenchRow row);

    /// What times are divided by.
    double share(BenchRow row) {
      return 1;
    }
  }

  private record Key(String op, String series, Object fixed) {}

  private final List<Figure> figures;
  private final List<String> lines;
  private final Charts charts;
  private final Html html = new Html();

  private ScalingSection(List<Figure> figures, List<String> lines, Charts charts) {
    this.figures = figures.stream().filter(figure -> figure.row().kind() == Kind.OP).toList();
    this.lines = lines;
    this.charts = charts;
  }

  static Section of(List<Figure> figures, List<String> lines, Charts charts) {
    return new ScalingSection(figures, lines, charts).section();
  }

  private Section section() {
    boolean rings = sweep(Sweep.RING);
    if (!rings) {
      sweep(Sweep.PRESET);
    }
    sweep(Sweep.LIMBS);
    sweep(Sweep.BATCH);
    sweep(Sweep.THREADS);
    return new Section("scaling", "Scaling", html.toString());
  }

  /// Draws every operation that was measured at two or more positions of the axis.
  private boolean sweep(Sweep sweep) {
    Map<Key, List<Figure>> groups =
        figures.stream()
            .filter(figure -> sweep.position(figure.row()) > 0)
            .collect(
                Collectors.groupingBy(
                    figure ->
                        new Key(figure.row().op(), figure.series(), sweep.fixed(figure.row())),
                    LinkedHashMap::new,
                    Collectors.toList()));
    groups.values().removeIf(group -> positions(sweep, group).size() < 2);
    if (groups.isEmpty()) {
      return false;
    }
    html.element("h3", "With " + sweep.with).raw("<div class=\"grid\">\n");
    groups.keySet().stream().map(Key::op).distinct().forEach(op -> chart(sweep, op, groups));
    html.raw("</div>\n");
    if (sweep != Sweep.PRESET) { // those are the rows of the tables above
      List<Figure> shown = new ArrayList<>();
      groups.values().forEach(group -> shown.addAll(inOrder(sweep, group)));
      RowTable.write(html, "Times with " + sweep.with, shown);
    }
    return true;
  }

  private static NavigableSet<Double> positions(Sweep sweep, List<Figure> group) {
    return group.stream()
        .map(figure -> sweep.position(figure.row()))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static List<Figure> inOrder(Sweep sweep, List<Figure> group) {
    Comparator<Figure> byPosition =
        Comparator.comparingDouble(figure -> sweep.position(figure.row()));
    return group.stream().sorted(byPosition).toList();
  }

  private void chart(Sweep sweep, String op, Map<Key, List<Figure>> groups) {
    List<Lines.Line> drawn = new ArrayList<>();
    NavigableSet<Double> ticks = new TreeSet<>();
    boolean many = groups.keySet().stream().map(Key::fixed).distinct().count() > 1;
    groups.forEach((key, group) -> {
      if (key.op().equals(op)) {
        String name = key.series() + (many ? ", " + details(sweep, group.getFirst().row()) : "");
        drawn.add(new Lines.Line(name, lines.indexOf(key.series()), false, points(sweep, group)));
        if (sweep == Sweep.THREADS) {
          drawn.add(ideal(lines.indexOf(key.series()), group));
        }
        ticks.addAll(positions(sweep, group));
      }
    });
    Lines.Axis axis = new Lines.Axis(sweep.axis, List.copyOf(ticks), true);
    Lines.place(html, charts, op, axis, sweep.measure, drawn, true);
  }

  private static List<Lines.Point> points(Sweep sweep, List<Figure> group) {
    Function<Figure, Lines.Point> point =
        figure -> Lines.Point.of(sweep.position(figure.row()), figure, sweep.share(figure.row()));
    return group.stream().map(point).toList();
  }

  /// As much faster as there are more threads.
  private static Lines.Line ideal(int colour, List<Figure> group) {
    Figure fewest =
        group.stream().min(Comparator.comparingInt(figure -> figure.row().threads())).orElseThrow();
    double work = fewest.seconds() * fewest.row().threads();
    List<Lines.Point> points = new ArrayList<>();
    for (double threads : positions(Sweep.THREADS, group)) {
      points.add(new Lines.Point(threads, work / threads, Double.NaN, Double.NaN, Double.NaN, ""));
    }
    return new Lines.Line("", colour, true, points);
  }

  /// What tells lines of one series apart.
  private static String details(Sweep sweep, BenchRow row) {
    return switch (sweep) {
      case RING, PRESET -> row.threads() + (row.threads() == 1 ? " thread" : " threads");
      case LIMBS, BATCH, THREADS -> row.parameters().name();
    };
  }
}
