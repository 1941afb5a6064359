package io.cloakwork.serve.server;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/// The folder that a service keeps everything in; nobody else can look into it.
///
/// @param root of all that is kept
record DataFolder(Path root) {

  /// Makes what is not there, and empties what an earlier process was receiving.
  static DataFolder open(Path root) throws IOException {
    DataFolder data = new DataFolder(root);
    makePrivate(root);
    makePrivate(data.receiving());
    try (DirectoryStream<Path> left = Files.newDirectoryStream(data.receiving(), "receiving-*")) {
      for (Path file : left) {
        Files.delete(file);
      }
    }
    return data;
  }

  private static void makePrivate(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      Files.createDirectories(
          folder,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }
  }

  Path keys() {
    return root.resolve("keys");
  }

  Path jobs() {
    return root.resolve("jobs");
  }

  Path receiving() {
    return root.resolve("receiving");
  }
}
