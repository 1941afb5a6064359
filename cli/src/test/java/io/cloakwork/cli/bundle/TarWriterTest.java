package io.cloakwork.cli.bundle;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TarWriterTest {

  private static final Instant TIME = Instant.parse("2026-03-04T05:06:07Z");
  // 150 characters: a prefix and a name.
  private static final String LONG = "top/" + "a".repeat(72) + "/" + "b".repeat(73);

  @TempDir private Path folder;

  private static byte[] archive(Map<String, Member> members) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    TarWriter tar = new TarWriter(bytes, TIME);
    for (Map.Entry<String, Member> member : new TreeMap<>(members).entrySet()) {
      tar.put(member.getKey(), member.getValue());
    }
    tar.finish();
    assertThat(tar.bytesWritten()).isEqualTo(bytes.size());
    return bytes.toByteArray();
  }

  /// What another program makes of an archive with everything in it.
  @Test
  void tarUnpacksWhatWasWritten() throws Exception {
    Path script = Files.writeString(folder.resolve("script"), "#!/bin/sh\n");
    byte[] archive =
        archive(
            Map.of(
                "top",
                new Member.Folder(),
                "top/empty",
                new Member.Text(""),
                "top/text",
                new Member.Text("x".repeat(1000)),
                "top/block",
                new Member.Text("y".repeat(512)),
                "top/script",
                new Member.OnDisk(script, true),
                "top/link",
                new Member.Link("text"),
                LONG,
                new Member.Text("deep")));
    assertThat(archive.length % 10_240).isZero();
    Path file = Files.write(folder.resolve("a.tar"), archive);
    Path out = Files.createDirectory(folder.resolve("out"));
    unpack(file, out);

    assertThat(out.resolve("top/empty")).isEmptyFile();
    assertThat(out.resolve("top/text")).hasContent("x".repeat(1000));
    assertThat(out.resolve("top/block")).hasContent("y".repeat(512));
    assertThat(out.resolve(LONG)).hasContent("deep");
    assertThat(Files.readSymbolicLink(out.resolve("top/link"))).isEqualTo(Path.of("text"));
    assertThat(Files.getPosixFilePermissions(out.resolve("top/script")))
        .isEqualTo(PosixFilePermissions.fromString("rwxr-xr-x"));
    assertThat(Files.getPosixFilePermissions(out.resolve("top/text")))
        .isEqualTo(PosixFilePermissions.fromString("rw-r--r--"));
    assertThat(Files.getLastModifiedTime(out.resolve("top/text"))).isEqualTo(FileTime.from(TIME));
  }

  private static void unpack(Path file, Path to) throws Exception {
    Process tar;
    try {
      tar =
          new ProcessBuilder("tar", "-xpf", file.toString(), "-C", to.toString())
              .redirectErrorStream(true)
              .start();
    } catch (IOException e) {
      System.out.println("skipped: no tar to unpack with");
      Assumptions.abort("no tar to unpack with");
      return;
    }
    String said = new String(tar.getInputStream().readAllBytes(), UTF_8);
    assertThat(tar.waitFor()).as(said).isZero();
    assertThat(said).isEmpty();
  }

  @Test
  void theHeaderIsUstarOwnedByRoot() throws IOException {
    byte[] header = archive(Map.of("a", new Member.Text("b")));
    assertThat(new String(header, 257, 8, UTF_8)).isEqualTo("ustar\00000");
    assertThat(new String(header, 265, 4, UTF_8)).isEqualTo("root");
    assertThat(new String(header, 108, 7, UTF_8)).isEqualTo("0000000");
    assertThat(new String(header, 124, 11, UTF_8)).isEqualTo("00000000001");
    assertThat(Long.parseLong(new String(header, 136, 11, UTF_8), 8))
        .isEqualTo(TIME.getEpochSecond());
  }

  @Test
  void pathsThatDoNotFitAreRefused() {
    String name = "n".repeat(101);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> archive(Map.of(name, new Member.Folder())))
        .withMessageContaining(name);
    String deep = "p".repeat(200) + "/n";
    assertThatIllegalArgumentException()
        .isThrownBy(() -> archive(Map.of(deep, new Member.Text(""))))
        .withMessageContaining(deep);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> archive(Map.of("link", new Member.Link(name))))
        .withMessageContaining(name);
  }
}
