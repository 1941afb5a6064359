package io.cloakwork.kernels;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// The manifest says what the sources say.
class ManifestTest {

  private static final Pattern ENTRY =
      Pattern.compile("^KERNEL\\((\\w+)\\)\\(([^{]*)\\) \\{", Pattern.MULTILINE);
  private static final Pattern POINTER =
      Pattern.compile("(?:GLOBAL (?:const )?\\w+ \\*|TABLE\\(\\w+\\) )(\\w+)");
  private static final Pattern PAIR = Pattern.compile("PAIR\\((\\d)\\)");
  private static final Pattern MACRO =
      Pattern.compile(
          "\\b(LANES|ROWS|COLUMNS|TARGETS|LOG_TILE"
              + "|LOG_RADIX|SPREAD|FP64|LOG_N|LOG_COLUMN_STAGES)\\b");
  private static final List<String> SOURCES =
      List.of(
          "elementwise.k",
          "automorphism.k",
          "uniform.k",
          "multiply.k",
          "innerproduct.k",
          "baseconvert.k",
          "linearcombination.k",
          "ntt.k",
          "intt.k");

  private static JsonNode manifest() throws IOException {
    return new ObjectMapper().readTree(KernelResources.read("manifest.json"));
  }

  private static String source(String path) throws IOException {
    return new String(KernelResources.read(path), UTF_8);
  }

  @Test
  void entriesAndArgumentsAreThoseOfTheSources() throws IOException {
    Map<String, List<String>> declared = new TreeMap<>();
    for (JsonNode entry : manifest().get("entries")) {
      List<String> arguments = new ArrayList<>();
      entry.get("arguments").forEach(argument -> arguments.add(argument.asText()));
      declared.put(entry.get("source").asText() + " " + entry.get("name").asText(), arguments);
    }
    Map<String, List<String>> written = new TreeMap<>();
    for (String path : SOURCES) {
      Matcher entry = ENTRY.matcher(source(path));
      while (entry.find()) {
        assertThat(entry.group(2)).as(path).contains("LAUNCH");
        written.put(path + " " + entry.group(1), arguments(entry.group(2)));
      }
    }
    assertThat(declared).isEqualTo(written);
  }

  private static List<String> arguments(String text) {
    String expanded =
        PAIR.matcher(text).replaceAll("GLOBAL const word *a$1, GLOBAL const word *b$1");
    return POINTER.matcher(expanded).results().map(result -> result.group(1)).toList();
  }

  @Test
  void everyMacroOfTheSourcesIsDeclared() throws IOException {
    TreeSet<String> declared = new TreeSet<>();
    manifest().get("tunables").forEach(tunable -> declared.add(tunable.get("name").asText()));
    manifest().get("given").forEach(given -> declared.add(given.get("name").asText()));
    TreeSet<String> used = new TreeSet<>();
    List<String> all = new ArrayList<>(SOURCES);
    all.addAll(
        List.of(
            "transform.h",
            "conversion.h",
            "permutation.h",
            "launch.h",
            "dialect/opencl.h",
            "lane/modulus.h"));
    for (String path : all) {
      MACRO.matcher(source(path)).results().forEach(result -> used.add(result.group(1)));
    }
    assertThat(used).isEqualTo(declared);
  }

  @Test
  void lanesHaveTheirHeaders() throws IOException {
    for (JsonNode lane : manifest().get("lanes")) {
      assertThat(source(lane.get("header").asText())).contains("typedef").contains("residue;");
    }
  }
}
