package io.cloakwork.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.cloakwork.ckks.Presets;
import io.cloakwork.ckks.wire.WireHeader;
import io.cloakwork.ckks.wire.WireWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InspectCommandTest {

  @TempDir private Path folder;

  private Path parametersFile() throws IOException {
    Path file = folder.resolve("parameters");
    Files.write(file, WireWriter.of(Presets.named("P1").validate()).toBytes());
    return file;
  }

  @Test
  void saysWhatAFileHolds() throws IOException {
    CommandRun run = CommandRun.of("inspect", parametersFile().toString());
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out()).contains("parameters", "2^13", "SHA-256");
    JsonNode json = CommandRun.of("inspect", "--json", parametersFile().toString()).json();
    assertThat(json.get("type").asText()).isEqualTo("parameters");
    assertThat(json.get("intact").asBoolean()).isTrue();
  }

  @Test
  void refusesEveryTruncationAndEveryFlippedByte() throws IOException {
    byte[] whole = Files.readAllBytes(parametersFile());
    Path damaged = folder.resolve("damaged");
    for (int length = 0; length < whole.length; length++) {
      Files.write(damaged, Arrays.copyOf(whole, length));
      assertRefused(damaged);
    }
    for (int at = 0; at < whole.length; at++) {
      byte[] flipped = whole.clone();
      flipped[at] ^= 0x10;
      Files.write(damaged, flipped);
      assertRefused(damaged);
    }
    Files.write(damaged, Arrays.copyOf(whole, whole.length + 1));
    assertRefused(damaged);
  }

  /// One object of every kind: right as it is, refused when cut, flipped or longer than it says.
  @Test
  void everyKindOfObjectIsCheckedToItsLastByte() throws IOException {
    JsonNode files =
        CommandRun.of("inspect", "--write-examples", folder.toString(), "--json")
            .json()
            .get("files");
    assertThat(files).hasSize(8);
    Path damaged = folder.resolve("damaged");
    for (JsonNode file : files) {
      Path path = Path.of(file.asText());
      assertThat(CommandRun.of("inspect", path.toString()).exitCode()).isZero();
      byte[] whole = Files.readAllBytes(path);
      Files.write(damaged, Arrays.copyOf(whole, whole.length / 2));
      assertRefused(damaged);
      Files.write(damaged, Arrays.copyOf(whole, whole.length + 1));
      assertRefused(damaged);
      byte[] flipped = whole.clone();
      flipped[whole.length / 2] ^= 1;
      Files.write(damaged, flipped);
      assertRefused(damaged);
      byte[] oversized = whole.clone();
      Arrays.fill(oversized, WireHeader.BYTES - 8, WireHeader.BYTES, (byte) 0x7f);
      Files.write(damaged, oversized);
      assertRefused(damaged);
    }
  }

  @Test
  void takesAFileOrAFolderForExamples() {
    CommandRun run = CommandRun.of("inspect");
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("either a FILE or --write-examples DIR");
  }

  @Test
  void doesNotWriteExamplesWhereAFileIs() throws IOException {
    CommandRun run = CommandRun.of("inspect", "--write-examples", parametersFile().toString());
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err().strip()).endsWith("parameters is already there and is not a folder");
  }

  private static void assertRefused(Path file) {
    CommandRun run = CommandRun.of("inspect", file.toString());
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).startsWith("cloakwork: ").doesNotContain("internal error");
    assertThat(run.err().strip().lines()).hasSize(1);
  }
}
