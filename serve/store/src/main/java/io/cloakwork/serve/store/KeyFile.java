package io.cloakwork.serve.store;

/// One evaluation key as it travels and lies on disk: a key-switch key's wire object.
///
/// @param code of the key ([io.cloakwork.ckks.KeyId#code()])
/// @param level the highest that it serves
/// @param bytes of the whole object
/// @param hash of the whole object
public record KeyFile(int code, int level, long bytes, ContentHash hash) {

  public KeyFile {
    if (code < 0 || level < 0 || bytes < 1) {
      throw new IllegalArgumentException(
          "key %d at level %d of %d bytes".formatted(code, level, bytes));
    }
  }
}
