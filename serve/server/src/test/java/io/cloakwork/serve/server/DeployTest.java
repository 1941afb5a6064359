package io.cloakwork.serve.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/// What is deployed is what the program takes: the options of its units and manifests exist and fit
/// together, and so do the files that they share.
class DeployTest {

  private static final Path DEPLOY = root().resolve("deploy");
  private static final Path BASE = DEPLOY.resolve("kubernetes/base");
  private static final Pattern OPTION = Pattern.compile("(?<![\\w-])--[a-z][a-z-]+");

  private final ObjectMapper yaml = new ObjectMapper(new YAMLFactory());

  @TempDir Path scratch;

  @Test
  void everyYamlFileIsYaml() throws IOException {
    List<Path> files;
    try (Stream<Path> all = Files.walk(DEPLOY)) {
      files = all.filter(file -> file.toString().endsWith(".yaml")).toList();
    }
    assertThat(files).hasSizeGreaterThanOrEqualTo(7);
    for (Path file : files) {
      assertThat(documents(file)).as(file.toString()).isNotEmpty().allMatch(JsonNode::isObject);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"systemd/cloakwork.service", "docker/Dockerfile"})
  void theirCommandLinesAreTaken(String file) throws IOException {
    List<String> words = new ArrayList<>();
    String text = Files.readString(DEPLOY.resolve(file)).replace("\\\n", " ");
    for (String line : text.lines().toList()) {
      if (line.startsWith("ExecStart=")) {
        words.addAll(List.of(line.substring("ExecStart=".length()).strip().split("\\s+")));
      } else if (line.startsWith("ENTRYPOINT ") || line.startsWith("CMD ")) {
        JsonNode array = yaml.readTree(line.substring(line.indexOf('[')));
        array.forEach(word -> words.add(word.asText()));
      }
    }
    assertThat(words.get(1)).isEqualTo("serve");
    assertTaken(words.subList(2, words.size()));
  }

  @Test
  void theStatefulSetsCommandLineIsTaken() throws IOException {
    JsonNode container = container();
    List<String> words = new ArrayList<>(List.of("--data=/var/lib/cloakwork/data"));
    container.path("args").forEach(word -> words.add(word.asText()));
    assertTaken(words);
  }

  @Test
  void theReplicasPortsProbesAndTimesFit() throws IOException {
    JsonNode set = statefulSet();
    JsonNode container = container();
    ServeOptions options = parsed(container.path("args"));
    assertThat(options.operations().status().orElseThrow().getPort())
        .isEqualTo(port(container, "status"));
    assertThat(options.settings().listen().port()).isEqualTo(port(container, "grpc"));
    assertThat(set.at("/spec/template/metadata/annotations/prometheus.io~1port").asInt())
        .isEqualTo(port(container, "status"));
    assertThat(container.at("/readinessProbe/httpGet/path").asText()).isEqualTo("/readyz");
    assertThat(container.at("/livenessProbe/httpGet/path").asText()).isEqualTo("/healthz");
    assertThat(set.at("/spec/template/spec/terminationGracePeriodSeconds").asLong())
        .isGreaterThan(options.settings().drainTimeout().toSeconds());
  }

  @Test
  void whatIsReadIsMounted() throws IOException {
    List<String> mounts = new ArrayList<>();
    container().path("volumeMounts").forEach(m -> mounts.add(m.path("mountPath").asText() + "/"));
    for (JsonNode argument : container().path("args")) {
      Matcher path = Pattern.compile("=(/.*)").matcher(argument.asText());
      if (path.find()) {
        assertThat(mounts).as(argument.asText()).anyMatch(path.group(1)::startsWith);
      }
    }
  }

  @Test
  void gpusChangeTheBackend() throws IOException, InterruptedException {
    String manifests = kustomized("gpu");
    assertThat(manifests).contains("--backend=cuda").doesNotContain("--backend=cpu");
    List<JsonNode> documents = documents(manifests);
    JsonNode set =
        documents.stream()
            .filter(document -> document.path("kind").asText().equals("StatefulSet"))
            .findFirst()
            .orElseThrow();
    JsonNode resources = set.at("/spec/template/spec/containers/0/resources");
    assertThat(resources.at("/limits/nvidia.com~1gpu").asInt()).isEqualTo(1);
    assertThat(documents).hasSameSizeAs(documents(kustomized("base")));
  }

  @Test
  void theDocumentationNamesEveryOption() throws IOException {
    String text = Files.readString(root().resolve("docs/operations.md"));
    Set<String> named = new TreeSet<>();
    OPTION.matcher(text).results().forEach(match -> named.add(match.group()));
    Set<String> options = CommandSpec.forAnnotatedObject(new ServeOptions()).optionsMap().keySet();
    assertThat(named).containsAll(options);
    // Those of other commands that the text names.
    named.removeAll(Set.of("--client", "--gpus"));
    assertThat(options).containsAll(named);
  }

  private void assertTaken(List<String> words) {
    ServeOptions options = new ServeOptions();
    new CommandLine(CommandSpec.forAnnotatedObject(options))
        .parseArgs(words.toArray(new String[0]));
    ServerSettings settings = options.settings();
    assertThat(settings.data()).isEqualTo(Path.of("/var/lib/cloakwork/data"));
    settings.access().requireSafeAt(new java.net.InetSocketAddress("0.0.0.0", 7443));
  }

  private static ServeOptions parsed(JsonNode arguments) {
    List<String> words = new ArrayList<>(List.of("--data=/var/lib/cloakwork/data"));
    arguments.forEach(word -> words.add(word.asText()));
    ServeOptions options = new ServeOptions();
    new CommandLine(CommandSpec.forAnnotatedObject(options))
        .parseArgs(words.toArray(new String[0]));
    return options;
  }

  private static int port(JsonNode container, String name) {
    for (JsonNode port : container.path("ports")) {
      if (port.path("name").asText().equals(name)) {
        return port.path("containerPort").asInt();
      }
    }
    throw new AssertionError("no port " + name);
  }

  private JsonNode statefulSet() throws IOException {
    return documents(BASE.resolve("replicas.yaml")).stream()
        .filter(document -> document.path("kind").asText().equals("StatefulSet"))
        .findFirst()
        .orElseThrow();
  }

  private JsonNode container() throws IOException {
    return statefulSet().at("/spec/template/spec/containers/0");
  }

  /// What `kubectl kustomize` makes of an overlay, without a cluster or a network.
  private String kustomized(String overlay) throws IOException, InterruptedException {
    boolean there =
        Stream.of(System.getenv().getOrDefault("PATH", "").split(":"))
            .anyMatch(folder -> Files.isExecutable(Path.of(folder, "kubectl")));
    if (!there) {
      System.out.println("skipped: DeployTest needs kubectl on the PATH for its overlays");
    }
    assumeTrue(there, "no kubectl on the PATH");
    Path out = scratch.resolve(overlay + ".yaml");
    Path errors = scratch.resolve(overlay + ".errors");
    Process process =
        new ProcessBuilder(
                "kubectl", "kustomize", DEPLOY.resolve("kubernetes").resolve(overlay).toString())
            .redirectOutput(out.toFile())
            .redirectError(errors.toFile())
            .start();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(Files.readString(errors)).isZero();
    return Files.readString(out);
  }

  private List<JsonNode> documents(Path file) throws IOException {
    return documents(Files.readString(file));
  }

  private List<JsonNode> documents(String text) throws IOException {
    return yaml.readerFor(JsonNode.class).<JsonNode>readValues(text).readAll();
  }

  private static Path root() {
    Path folder = Path.of("").toAbsolutePath();
    while (!Files.isDirectory(folder.resolve("deploy"))) {
      folder = folder.getParent();
    }
    return folder;
  }
}
