package io.cloakwork.serve.host;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Requests that run together: those of one inner list are added up to one input.
///
/// @param group that they are of
/// @param inputs a power of two
record RunBatch(RequestGroup group, List<List<Request>> inputs) {

  RunBatch {
    inputs = inputs.stream().map(List::copyOf).toList();
  }

  /// The oldest of `waiting` that fit into `maxInputs` inputs: in each a lane is used once.
  static RunBatch of(RequestGroup group, Collection<Request> waiting, int lanes, int maxInputs) {
    List<List<Request>> inputs = new ArrayList<>();
    List<Set<Integer>> taken = new ArrayList<>();
    int room = maxInputs;
    for (Request request : waiting) {
      int place = place(request.lane(), taken);
      if (place == inputs.size()) {
        if (inputs.size() == maxInputs) {
          continue;
        }
        inputs.add(new ArrayList<>());
        taken.add(new HashSet<>());
      }
      inputs.get(place).add(request);
      taken.get(place).add(request.lane());
      boolean full = request.lane() == Request.ALL_LANES || taken.get(place).size() == lanes;
      if (full && --room == 0) {
        break;
      }
    }
    return new RunBatch(group, inputs.subList(0, Integer.highestOneBit(inputs.size())));
  }

  /// The first input in which the lane is free, or the number of inputs.
  private static int place(int lane, List<Set<Integer>> taken) {
    if (lane == Request.ALL_LANES) {
      return taken.size();
    }
    for (int i = 0; i < taken.size(); i++) {
      if (!taken.get(i).contains(lane) && !taken.get(i).contains(Request.ALL_LANES)) {
        return i;
      }
    }
    return taken.size();
  }

  List<Request> requests() {
    return inputs.stream().flatMap(List::stream).toList();
  }

  int size() {
    return inputs.stream().mapToInt(List::size).sum();
  }

  RunInfo info() {
    return new RunInfo(
        group.client().owner(),
        group.model().name(),
        requests().stream().map(Request::info).toList(),
        inputs.size());
  }
}
