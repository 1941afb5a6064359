package io.cloakwork.kernels;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cloakwork.kernels.launch.KernelEntry;
import io.cloakwork.kernels.launch.KernelSources;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The manifest says what the sources say.
class ManifestTest {

  private static final Pattern MACRO =
      Pattern.compile(
          "\\b(LANES|ROWS|COLUMNS|TARGETS|LOG_TILE"
              + "|LOG_RADIX|SPREAD|FP64|LOG_N|LOG_COLUMN_STAGES)\\b");
  private static final Pattern DEFINED =
      Pattern.compile("^(?:#define |FUNCTION [a-z_]+ )(\\w+)", Pattern.MULTILINE);
  private static final List<String> SOURCES =
      List.of(
          "elementwise.k",
          "automorphism.k",
          "uniform.k",
          "multiply.k",
          "tensor.k",
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
      for (KernelEntry kernel : KernelEntry.of(source(path))) {
        written.put(path + " " + kernel.name(), kernel.arguments());
      }
    }
    assertThat(declared).isEqualTo(written);
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

  /// What replaces a source has its kernels, and what replaces a header defines all that it does.
  @Test
  void vendorsReplaceWhatIsThere() throws Exception {
    Path neutral = Path.of(KernelResources.class.getResource("manifest.json").toURI()).getParent();
    int replaced = 0;
    try (Stream<Path> files = Files.walk(neutral.resolve("vendor"))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path folder = neutral.relativize(file).subpath(0, 2);
        String path = neutral.resolve(folder).relativize(file).toString();
        String text = new KernelSources(List.of(folder.toString())).text(path);
        assertThat(KernelEntry.of(text))
            .as(file.toString())
            .containsExactlyInAnyOrderElementsOf(KernelEntry.of(source(path)));
        assertThat(names(text)).as(file.toString()).containsAll(names(source(path)));
        replaced++;
      }
    }
    assertThat(replaced).isPositive();
  }

  private static Set<String> names(String source) {
    Set<String> names = new TreeSet<>();
    DEFINED.matcher(source).results().forEach(found -> names.add(found.group(1)));
    return names;
  }

  @Test
  void lanesHaveTheirHeaders() throws IOException {
    for (JsonNode lane : manifest().get("lanes")) {
      assertThat(source(lane.get("header").asText())).contains("typedef").contains("residue;");
    }
  }
}
