package io.cloakwork.serve.store;

import java.util.List;

/// The tables of a key store's index.
final class KeyTables {

  /// [OwnedName] of a set → [SetRow].
  static final int SETS = 0;

  /// [OwnedName] of a file → how many of the owner's sets name it, 32 bits.
  static final int OWNED = 1;

  /// Hash → [FileRow].
  static final int FILES = 2;

  /// [OwnedName] of a file → [UploadRow].
  static final int UPLOADS = 3;

  static final List<String> NAMES = List.of("sets", "owned", "files", "uploads");

  private KeyTables() {}
}
