package io.cloakwork.serve.server.access;

import io.cloakwork.serve.server.log.EventLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/// The tokens of a [TokenFile], read again when it changes. A file that has become malformed or
/// public is not taken over: what was read last stays, and the log says why.
final class Tokens {

  /// How old what is known of the file may be.
  private static final long FRESH_NANOS = TimeUnit.SECONDS.toNanos(1);

  /// What tells one version of the file from another.
  private record Version(FileTime modified, long size, Object key) {

    static Version of(Path file) throws IOException {
      BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
      return new Version(now.lastModifiedTime(), now.size(), String.valueOf(now.fileKey()));
    }
  }

  private final Path file;
  private final EventLog log;
  private final ReentrantLock reloading = new ReentrantLock();
  private volatile List<TokenEntry> entries;
  private volatile long checkedNanos;
  private Version version;
  private String lastFailure;

  /// @throws IOException if the file cannot be used
  Tokens(Path file, EventLog log) throws IOException {
    this.file = file;
    this.log = log;
    this.version = Version.of(file);
    this.entries = TokenFile.read(file);
    this.checkedNanos = System.nanoTime();
  }

  /// The entry of a token, expired or not. All entries are compared, each in constant time.
  Optional<TokenEntry> find(String token) {
    refresh();
    byte[] digest = TokenFile.digest(token);
    TokenEntry found = null;
    for (TokenEntry entry : entries) {
      if (MessageDigest.isEqual(entry.sha256().bytes(), digest)) {
        found = entry;
      }
    }
    return Optional.ofNullable(found);
  }

  private void refresh() {
    if (System.nanoTime() - checkedNanos < FRESH_NANOS || !reloading.tryLock()) {
      return;
    }
    try {
      Version now = Version.of(file);
      if (!now.equals(version) || lastFailure != null) {
        entries = TokenFile.read(file);
        version = now;
        lastFailure = null;
        log.info("tokens.read", Map.of("file", file.toString(), "tokens", entries.size()));
      }
    } catch (IOException e) {
      String failure = String.valueOf(e.getMessage());
      if (!failure.equals(lastFailure)) {
        log.warn("tokens.unusable", Map.of("file", file.toString(), "reason", failure));
        lastFailure = failure;
      }
    } finally {
      checkedNanos = System.nanoTime();
      reloading.unlock();
    }
  }
}
