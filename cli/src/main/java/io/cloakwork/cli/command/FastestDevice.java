package io.cloakwork.cli.command;

import io.cloakwork.spi.device.BackendProvider;
import io.cloakwork.spi.device.BackendUnavailableException;
import io.cloakwork.spi.device.DeviceProfile;
import io.cloakwork.spi.device.Probe;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/// The device that is the fastest here. Where there are several, each does the same short piece of
/// work, and the time decides; their kinds decide where there is no difference to speak of, or
/// nothing to compare: CUDA before any device with memory of its own, that before the vector
/// kernels of the cpu backend, and those before devices that compute in the host's memory
/// (integrated GPUs, OpenCL on the processor). The reference is the last resort and never timed;
/// the simulator, whose times are predictions, is never taken.
///
/// @param backend its backend's name
/// @param index which of the backend's devices
/// @param reason why this one
/// @param timed what was measured, the best kind first; empty if nothing was
record FastestDevice(String backend, int index, String reason, List<Timed> timed) {

  /// Times that differ by less are the same.
  private static final double TIE = 1.05;

  /// Does the piece of work on a device.
  interface Measure {

    /// How long it takes, in microseconds.
    ///
    /// @throws RuntimeException if the device cannot run it
    double micros(String backend, int index);
  }

  /// A device's time.
  ///
  /// @param device its name
  /// @param micros of one run, or empty if it could not
  /// @param failure why it could not, or empty
  record Timed(String backend, int index, String device, OptionalDouble micros, String failure) {}

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

  private record Candidate(Kind kind, String backend, int index, DeviceProfile profile) {

    /// Among devices of one kind the largest, the first of equals.
    static final Comparator<Candidate> BEST_FIRST =
        Comparator.comparing(Candidate::kind)
            .thenComparing(
                candidate -> candidate.profile().memoryBytes(), Comparator.reverseOrder());

    /// Whether there is nothing to find out about this one that the other has not told.
    boolean isLike(Candidate other) {
      return backend.equals(other.backend)
          && profile.name().equals(other.profile.name())
          && profile.memoryBytes() == other.profile.memoryBytes();
    }

    Timed time(Measure measure) {
      try {
        double micros = measure.micros(backend, index);
        return new Timed(backend, index, profile.name(), OptionalDouble.of(micros), "");
      } catch (RuntimeException e) { // one that cannot run is no candidate, whatever the reason
        String why = String.valueOf(e.getMessage());
        return new Timed(backend, index, profile.name(), OptionalDouble.empty(), why);
      }
    }
  }

  FastestDevice {
    timed = List.copyOf(timed);
  }

  /// Chooses among the devices of these backends.
  ///
  /// @throws BackendUnavailableException if there is none
  static FastestDevice among(List<BackendProvider> providers, Measure measure) {
    List<Candidate> ranked = ranked(providers);
    if (ranked.isEmpty()) {
      throw new BackendUnavailableException("no backend has a device here", null);
    }
    List<Candidate> worthATry = different(ranked);
    if (worthATry.size() < 2) {
      return byKind(ranked.getFirst(), List.of());
    }
    List<Timed> timed = worthATry.stream().map(candidate -> candidate.time(measure)).toList();
    return fastest(timed).orElseGet(() -> byKind(ranked.getLast(), timed));
  }

  private static FastestDevice byKind(Candidate best, List<Timed> timed) {
    return new FastestDevice(best.backend(), best.index(), best.kind().reason, timed);
  }

  /// The first whose time no other beats clearly.
  private static Optional<FastestDevice> fastest(List<Timed> timed) {
    OptionalDouble least = timed.stream().flatMapToDouble(each -> each.micros().stream()).min();
    return timed.stream()
        .filter(each ->
            each.micros().isPresent() && each.micros().getAsDouble() <= TIE * least.getAsDouble())
        .findFirst()
        .map(best -> new FastestDevice(best.backend(), best.index(), "measured", timed));
  }

  private static List<Candidate> ranked(List<BackendProvider> providers) {
    List<Candidate> candidates = new ArrayList<>();
    for (BackendProvider provider : providers) {
      if (!provider.name().equals(SIMULATOR)
          && provider.probe() instanceof Probe.Available available) {
        for (int i = 0; i < available.devices().size(); i++) {
          DeviceProfile device = available.devices().get(i);
          candidates.add(
              new Candidate(Kind.of(provider.name(), device), provider.name(), i, device));
        }
      }
    }
    return candidates.stream().sorted(Candidate.BEST_FIRST).toList();
  }

  /// One of each that are alike, without the reference.
  private static List<Candidate> different(List<Candidate> ranked) {
    List<Candidate> different = new ArrayList<>();
    for (Candidate candidate : ranked) {
      if (candidate.kind() != Kind.ORACLE && different.stream().noneMatch(candidate::isLike)) {
        different.add(candidate);
      }
    }
    return different;
  }
}
