package io.cloakwork.bench.report;

import io.cloakwork.spi.hash.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// One HTML file of results, which needs no other file and no network.
///
/// A policy in the page lets it run the script that it was written with and nothing else, so that
/// no text from a file of results could be run even if it were not escaped.
public final class BenchReport {

  private static final String LIBRARY = "META-INF/resources/webjars/d3/7.9.0/";
  private static final List<String> SCRIPTS =
      List.of("base.js", "dots.js", "lines.js", "roofline.js", "bars.js", "draw.js");
  private static final int MIN_LINKS = 2;

  private final List<Source> sources;
  private final List<Figure> figures;
  private final Charts charts = new Charts();

  private BenchReport(List<Source> sources) {
    this.sources = sources;
    this.figures = Series.name(sources);
  }

  /// The page of these files, in their order.
  ///
  /// @param version of this program, for the foot of the page
  /// @throws IllegalArgumentException if there is no result
  public static String write(List<Source> sources, String version) {
    if (sources.stream().allMatch(source -> source.run().rows().isEmpty())) {
      throw new IllegalArgumentException("there are no results to report");
    }
    return new BenchReport(sources).page(version);
  }

  private String page(String version) {
    List<String> lines = Series.names(figures);
    List<Section> sections =
        Stream.of(
                MachineSection.of(sources),
                LatencySection.of(figures, lines, charts),
                NetworkSection.networks(figures, lines, charts),
                SetupSection.of(figures, charts),
                NetworkSection.layers(figures, lines, charts),
                ServingSection.of(figures, lines, charts),
                ScalingSection.of(figures, lines, charts),
                RooflineSection.of(figures, charts),
                ParametersSection.of(figures),
                MachineSection.details(sources))
            .filter(section -> !section.isEmpty())
            .toList();
    String style = resource("report.css");
    String library = library();
    String script = SCRIPTS.stream().map(BenchReport::resource).collect(Collectors.joining("\n"));
    Html html = new Html();
    head(html, style, library, script);
    body(html, sections, version);
    html.raw("<script type=\"application/json\" id=\"charts\">")
        .raw(charts.json())
        .raw("</script>\n");
    html.raw("<script>").raw(library).raw("</script>\n");
    html.raw("<script>").raw(script).raw("</script>\n</body>\n</html>\n");
    return html.toString();
  }

  private void head(Html html, String style, String library, String script) {
    html.raw("<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n");
    html.raw("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; base-uri")
        .raw(" 'none'; form-action 'none'; img-src data:; style-src '")
        .raw(hash(style))
        .raw("'; script-src '" + hash(library) + "' '" + hash(script) + "'\">\n");
    html.raw("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
    html.raw("<meta name=\"color-scheme\" content=\"light dark\">\n");
    html.raw("<link rel=\"icon\" href=\"data:,\">\n");
    html.element("title", title()).raw("\n<style>").raw(style).raw("</style>\n</head>\n<body>\n");
  }

  private String title() {
    String libraries =
        figures.stream()
            .map(figure -> figure.row().by().library())
            .distinct()
            .collect(Collectors.joining(", "));
    return "Benchmark report: " + libraries;
  }

  private void body(Html html, List<Section> sections, String version) {
    html.raw("<header>\n").element("h1", title()).raw("\n");
    html.element("p class=\"lead\"", summary()).raw("\n");
    if (sections.size() >= MIN_LINKS) {
      html.raw("<nav aria-label=\"Sections\"><ul>");
      for (Section section : sections) {
        html.raw("<li><a href=\"#" + section.id() + "\">").text(section.title()).raw("</a></li>");
      }
      html.raw("</ul></nav>\n");
    }
    html.raw("</header>\n<main>\n");
    sections.forEach(section -> section.write(html));
    html.raw("</main>\n");
    foot(html, version);
  }

  private String summary() {
    String dates =
        sources.stream()
            .flatMap(source -> source.run().date().stream())
            .map(date -> date.toString().substring(0, "2026-01-01".length()))
            .distinct()
            .sorted()
            .collect(Collectors.joining(", "));
    int files = sources.size();
    return "%,d results from %s%s"
        .formatted(
            figures.size(),
            files == 1 ? "one file" : files + " files",
            dates.isEmpty() ? "" : ", measured " + dates);
  }

  private static void foot(Html html, String version) {
    html.raw("<footer>\n");
    html.paragraph(
        "Medians of timed runs after warm-up. Floor: the counted modular operations and the fewest"
            + " bytes that must move, each at the device's peak, whichever takes longer. Achieved:"
            + " floor over median. Precision: bits of the largest error of a slot. Set-up: what was"
            + " done once before the first run. A dash stands for what the result does not say.");
    html.paragraph(
        "Written by Cloakwork %s. Charts are drawn by D3 7.9.0, copyright 2010-2023 Mike Bostock,"
                .formatted(version)
            + " under the ISC licence, which is in the source of this page.");
    html.raw("</footer>\n");
  }

  private static String resource(String name) {
    try (InputStream in = BenchReport.class.getResourceAsStream(name)) {
      return read(in, name);
    } catch (IOException e) {
      throw new IllegalStateException("this build's own file %s is broken".formatted(name), e);
    }
  }

  /// D3 with its licence before it.
  private static String library() {
    String licence = libraryFile("LICENSE").strip().replace("*/", "");
    return "/*\n" + licence + "\n*/\n" + libraryFile("dist/d3.min.js");
  }

  private static String libraryFile(String name) {
    try (InputStream in = BenchReport.class.getClassLoader().getResourceAsStream(LIBRARY + name)) {
      return read(in, name);
    } catch (IOException e) {
      throw new IllegalStateException("the library's file %s is broken".formatted(name), e);
    }
  }

  private static String read(InputStream in, String name) throws IOException {
    if (in == null) {
      throw new IllegalStateException("%s is not on the class path".formatted(name));
    }
    return new String(in.readAllBytes(), StandardCharsets.UTF_8);
  }

  private static String hash(String content) {
    byte[] digest = Sha256.of(content.getBytes(StandardCharsets.UTF_8));
    return "sha256-" + Base64.getEncoder().encodeToString(digest);
  }
}
