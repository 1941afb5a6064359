package io.cloakwork.cli.bundle;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlainJarTest {

  private static final Instant TIME = Instant.parse("2026-03-04T05:06:08Z");
  private static final int X86_64 = 62;
  private static final int ARM_64 = 183;
  private static final byte[] CLASS = start(0xbebafeca); // and Mach-O for several machines

  @TempDir private Path folder;

  /// The first bytes of an ELF file.
  private static byte[] elf(int bits, int abi, int machine) {
    ByteBuffer header = ByteBuffer.allocate(64).order(ByteOrder.LITTLE_ENDIAN);
    header.putInt(0, 0x464c457f).put(4, (byte) (bits / 32)).put(5, (byte) 1).put(7, (byte) abi);
    return header.putShort(18, (short) machine).array();
  }

  private static byte[] start(int magic) {
    return ByteBuffer.allocate(64).order(ByteOrder.LITTLE_ENDIAN).putInt(0, magic).array();
  }

  private Path jar(Map<String, byte[]> entries) throws IOException {
    Path jar = Files.createTempFile(folder, "some", ".jar");
    try (OutputStream file = Files.newOutputStream(jar);
        ZipOutputStream out = new ZipOutputStream(file)) {
      for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
        out.putNextEntry(new ZipEntry(entry.getKey()));
        out.write(entry.getValue());
      }
    }
    return jar;
  }

  private Map<String, String> copied(Path jar) throws IOException {
    Path copy = Files.write(folder.resolve("copy.jar"), PlainJar.copyOf(jar, TIME));
    Map<String, String> methods = new LinkedHashMap<>();
    try (ZipFile zip = new ZipFile(copy.toFile())) {
      for (ZipEntry entry : zip.stream().toList()) {
        methods.put(
            entry.getName(), entry.getMethod() == ZipEntry.STORED ? "stored" : "compressed");
      }
    }
    return methods;
  }

  @Test
  void nativeCodeForOtherSystemsIsLeftOut() throws IOException {
    Map<String, byte[]> entries = new LinkedHashMap<>();
    entries.put("META-INF/MANIFEST.MF", "Manifest-Version: 1.0\n".getBytes(UTF_8));
    entries.put("lib/linux-x64.so", elf(64, 0, X86_64));
    entries.put("lib/linux-x64-gnu.so", elf(64, 3, X86_64));
    entries.put("lib/linux-x86.so", elf(32, 0, 3));
    entries.put("lib/linux-x32.so", elf(32, 0, X86_64));
    entries.put("lib/linux-arm.so", elf(64, 0, ARM_64));
    entries.put("lib/freebsd.so", elf(64, 9, X86_64));
    entries.put("lib/mac.dylib", start(0xfeedfacf));
    entries.put("lib/mac-both.jnilib", CLASS);
    entries.put("lib/windows.dll", start(0x00905a4d));
    entries.put("A.class", CLASS);
    entries.put("notes.txt", "7f 45 4c 46 is how ELF files begin".getBytes(UTF_8));
    assertThat(copied(jar(entries)))
        .containsExactly(
            Map.entry("META-INF/MANIFEST.MF", "stored"),
            Map.entry("lib/linux-x64.so", "stored"),
            Map.entry("lib/linux-x64-gnu.so", "stored"),
            Map.entry("A.class", "stored"),
            Map.entry("notes.txt", "stored"));
  }

  @Test
  void theCopyDoesNotTellWhenItWasMade() throws IOException {
    Map<String, byte[]> entries = Map.of("a", "content".getBytes(UTF_8));
    Path first = jar(entries);
    Path second = jar(entries);
    try (ZipFile zip = new ZipFile(first.toFile())) {
      assertThat(zip.getEntry("a").getLastModifiedTime().toInstant()).isNotEqualTo(TIME);
    }
    assertThat(PlainJar.copyOf(first, TIME)).isEqualTo(PlainJar.copyOf(second, TIME));
    assertThat(PlainJar.copyOf(first, TIME)).isNotEqualTo(PlainJar.copyOf(first, Instant.EPOCH));
  }

  @Test
  void aSignedJarIsCopiedAsItIs() throws IOException {
    Map<String, byte[]> entries = new LinkedHashMap<>();
    entries.put("META-INF/SOMEBODY.SF", "Signature-Version: 1.0\n".getBytes(UTF_8));
    entries.put("lib/windows.dll", start(0x00905a4d));
    Path jar = jar(entries);
    assertThat(PlainJar.copyOf(jar, TIME)).isEqualTo(Files.readAllBytes(jar));
  }
}
