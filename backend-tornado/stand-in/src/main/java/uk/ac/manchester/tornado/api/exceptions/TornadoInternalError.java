package uk.ac.manchester.tornado.api.exceptions;

import java.io.Serial;

/// What the code generator throws when it meets what it does not know. The stand-in has no
/// generator and never throws it.
public final class TornadoInternalError extends Error {

  @Serial private static final long serialVersionUID = 1L;

  public TornadoInternalError(String message) {
    super(message);
  }
}
