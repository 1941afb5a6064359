package io.cloakwork.serve.host;

import io.cloakwork.serve.store.Owner;
import java.util.List;

/// Which run a listener is told of.
///
/// @param client whose requests they are
/// @param model the name of the model
/// @param requests that share the run
/// @param inputs what the requests were added up to: at most as many as there are requests
public record RunInfo(Owner client, String model, List<RequestInfo> requests, int inputs) {

  public RunInfo {
    requests = List.copyOf(requests);
  }
}
