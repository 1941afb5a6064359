package io.cloakwork.bench.report;

import io.cloakwork.bench.compare.Difference;
import io.cloakwork.bench.compare.Likeness;
import io.cloakwork.bench.result.BenchRow;
import io.cloakwork.bench.result.Kind;
import io.cloakwork.bench.result.ParameterFacts;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/// What single operations take at the highest level, one at a time, by parameter set.
final class LatencySection {

  private LatencySection() {}

  static Section of(List<Figure> figures, List<String> lines, Charts charts) {
    Map<String, List<Figure>> sets =
        figures.stream()
            .filter(LatencySection::isPlain)
            .collect(
                Collectors.groupingBy(
                    figure -> figure.row().parameters().name(),
                    LinkedHashMap::new,
                    Collectors.toList()));
    if (sets.isEmpty()) {
      return new Section("latency", "", "");
    }
    Html html = new Html();
    html.paragraph(
        "Dots are medians, lines from the 10th to the 90th percentile of the runs, and the upright"
            + " strokes floors: the least time that the counted arithmetic and bytes can take there.");
    sets.forEach((name, set) ->
        OperationGroup.split(set)
            .forEach((group, part) -> part(html, charts, name, group, part, lines)));
    return new Section("latency", "Latency of operations", html.toString());
  }

  /// Whether it is an operation as an application sees it: at the top of the chain, one ciphertext
  /// at a time.
  static boolean isPlain(Figure figure) {
    BenchRow row = figure.row();
    OptionalInt chain = row.parameters().limbs();
    return row.kind() == Kind.OP
        && row.batch() == 1
        && (row.level().isEmpty() || row.limbs().equals(chain));
  }

  private static void part(
      Html html,
      Charts charts,
      String name,
      OperationGroup group,
      List<Figure> figures,
      List<String> lines) {
    String title = group.title(name);
    html.element("h3", title).raw("\n");
    boolean manyThreads =
        figures.stream().mapToInt(figure -> figure.row().threads()).distinct().count() > 1;
    Dots.place(
        html,
        charts,
        "Times of operations with " + title,
        figures,
        figure -> RowTable.name(figure.row()) + (manyThreads ? threads(figure.row()) : ""),
        lines);
    differences(html, name, figures);
    RowTable.write(html, "Operations with " + title, figures);
  }

  private record Used(String series, ParameterFacts parameters) {}

  /// Says who means something else by the name, or does not say what.
  private static void differences(Html html, String name, List<Figure> figures) {
    List<Used> used =
        figures.stream()
            .map(figure -> new Used(figure.series(), figure.row().parameters()))
            .distinct()
            .toList();
    List<String> sentences = new ArrayList<>();
    Used first = used.getFirst();
    for (Used other : used.subList(1, used.size())) {
      Likeness likeness = Likeness.of(first.parameters(), other.parameters());
      if (!likeness.isSameWork()) {
        sentences.add(
            "%s against %s: %s"
                .formatted(
                    first.series(),
                    other.series(),
                    likeness.differences().stream()
                        .map(Difference::toString)
                        .collect(Collectors.joining(", "))));
      } else if (!likeness.unstated().isEmpty()) {
        sentences.add(
            "only one of %s and %s says: %s"
                .formatted(first.series(), other.series(), String.join(", ", likeness.unstated())));
      }
    }
    if (!sentences.isEmpty()) {
      html.raw("<div class=\"warning\"><p>")
          .text("Not everybody means the same by " + name + ":")
          .raw("</p><ul>");
      sentences.forEach(sentence -> html.element("li", sentence));
      html.raw("</ul></div>\n");
    }
  }

  private static String threads(BenchRow row) {
    return ", " + row.threads() + (row.threads() == 1 ? " thread" : " threads");
  }
}
