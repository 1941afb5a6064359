package io.cloakwork.cli.remote;

import io.cloakwork.compiler.InputPacking;
import io.cloakwork.serve.protocol.LaneChoice;
import java.util.ArrayList;
import java.util.List;

/// Inputs that travel in one request: one in a lane where the model has lanes, else as many as run
/// together.
///
/// @param lane where they lie
public record PlannedRequest(List<double[]> inputs, LaneChoice lane) {

  public PlannedRequest {
    inputs = List.copyOf(inputs);
  }

  /// The requests for `inputs`; lanes take turns, so that neighbours can share a run.
  public static List<PlannedRequest> plan(InputPacking packing, List<double[]> inputs) {
    List<PlannedRequest> requests = new ArrayList<>();
    if (packing.lanes() > 1) {
      for (int i = 0; i < inputs.size(); i++) {
        requests.add(
            new PlannedRequest(List.of(inputs.get(i)), LaneChoice.of(i % packing.lanes())));
      }
      return requests;
    }
    int room = packing.inputs();
    LaneChoice lane = room > 1 ? LaneChoice.all() : LaneChoice.of(0);
    for (int from = 0; from < inputs.size(); from += room) {
      int to = Math.min(from + room, inputs.size());
      requests.add(new PlannedRequest(inputs.subList(from, to), lane));
    }
    return requests;
  }
}
