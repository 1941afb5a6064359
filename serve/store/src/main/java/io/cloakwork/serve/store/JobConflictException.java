package io.cloakwork.serve.store;

import java.io.Serial;

/// There is another job of that name.
public final class JobConflictException extends StoreException {

  @Serial private static final long serialVersionUID = 1L;

  JobConflictException(JobId job) {
    super("there is another job %s: its items are not these".formatted(job.name()));
  }
}
