package io.cloakwork.cli.bundle;

import java.nio.file.Path;

/// What is at a path of an archive.
sealed interface Member {

  /// A folder.
  record Folder() implements Member {}

  /// A symbolic link to another path, relative to the folder that it is in.
  record Link(String target) implements Member {}

  /// A file with the content of one on disk.
  record OnDisk(Path file, boolean executable) implements Member {}

  /// A jar, copied by [PlainJar].
  record Jar(Path file) implements Member {}

  /// A file with this text, in UTF-8.
  record Text(String text) implements Member {}
}
