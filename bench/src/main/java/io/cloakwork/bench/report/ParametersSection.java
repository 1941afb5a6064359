package io.cloakwork.bench.report;

import io.cloakwork.bench.result.ParameterFacts;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/// The parameter sets, so that nobody compares across them unawares.
final class ParametersSection {

  private ParametersSection() {}

  private record Used(String library, ParameterFacts facts) {}

  static Section of(List<Figure> figures) {
    List<Used> used =
        figures.stream()
            .map(figure -> new Used(figure.row().by().library(), figure.row().parameters()))
            .distinct()
            .toList();
    Html html = new Html();
    html.paragraph(
        "Two times compare only where these agree; the same name may stand for different chains in"
            + " different libraries. Security is the classical estimate that the result states.");
    html.raw("<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Parameter sets\">");
    html.raw("<table>").element("caption", "Parameter sets").raw("<thead><tr>");
    for (String name : List.of("parameters", "library")) {
      html.element("th scope=\"col\"", name);
    }
    for (String name :
        List.of("log N", "log QP", "limbs", "digits (dnum)", "log scale", "security")) {
      html.element("th scope=\"col\" class=\"n\"", name);
    }
    html.raw("</tr></thead><tbody>\n");
    used.forEach(each -> row(html, each));
    html.raw("</tbody></table></div>\n");
    return new Section("parameters", "Parameters", html.toString());
  }

  private static void row(Html html, Used used) {
    ParameterFacts facts = used.facts();
    html.raw("<tr>").element("th scope=\"row\"", facts.name()).element("td", used.library());
    for (String value :
        List.of(
            text(facts.logN()),
            text(facts.logQP()),
            text(facts.limbs()),
            text(facts.digitCount()),
            text(facts.logScale()),
            text(facts.securityBits()))) {
      html.element("td class=\"n\"", value);
    }
    html.raw("</tr>\n");
  }

  private static String text(OptionalInt value) {
    return value.isEmpty() ? Figures.NOTHING : Integer.toString(value.getAsInt());
  }

  private static String text(OptionalDouble value) {
    return value.isEmpty() ? Figures.NOTHING : Figures.plain(value.getAsDouble());
  }
}
