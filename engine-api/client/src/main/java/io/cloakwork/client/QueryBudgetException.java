package io.cloakwork.client;

import java.io.Serial;

/// The results that may be released under this key have been.
public final class QueryBudgetException extends FloodingException {

  @Serial private static final long serialVersionUID = 1L;

  public QueryBudgetException(String message) {
    super(message);
  }
}
