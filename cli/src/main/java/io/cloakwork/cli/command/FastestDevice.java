package io.cloakwork.cli.command;

import io.cloakwork.spi.device.BackendProvider;
import io.cloakwork.spi.device.BackendUnavailableException;
import io.cloakwork.spi.device.DeviceProfile;
import io.cloakwork.spi.device.Probe;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// The device that should be the fastest here, judged by its kind and not by measuring, which would
/// take longer than what it decides on: CUDA before any device with memory of its own, that before
/// the vector kernels of the cpu backend, and those before devices that compute in the host's
/// memory (integrated GPUs, OpenCL on the processor). The reference is the last resort; the
/// simulator, whose times are predictions, is never taken.
///
/// @param backend its backend's name
/// @param index which of the backend's devices
/// @param reason why this one
record FastestDevice(String backend, int index, String reason) {

  /// Kinds of devices, the fastest first.
  private enum Kind {
    CUDA("a GPU with the NVIDIA driver"),
    BOARD("a device with memory of its own"),
    VECTORS("the vector kernels of this processor; there is no GPU with memory of its own"),
    SHARED("a device in the host's memory"),
    ORACLE("there is nothing but the reference");

    private final String reason;

    Kind(String reason) {
      this.reason = reason;
    }

    static Kind of(String backend, DeviceProfile device) {
      return switch (backend) {
        case "cuda" -> CUDA;
        case "cpu" -> VECTORS;
        case "reference" -> ORACLE;
        default -> device.hasOwnMemory() ? BOARD : SHARED;
      };
    }
  }

  private static final String SIMULATOR = "sim";

  private record Candidate(Kind kind, String backend, int index, long memoryBytes) {

    /// Among devices of one kind the largest, the first of equals.
    static final Comparator<Candidate> BEST_FIRST =
        Comparator.comparing(Candidate::kind)
            .thenComparing(Candidate::memoryBytes, Comparator.reverseOrder());
  }

  /// Chooses among the devices of these backends.
  ///
  /// @throws BackendUnavailableException if there is none
  static FastestDevice among(List<BackendProvider> providers) {
    List<Candidate> candidates = new ArrayList<>();
    for (BackendProvider provider : providers) {
      if (!provider.name().equals(SIMULATOR)
          && provider.probe() instanceof Probe.Available available) {
        for (int i = 0; i < available.devices().size(); i++) {
          DeviceProfile device = available.devices().get(i);
          Kind kind = Kind.of(provider.name(), device);
          candidates.add(new Candidate(kind, provider.name(), i, device.memoryBytes()));
        }
      }
    }
    return candidates.stream()
        .min(Candidate.BEST_FIRST)
        .map(best -> new FastestDevice(best.backend(), best.index(), best.kind().reason))
        .orElseThrow(() -> new BackendUnavailableException("no backend has a device here", null));
  }
}
