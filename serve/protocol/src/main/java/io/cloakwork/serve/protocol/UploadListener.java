package io.cloakwork.serve.protocol;

/// Hears how an upload goes on. Called by the thread that uploads.
public interface UploadListener {

  /// Hears nothing.
  UploadListener NONE = new UploadListener() {};

  /// It is known what is missing; called again when a lost connection was found again.
  ///
  /// @param there bytes that the service has already
  /// @param total bytes in all
  default void resumed(long there, long total) {}

  /// So many more bytes are on their way.
  default void sent(int bytes) {}
}
