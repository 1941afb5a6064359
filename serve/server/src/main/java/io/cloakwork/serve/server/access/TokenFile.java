package io.cloakwork.serve.server.access;

import io.cloakwork.serve.server.PrivateFile;
import io.cloakwork.serve.store.ContentHash;
import io.cloakwork.serve.store.Owner;
import io.cloakwork.spi.hash.Sha256;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.regex.Pattern;

/// The clients' tokens as they stand in a file, one a line:
///
/// ```
/// # client  SHA-256 of the token  until when           quota, if the client has its own
/// alice     2c26b46b…             2027-01-01T00:00:00Z calls-per-second=20
/// bob       fcde2b2e…             never
/// ```
///
/// The file must be private ([PrivateFile]). A client may have several tokens, so that one can be
/// replaced without a pause.
final class TokenFile {

  static final String NEVER = "never";

  private static final long MAX_BYTES = 16 << 20;
  private static final String QUOTA = "calls-per-second=";
  private static final Pattern BLANK = Pattern.compile("\\s+");
  private static final Pattern DIGEST = Pattern.compile("[0-9a-f]{64}");

  private TokenFile() {}

  /// Reads the file.
  ///
  /// @throws IOException if it is not there, others may read it, or a line is malformed; the
  ///   message never has a line's content
  static List<TokenEntry> read(Path file) throws IOException {
    PrivateFile.require("token file", file);
    if (Files.size(file) > MAX_BYTES) {
      throw new IOException("token file %s has more than %d bytes".formatted(file, MAX_BYTES));
    }
    List<TokenEntry> entries = new ArrayList<>();
    List<String> lines = Files.readAllLines(file, StandardCharsets.UTF_8);
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i).strip();
      if (!line.isEmpty() && !line.startsWith("#")) {
        entries.add(entry("%s, line %d".formatted(file, i + 1), line));
      }
    }
    return List.copyOf(entries);
  }

  private static TokenEntry entry(String place, String line) throws IOException {
    List<String> columns = BLANK.splitAsStream(line).toList();
    if (columns.size() < 3 || columns.size() > 4) {
      throw new IOException(
          "%s: a client, a SHA-256, a time and perhaps a quota are wanted, not %d words"
              .formatted(place, columns.size()));
    }
    if (!DIGEST.matcher(columns.get(1)).matches()) {
      throw new IOException(place + ": the second word is not 64 lower-case hexadecimal digits");
    }
    try {
      return new TokenEntry(
          new Owner(columns.get(0)),
          new ContentHash(columns.get(1)),
          columns.get(2).equals(NEVER) ? Instant.MAX : Instant.parse(columns.get(2)),
          columns.size() == 4 ? quota(columns.get(3)) : OptionalDouble.empty());
    } catch (IllegalArgumentException | DateTimeException e) {
      throw new IOException("%s: %s".formatted(place, e.getMessage()), e);
    }
  }

  private static OptionalDouble quota(String word) {
    if (!word.startsWith(QUOTA)) {
      throw new IllegalArgumentException("a quota reads %sN".formatted(QUOTA));
    }
    double rate = Double.parseDouble(word.substring(QUOTA.length()));
    if (!(rate > 0)) {
      throw new IllegalArgumentException("a quota of %s calls a second".formatted(rate));
    }
    return OptionalDouble.of(rate);
  }

  /// The name under which a token stands in the file.
  static byte[] digest(String token) {
    return Sha256.of(token.getBytes(StandardCharsets.UTF_8));
  }
}
