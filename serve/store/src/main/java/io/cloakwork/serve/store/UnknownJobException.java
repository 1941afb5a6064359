package io.cloakwork.serve.store;

import java.io.Serial;

/// The caller has no job of that name; perhaps it expired.
public final class UnknownJobException extends StoreException {

  @Serial private static final long serialVersionUID = 1L;

  UnknownJobException(JobId job) {
    super("there is no job %s".formatted(job.name()));
  }
}
