package io.cloakwork.kernels.runtime;

import io.cloakwork.kernels.launch.BufferRef;
import io.cloakwork.kernels.launch.Launch;
import io.cloakwork.kernels.launch.LaunchPlan;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The buffers that the launches of a plan use, each once, numbered from 0.
public final class BufferSlots {

  private final List<BufferRef> buffers = new ArrayList<>();
  private final Map<BufferRef, Integer> numbers = new HashMap<>();

  public BufferSlots(LaunchPlan plan) {
    for (Launch launch : plan.launches()) {
      launch.buffers().forEach(this::add);
    }
  }

  private void add(BufferRef buffer) {
    if (numbers.putIfAbsent(buffer, buffers.size()) == null) {
      buffers.add(buffer);
    }
  }

  /// The buffers by number.
  public List<BufferRef> buffers() {
    return List.copyOf(buffers);
  }

  /// The numbers of a launch's arguments.
  public int[] of(Launch launch) {
    return launch.buffers().stream().mapToInt(numbers::get).toArray();
  }
}
