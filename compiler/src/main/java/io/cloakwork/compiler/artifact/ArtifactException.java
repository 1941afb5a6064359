package io.cloakwork.compiler.artifact;

import java.io.IOException;

/// A program file that is not what it should be. The message is one sentence that names the field,
/// the value found and what is allowed.
public final class ArtifactException extends IOException {

  private static final long serialVersionUID = 1L;

  public ArtifactException(String message) {
    super(message);
  }

  public ArtifactException(String message, Throwable cause) {
    super(message, cause);
  }
}
