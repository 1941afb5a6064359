package io.cloakwork.serve.protocol;

/// Where an input lies in its ciphertext.
///
/// @param index of the lane; 0 if the input fills all
/// @param allLanes whether it fills all lanes, so that it cannot share a run
public record LaneChoice(int index, boolean allLanes) {

  public LaneChoice {
    if (index < 0 || (allLanes && index != 0)) {
      throw new IllegalArgumentException("lane %d%s".formatted(index, allLanes ? " of all" : ""));
    }
  }

  public static LaneChoice of(int index) {
    return new LaneChoice(index, false);
  }

  public static LaneChoice all() {
    return new LaneChoice(0, true);
  }
}
