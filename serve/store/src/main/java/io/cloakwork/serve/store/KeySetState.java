package io.cloakwork.serve.store;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// How much of a key set is there, as far as its owner uploaded it.
///
/// @param id of the set
/// @param complete whether requests can name it: all files are there and were committed
/// @param missing what must be uploaded, in the order of the keys' codes; empty but not complete
///   means that only the commit is missing
/// @param expires when the set is deleted unless it is used before; empty while it is not complete
public record KeySetState(
    ContentHash id, boolean complete, List<MissingKey> missing, Optional<Instant> expires) {

  public KeySetState {
    missing = List.copyOf(missing);
  }
}
