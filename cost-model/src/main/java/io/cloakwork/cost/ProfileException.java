package io.cloakwork.cost;

import java.io.Serial;

/// A machine profile that cannot be read or derived; one sentence that names the field and its
/// value, or the device and what is not known of it.
public final class ProfileException extends RuntimeException {

  @Serial private static final long serialVersionUID = 1L;

  ProfileException(String sentence) {
    super(sentence);
  }

  ProfileException(String sentence, Throwable cause) {
    super(sentence, cause);
  }
}
