package io.cloakwork.backend.sim;

import io.cloakwork.cost.MachineProfile;
import io.cloakwork.cost.RunTime;
import io.cloakwork.spi.device.KernelTime;
import java.util.ArrayList;
import java.util.List;

/// The time of the simulated machine. It begins at zero and advances by what runs and transfers
/// take; nothing overlaps. Thread-safe.
final class SimClock {

  private final MachineProfile machine;
  private double seconds;
  private long bytesToMove;

  SimClock(MachineProfile machine) {
    this.machine = machine;
  }

  /// Words cross the link to the host; the next run waits for them.
  synchronized void move(long bytes) {
    bytesToMove += bytes;
  }

  /// Advances by what has crossed the link since the last run, and by a run.
  ///
  /// @return when each part of it was at work, in the order of [SimExecutable]'s description
  synchronized List<KernelTime> run(RunTime time) {
    double[] parts = {
      machine.transferSeconds(bytesToMove),
      time.transforms(),
      time.words(),
      time.memory(),
      time.overhead()
    };
    bytesToMove = 0;
    List<KernelTime> times = new ArrayList<>();
    for (int part = 0; part < parts.length; part++) {
      long start = nanos();
      seconds += parts[part];
      times.add(new KernelTime(part, start, nanos()));
    }
    return List.copyOf(times);
  }

  private long nanos() {
    return Math.round(seconds * 1e9);
  }
}
