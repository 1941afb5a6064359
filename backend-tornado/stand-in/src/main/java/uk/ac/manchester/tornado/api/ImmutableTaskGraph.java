package uk.ac.manchester.tornado.api;

import java.util.List;

/// A task graph that no longer changes.
public final class ImmutableTaskGraph {

  private final List<Step> steps;

  ImmutableTaskGraph(List<Step> steps) {
    this.steps = List.copyOf(steps);
  }

  List<Step> steps() {
    return steps;
  }
}
