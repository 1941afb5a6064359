package io.cloakwork.cli.bundle;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/// Copies a jar without native code for other systems and without compression: the archive around
/// it compresses all jars together, which does better.
final class PlainJar {

  private PlainJar() {}

  /// The copy. All its entries are of the same time, so it does not tell when it was made. A signed
  /// jar is copied as it is: its signature would not hold otherwise.
  static byte[] copyOf(Path jar, Instant time) throws IOException {
    Map<String, byte[]> entries = read(jar);
    if (entries.keySet().stream().anyMatch(PlainJar::isSignature)) {
      return Files.readAllBytes(jar);
    }
    entries.entrySet().removeIf(entry -> Natives.areNotNeeded(entry.getKey(), entry.getValue()));
    return write(entries, time);
  }

  private static boolean isSignature(String name) {
    return name.matches("META-INF/[^/]*\\.SF");
  }

  /// The files of a jar, in its order: the manifest must stay in front.
  private static Map<String, byte[]> read(Path jar) throws IOException {
    Map<String, byte[]> entries = new LinkedHashMap<>();
    try (ZipFile zip = new ZipFile(jar.toFile())) {
      for (ZipEntry entry : zip.stream().filter(e -> !e.isDirectory()).toList()) {
        try (InputStream in = zip.getInputStream(entry)) {
          entries.put(entry.getName(), in.readAllBytes());
        }
      }
    }
    return entries;
  }

  private static byte[] write(Map<String, byte[]> entries, Instant time) throws IOException {
    LocalDateTime local = LocalDateTime.ofInstant(time, ZoneOffset.UTC);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream out = new ZipOutputStream(bytes)) {
      out.setMethod(ZipOutputStream.STORED);
      for (Map.Entry<String, byte[]> file : entries.entrySet()) {
        byte[] content = file.getValue();
        CRC32 checksum = new CRC32();
        checksum.update(content);
        ZipEntry entry = new ZipEntry(file.getKey());
        entry.setTimeLocal(local);
        entry.setSize(content.length);
        entry.setCrc(checksum.getValue());
        out.putNextEntry(entry);
        out.write(content);
        out.closeEntry();
      }
    }
    return bytes.toByteArray();
  }
}
