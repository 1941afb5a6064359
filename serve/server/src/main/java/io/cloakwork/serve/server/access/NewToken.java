package io.cloakwork.serve.server.access;

import io.cloakwork.serve.store.Owner;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;

/// Makes tokens.
public final class NewToken {

  /// Says what a string is, to people and to tools that look for leaked secrets.
  private static final String PREFIX = "cwk_";

  private static final int RANDOM_BYTES = 32;

  private NewToken() {}

  /// Makes a token of 256 random bits for `client` and adds its SHA-256 to the file, which is made
  /// if it is not there.
  ///
  /// @param expires from when on it is not taken; never if empty
  /// @return the token, which stands nowhere else
  /// @throws IOException if the file is malformed, others may read it, or it cannot be written
  public static String addTo(Path file, Owner client, Optional<Instant> expires)
      throws IOException {
    byte[] random = new byte[RANDOM_BYTES];
    new SecureRandom().nextBytes(random);
    String token = PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(random);
    if (Files.exists(file)) {
      TokenFile.read(file);
    }
    String line =
        "%s %s %s%n"
            .formatted(
                client,
                HexFormat.of().formatHex(TokenFile.digest(token)),
                expires.map(Instant::toString).orElse(TokenFile.NEVER));
    Set<StandardOpenOption> append =
        Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND);
    try (FileChannel channel =
        FileChannel.open(
            file,
            append,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
      ByteBuffer bytes = ByteBuffer.wrap(line.getBytes(StandardCharsets.UTF_8));
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    }
    return token;
  }
}
