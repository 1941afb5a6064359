package io.cloakwork.bench.report;

import io.cloakwork.bench.result.BenchRow;
import io.cloakwork.bench.result.Floor;
import io.cloakwork.bench.result.Kind;
import io.cloakwork.bench.result.Peaks;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.function.Predicate;

/// A table of figures: beside every time its spread, its floor, its precision, its security and
/// what had to be done before. What no row has and what all rows share by nature is left out.
final class RowTable {

  /// @param number whether values stand at the right
  private record Column(String name, boolean number, Function<Figure, String> value) {

    /// The tag of a value; a short one is not broken into lines.
    String tag(String value, boolean first) {
      if (first) {
        return "th scope=\"row\"";
      }
      return number ? "td class=\"n\"" : value.length() <= SHORT ? "td class=\"t\"" : "td";
    }
  }

  private static final int SHORT = 24;

  private final List<Figure> figures;
  private final List<Column> columns = new ArrayList<>();

  private RowTable(List<Figure> figures) {
    this.figures = together(figures);
    identity();
  }

  /// Writes the table of times and what judges them.
  static void write(Html html, String caption, List<Figure> figures) {
    RowTable table = new RowTable(figures);
    table.measured();
    table.judged();
    table.write(html, caption);
  }

  /// Writes the table of counts and what follows from them, for figures with counted floors.
  static void writeCounts(Html html, String caption, List<Figure> figures) {
    RowTable table = new RowTable(figures);
    table.counted();
    table.write(html, caption);
  }

  /// Rows of one operation under each other, where the first of them was.
  private static List<Figure> together(List<Figure> figures) {
    Map<List<String>, List<Figure>> groups = new LinkedHashMap<>();
    for (Figure figure : figures) {
      List<String> key = List.of(figure.row().workload(), figure.row().op());
      groups.computeIfAbsent(key, _ -> new ArrayList<>()).add(figure);
    }
    return groups.values().stream().flatMap(List::stream).toList();
  }

  private void identity() {
    text("what", figure -> name(figure.row()));
    textWhereItVaries("network", figure -> orNothing(figure.row().workload()));
    textWhereItVaries("by", Figure::series);
    textWhereItVaries("parameters", figure -> figure.row().parameters().name());
    if (any(figure -> figure.row().level().isPresent())) {
      number("limbs", figure -> whole(figure.row().limbs()));
    }
    if (any(figure -> figure.row().batch() > 1)) {
      number("batch", figure -> Integer.toString(figure.row().batch()));
    }
    number("threads", figure -> Integer.toString(figure.row().threads()));
  }

  private void measured() {
    number("median", figure -> Figures.micros(figure.row().timing().medianMicros()));
    if (any(figure -> figure.row().batch() > 1)) {
      number(
          "per item",
          figure -> Figures.micros(figure.row().timing().medianMicros() / figure.row().batch()));
    }
    number("10–90 %", figure -> spread(figure.row()));
    number("runs", figure -> String.format(Locale.ROOT, "%,d", figure.row().timing().runs()));
  }

  private void counted() {
    number("products", figure -> Figures.decimal(operations(figure)));
    number("bytes", figure -> Figures.decimal(bytes(figure)) + "B");
    number("per byte", figure -> Figures.digits(operations(figure) / bytes(figure)));
    number("peak products", figure -> rate(peaks(figure).modularOperationsPerSecond(), ""));
    number("peak bytes", figure -> rate(peaks(figure).bytesPerSecond(), "B"));
    text("bound by", figure -> counted(figure).isBoundByMemory() ? "memory" : "products");
    floor();
    number("median", figure -> Figures.micros(figure.row().timing().medianMicros()));
    achieved();
  }

  private void floor() {
    number("floor", figure -> figure.row().floor().map(RowTable::micros).orElse(Figures.NOTHING));
  }

  private void achieved() {
    number("achieved", figure -> achieved(figure.row()));
  }

  private void judged() {
    floor();
    achieved();
    number("precision", figure -> bits(figure.row()));
    number("security", figure -> whole(figure.row().parameters().securityBits(), " bits"));
    number("set-up", figure -> Figures.micros(figure.row().setupMicros()));
  }

  private void text(String name, Function<Figure, String> value) {
    columns.add(new Column(name, false, value));
  }

  /// What all rows share is in the title above the table.
  private void textWhereItVaries(String name, Function<Figure, String> value) {
    if (figures.stream().map(value).distinct().count() > 1) {
      text(name, value);
    }
  }

  private void number(String name, Function<Figure, String> value) {
    columns.add(new Column(name, true, value));
  }

  private boolean any(Predicate<Figure> predicate) {
    return figures.stream().anyMatch(predicate);
  }

  private void write(Html html, String caption) {
    html.raw("<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"")
        .text(caption)
        .raw("\"><table>");
    html.element("caption", caption).raw("<thead><tr>");
    for (Column column : columns) {
      html.element("th scope=\"col\"" + (column.number() ? " class=\"n\"" : ""), column.name());
    }
    html.raw("</tr></thead><tbody>\n");
    figures.forEach(figure -> writeRow(html, figure));
    html.raw("</tbody></table></div>\n");
  }

  private void writeRow(Html html, Figure figure) {
    html.raw("<tr>");
    boolean first = true;
    for (Column column : columns) {
      String value = column.value().apply(figure);
      html.element(column.tag(value, first), value);
      first = false;
    }
    html.raw("</tr>\n");
  }

  /// An operation's name; of what belongs to a network, also which part of it that is.
  static String name(BenchRow row) {
    return row.kind() == Kind.SETUP ? "set-up: " + row.op() : row.op();
  }

  private static String orNothing(String text) {
    return text.isEmpty() ? Figures.NOTHING : text;
  }

  private static String micros(Floor floor) {
    return Figures.micros(floor.micros());
  }

  private static String spread(BenchRow row) {
    OptionalDouble low = row.timing().p10Micros();
    OptionalDouble high = row.timing().p90Micros();
    return low.isEmpty() || high.isEmpty()
        ? Figures.NOTHING
        : Figures.range(low.getAsDouble(), high.getAsDouble());
  }

  private static Floor counted(Figure figure) {
    return figure.row().floor().orElseThrow();
  }

  private static Peaks peaks(Figure figure) {
    return counted(figure).peaks().orElseThrow();
  }

  private static double operations(Figure figure) {
    return counted(figure).modularOperations().orElseThrow();
  }

  private static double bytes(Figure figure) {
    return counted(figure).bytes().orElseThrow();
  }

  private static String rate(double perSecond, String unit) {
    return Figures.decimal(perSecond) + unit + "/s";
  }

  private static String percent(OptionalDouble fraction) {
    return fraction.isEmpty() ? Figures.NOTHING : Figures.percent(fraction.getAsDouble());
  }

  private static String achieved(BenchRow row) {
    return percent(row.achieved()) + (row.beatsFloor() ? ", no floor" : "");
  }

  private static String bits(BenchRow row) {
    OptionalDouble bits = row.precisionBits();
    return bits.isEmpty()
        ? Figures.NOTHING
        : String.format(Locale.ROOT, "%.1f bits", bits.getAsDouble());
  }

  private static String whole(OptionalInt value) {
    return whole(value, "");
  }

  private static String whole(OptionalInt value, String unit) {
    return value.isEmpty() ? Figures.NOTHING : value.getAsInt() + unit;
  }
}
