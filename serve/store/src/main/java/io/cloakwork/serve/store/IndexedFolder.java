package io.cloakwork.serve.store;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// A store's folder and the index in it, which are opened together and given back together.
record IndexedFolder(StoreFolder folder, Index index) implements AutoCloseable {

  private static final String INDEX = "index";

  /// What such a folder has in it.
  ///
  /// @param name kind and version; a folder of another is refused
  /// @param folders beside the index
  /// @param tables of the index
  record Layout(String name, List<String> folders, List<String> tables) {}

  /// Makes a store of what was opened.
  @FunctionalInterface
  interface Opening<S> {
    S of(IndexedFolder folder) throws IOException;
  }

  /// Opens or makes the folder, and then the store that works in it; if that fails, the folder is
  /// given back.
  ///
  /// @param bytes of the index at first, and at most `maxBytes`
  /// @throws IOException if another process has it open, it has another layout, or it cannot be
  ///   read or written
  static <S> S open(
      Disk disk, Path root, Layout layout, long bytes, long maxBytes, Opening<S> store)
      throws IOException {
    StoreFolder folder = StoreFolder.open(disk, root, layout.name(), parts(layout));
    Index index = null;
    boolean open = false;
    try {
      index = Index.open(folder.resolve(INDEX), layout.tables(), bytes, maxBytes);
      S opened = store.of(new IndexedFolder(folder, index));
      open = true;
      return opened;
    } finally {
      if (!open) {
        if (index != null) {
          index.close();
        }
        folder.close();
      }
    }
  }

  private static List<String> parts(Layout layout) {
    return Stream.concat(Stream.of(INDEX), layout.folders().stream()).toList();
  }

  Path resolve(String part) {
    return folder.resolve(part);
  }

  @Override
  public void close() throws IOException {
    index.close();
    folder.close();
  }
}
