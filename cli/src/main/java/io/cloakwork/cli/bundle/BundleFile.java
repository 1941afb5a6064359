package io.cloakwork.cli.bundle;

import io.cloakwork.spi.hash.Sha256;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import org.tukaani.xz.FilterOptions;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.X86Options;
import org.tukaani.xz.XZOutputStream;

/// A compressed archive on disk, with its checksum in a file beside it.
///
/// @param file the archive
/// @param bytes its size
/// @param unpackedBytes the size of the archive before it is compressed
/// @param sha256 its checksum, in hexadecimal
public record BundleFile(Path file, long bytes, long unpackedBytes, String sha256) {

  private static final int BUFFER_BYTES = 1 << 16;

  // Of 0 to 9: level 6 takes twice as long and saves a twentieth.
  private static final int PRESET = 4;

  /// Writes the archive: under another name first, so that it is there whole or not at all.
  ///
  /// @param perMember told after each member that is packed
  static BundleFile write(Path file, Map<String, Member> members, Instant time, Runnable perMember)
      throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    Path unfinished = Files.createTempFile(folder, ".bundle", ".tmp");
    try {
      MessageDigest digest = Sha256.digest();
      long unpackedBytes = pack(unfinished, digest, members, time, perMember);
      String sha256 = HexFormat.of().formatHex(digest.digest());
      long bytes = Files.size(unfinished);
      Files.setPosixFilePermissions(unfinished, PosixFilePermissions.fromString("rw-r--r--"));
      Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
      Files.writeString(
          folder.resolve(file.getFileName() + ".sha256"),
          sha256 + "  " + file.getFileName() + "\n");
      return new BundleFile(file, bytes, unpackedBytes, sha256);
    } finally {
      Files.deleteIfExists(unfinished);
    }
  }

  private static long pack(
      Path to, MessageDigest digest, Map<String, Member> members, Instant time, Runnable perMember)
      throws IOException {
    try (OutputStream disk = new BufferedOutputStream(Files.newOutputStream(to), BUFFER_BYTES);
        DigestOutputStream digested = new DigestOutputStream(disk, digest);
        XZOutputStream compressed = new XZOutputStream(digested, filters())) {
      TarWriter tar = new TarWriter(compressed, time);
      for (Map.Entry<String, Member> member : members.entrySet()) {
        tar.put(member.getKey(), member.getValue());
        perMember.run();
      }
      tar.finish();
      return tar.bytesWritten();
    }
  }

  /// Half of the runtime is machine code, whose jumps compress better as absolute addresses.
  private static FilterOptions[] filters() throws IOException {
    return new FilterOptions[] {new X86Options(), new LZMA2Options(PRESET)};
  }
}
