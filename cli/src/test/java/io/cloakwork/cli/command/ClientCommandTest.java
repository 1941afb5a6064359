package io.cloakwork.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.cloakwork.cli.remote.RunningService;
import io.cloakwork.compiler.artifact.NetworkFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `client` from keys to results, against a service in this process that runs a network of one
/// dense layer.
class ClientCommandTest {

  @TempDir private Path folder;
  private Path keys;
  private Path table;
  private RunningService service;

  @BeforeEach
  void start() throws IOException {
    float[][] weights = {{1, 0, 0, 0.5f}, {0, 1, 0, 0}, {0, 0, 1, -0.5f}};
    Path model = folder.resolve("tiny.onnx");
    Files.write(model, TinyOnnx.dense(weights, new float[] {0.25f, 0, 0}));
    table = folder.resolve("table.csv");
    Files.writeString(table, "1,0,0,0,0\n0,1,0,0,1\n0,0,1,0,1\n0,0,1,0,2\n");
    keys = folder.resolve("keys");
    service = new RunningService(model);
  }

  @AfterEach
  void stop() {
    service.close();
  }

  private CommandRun client(String what, String... more) {
    List<String> line = new ArrayList<>(List.of("client", what, "--server", service.address()));
    line.addAll(List.of(more));
    return CommandRun.of(line.toArray(String[]::new));
  }

  private JsonNode keygen(String... more) {
    List<String> options = new ArrayList<>(List.of("--model", "tiny", "--out", keys.toString()));
    options.addAll(List.of(more));
    options.add("--json");
    return client("keygen", options.toArray(String[]::new)).json();
  }

  private JsonNode register() {
    return client("register", "--keys", keys.toString(), "--json").json();
  }

  private CommandRun infer(String... more) {
    return onSamples("infer", more);
  }

  private CommandRun onSamples(String what, String... more) {
    List<String> options = new ArrayList<>(List.of("--keys", keys.toString()));
    options.addAll(List.of("--input", table.toString(), "--label-column", "last"));
    options.addAll(List.of(more));
    return client(what, options.toArray(String[]::new));
  }

  private Path secret(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.writeString(file, text);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    return file;
  }

  private static void assertFails(CommandRun run, int exitCode, String sentence) {
    assertThat(run.exitCode()).as(run.err()).isEqualTo(exitCode);
    assertThat(run.out()).isEmpty();
    assertThat(run.err().lines()).hasSize(1);
    assertThat(run.err()).contains(sentence);
  }

  @Test
  void fromKeysToPredictions() {
    JsonNode made = keygen();
    assertThat(made.get("keys").asInt()).isEqualTo(service.network().keys().levels().size());
    assertThat(made.get("made")).isEqualTo(made.get("keys"));
    assertThat(made.get("encrypted").asBoolean()).isFalse();

    assertFails(infer(), 1, "no such keys");
    JsonNode registered = register();
    assertThat(registered.get("keySet")).isEqualTo(made.get("keySet"));
    assertThat(registered.get("sentBytes").asLong()).isEqualTo(made.get("bytes").asLong());
    assertThat(service.uploadedBytes()).isEqualTo(made.get("bytes").asLong());
    assertThat(register().get("sentBytes").asLong()).as("nothing is sent twice").isZero();

    JsonNode found = infer("--json").json();
    assertThat(found.get("images").asInt()).isEqualTo(4);
    assertThat(found.get("predictions").toString()).isEqualTo("[0,1,2,2]");
    assertThat(found.get("correct").asInt()).isEqualTo(3);
    assertThat(found.get("outputs").get(0).get(0).asDouble()).isBetween(1.24, 1.26);
    for (JsonNode request : found.get("requests")) {
      assertThat(request.get("encryptSeconds").asDouble()).isPositive();
      assertThat(request.get("roundTripSeconds").asDouble()).isPositive();
      assertThat(request.get("decryptSeconds").asDouble()).isPositive();
      assertThat(request.get("server").get("batch").isInt()).isTrue();
    }
    int lanes = service.network().inputPacking().lanes();
    assertThat(service.openLanes()).isEqualTo(Math.min(lanes, 4) - 1);
    assertThat(infer().out()).contains("3 of 4 right").contains("round trip");
  }

  @Test
  void keysAreMadeOnceAndOnlyTheMissingOnesAgain() throws IOException {
    JsonNode first = keygen();
    assertThat(keygen().get("made").asInt()).isZero();
    Path some;
    try (var files = Files.list(keys.resolve("keys"))) {
      some = files.sorted().findFirst().orElseThrow();
    }
    Files.delete(some);
    assertFails(client("register", "--keys", keys.toString()), 1, some + " is missing or damaged");
    JsonNode again = keygen();
    assertThat(again.get("made").asInt()).isEqualTo(1);
    assertThat(again.get("keySet")).isNotEqualTo(first.get("keySet"));
    assertThat(again.get("bytes")).isEqualTo(first.get("bytes"));
    Files.delete(keys.resolve("secret.key"));
    assertFails(
        client("keygen", "--model", "tiny", "--out", keys.toString()), 1, "the secret key that");
  }

  @Test
  void aFolderIsItsOwners() throws IOException {
    keygen();
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(keys)))
        .isEqualTo("rwx------");
    Path secret = keys.resolve("secret.key");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(secret)))
        .isEqualTo("rw-------");
    register();
    Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rw-r-----"));
    assertFails(infer(), 1, "has permissions rw-r-----; only its owner may have any: chmod 600");
  }

  @Test
  void aPassphraseGuardsTheSecretKey() throws IOException {
    Path right = secret("right", "correct horse\n");
    JsonNode made = keygen("--passphrase-file", right.toString());
    assertThat(made.get("encrypted").asBoolean()).isTrue();
    register();
    JsonNode found = infer("--passphrase-file", right.toString(), "--json").json();
    assertThat(found.get("correct").asInt()).isEqualTo(3);
    Path wrong = secret("wrong", "wrong horse\n");
    assertFails(
        infer("--passphrase-file", wrong.toString()),
        1,
        "the passphrase is not that of secret key");
    assertFails(infer(), 1, "--passphrase-file FILE");
    Files.setPosixFilePermissions(right, PosixFilePermissions.fromString("rw-r--r--"));
    assertFails(infer("--passphrase-file", right.toString()), 1, "passphrase file " + right);
  }

  @Test
  void keysCanBeMadeWithoutAService() throws IOException {
    Path program = folder.resolve("tiny.cloak");
    NetworkFile.write(service.network(), program);
    Path manifest = folder.resolve("manifest.json");
    Files.write(manifest, NetworkFile.manifestBytes(service.network()));
    for (String[] source :
        new String[][] {{"--program", program.toString()}, {"--manifest", manifest.toString()}}) {
      Path out = folder.resolve("offline" + source[0]);
      JsonNode made =
          CommandRun.of("client", "keygen", source[0], source[1], "--out", out.toString(), "--json")
              .json();
      assertThat(made.get("model").asText()).isEqualTo("tiny");
      JsonNode registered = client("register", "--keys", out.toString(), "--json").json();
      assertThat(registered.get("keySet")).isEqualTo(made.get("keySet"));
    }
  }

  @Test
  void jobsAreFetchedByAnotherProcess() throws IOException {
    keygen();
    register();
    JsonNode job = onSamples("submit", "--job", "nightly", "--json").json();
    assertThat(job.get("images").asInt()).isEqualTo(4);
    assertFails(onSamples("submit", "--job", "nightly"), 1, "there is a job 'nightly' already");
    Path state = keys.resolve("jobs/nightly.json");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(state)))
        .isEqualTo("rw-------");
    String[] fetch = {"--keys", keys.toString(), "--job", "nightly", "--delete", "--json"};
    JsonNode found = client("fetch", fetch).json();
    assertThat(found.get("phase").asText()).isEqualTo("DONE");
    assertThat(found.get("predictions").toString()).isEqualTo("[0,1,2,2]");
    assertThat(found.get("correct").asInt()).isEqualTo(3);
    assertThat(state).doesNotExist();
    assertFails(client("fetch", fetch), 1, "there is no job 'nightly'");
    assertFails(
        client("fetch", "--keys", keys.toString(), "--job", "../x"), 1, "a job's name has 1 to 64");
  }

  @Test
  void aServiceForgetsWhatItIsToldTo() {
    keygen();
    JsonNode registered = register();
    onSamples("submit", "--job", "j", "--json").json();
    JsonNode listed = client("list", "--json").json();
    assertThat(listed.get("models").get(0).get("name").asText()).isEqualTo("tiny");
    assertThat(listed.get("keySets").get(0).get("keySet")).isEqualTo(registered.get("keySet"));
    assertThat(listed.get("jobs").get(0).get("job").asText()).isEqualTo("j");
    assertThat(client("forget", "--job", "j", "--json").json().get("jobs")).hasSize(1);
    JsonNode forgotten = client("forget", "--keys", keys.toString(), "--json").json();
    assertThat(forgotten.get("freedBytes")).isEqualTo(registered.get("bytes"));
    assertFails(infer(), 1, "no such keys");
    assertFails(client("forget", "--keys", keys.toString()), 1, "no such keys");
    assertThat(client("forget", "--all", "--json").json().get("keySets")).isEmpty();
  }

  @Test
  void whatIsNotUnderstoodIsAUsageFailure() {
    assertFails(CommandRun.of("client"), 2, "do what?");
    assertFails(CommandRun.of("client", "list"), 2, "--server HOST:PORT is missing");
    assertFails(CommandRun.of("client", "list", "--server", "nowhere"), 2, "not HOST:PORT");
    assertFails(
        CommandRun.of("client", "list", "--server", "h:1", "--client-cert", "c"),
        2,
        "belong together");
    assertFails(client("keygen", "--out", keys.toString()), 2, "--model NAME is missing");
    assertFails(client("forget"), 2, "forget what?");
    assertFails(client("forget", "--all", "--job", "j"), 2, "forget what?");
  }

  @Test
  void tokensAreFilesThatOnlyTheirOwnerReads() throws IOException {
    Path token = secret("token", "abc.def\n");
    assertThat(client("list", "--token-file", token.toString()).exitCode()).isZero();
    assertFails(
        CommandRun.of(
            "client", "list", "--server", "192.0.2.1:1", "--token-file", token.toString()),
        1,
        "is not sent to 192.0.2.1 without TLS");
    Files.setPosixFilePermissions(token, PosixFilePermissions.fromString("rw----r--"));
    assertFails(client("list", "--token-file", token.toString()), 1, "chmod 600");
  }

  @Test
  void anUnknownModelAndAMissingFolderAreOneSentence() {
    assertFails(client("keygen", "--model", "other", "--out", keys.toString()), 1, "no such model");
    assertFails(client("register", "--keys", keys.toString()), 1, "there are no keys in " + keys);
  }
}
