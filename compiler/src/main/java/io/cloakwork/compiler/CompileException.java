package io.cloakwork.compiler;

import java.io.Serial;

/// A model that cannot be read or compiled. The message is one sentence that names the node, the
/// operator and the attribute or value at fault, and what would work instead where that is known.
public class CompileException extends RuntimeException {

  @Serial private static final long serialVersionUID = 1L;

  public CompileException(String message) {
    super(message);
  }

  public CompileException(String message, Throwable cause) {
    super(message, cause);
  }
}
