package io.cloakwork.backend.cpu;

import io.cloakwork.backend.cpu.kernel.KernelTable;
import io.cloakwork.backend.cpu.kernel.VectorMode;
import io.cloakwork.backend.cpu.work.CoreAffinity;
import io.cloakwork.hardware.profiles.tuning.TuningException;
import io.cloakwork.hardware.profiles.tuning.TuningResolver;
import io.cloakwork.spi.device.BackendException;
import io.cloakwork.spi.device.BackendProvider;
import io.cloakwork.spi.device.BackendUnavailableException;
import io.cloakwork.spi.device.Capabilities;
import io.cloakwork.spi.device.Device;
import io.cloakwork.spi.device.DeviceOptions;
import io.cloakwork.spi.device.DeviceProfile;
import io.cloakwork.spi.device.Probe;
import io.cloakwork.spi.device.TuningSpace;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The CPU backend; always available. Properties of [DeviceOptions]:
///
/// - `vector` = `auto` (vector kernels where the JVM offers them) or `off` (scalar code);
/// - `warmup` = `background` (scalar code serves until vector kernels are compiled), `await` (open
///   returns when those of the fast lane are), `await-all` (when those of both lanes are, for
///   measurements; the wide lane's otherwise begin with its first limb) or `off` (scalar code);
/// - `stageCacheMiB`, `sumCacheMiB`: the [CacheTuning]; what is not given is looked up in tuning
///   files;
/// - `tuning` = a folder of this user's tuning files, or `off`; by default
///   `~/.config/cloakwork/tuning`.
public final class CpuBackendProvider implements BackendProvider {

  static final String NAME = "cpu";

  private static final String VECTOR = "vector";
  private static final String WARM_UP = "warmup";
  private static final List<String> PROPERTIES =
      List.of(VECTOR, WARM_UP, TuningResolver.PROPERTY, CacheTuning.STAGE, CacheTuning.FACTORS);
  private static final Duration WARM_UP_LIMIT = Duration.ofMinutes(2);

  // The part of the Java heap that buffers may take unless a limit is given.
  private static final double HEAP_FRACTION = 0.75;

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Capabilities capabilities() {
    return Capabilities.all();
  }

  @Override
  public Probe probe() {
    int threads = Runtime.getRuntime().availableProcessors();
    try (KernelTable kernels = KernelTable.create(VectorMode.AUTO)) {
      DeviceProfile profile =
          DeviceFacts.profile(
              DeviceFacts.processorName(),
              kernels,
              threads,
              CoreAffinity.forWorkers(threads, true),
              CacheTuning.of(Map.of(), TuningResolver.userFolder(Map.of())),
              defaultLimitBytes());
      return new Probe.Available(List.of(profile));
    } catch (TuningException e) {
      return new Probe.Unavailable(e.getMessage(), e);
    }
  }

  @Override
  public Device open(DeviceOptions options) {
    requireFirst(options.index());
    options.requireKnown(NAME, PROPERTIES);
    VectorMode mode =
        choice(options, VECTOR, "auto", Map.of("auto", VectorMode.AUTO, "off", VectorMode.OFF));
    WarmUp warmUp =
        choice(
            options,
            WARM_UP,
            "background",
            Map.of(
                "background", WarmUp.BACKGROUND,
                "await", WarmUp.AWAIT,
                "await-all", WarmUp.AWAIT_ALL,
                "off", WarmUp.OFF));
    CacheTuning tuning =
        CacheTuning.of(options.properties(), TuningResolver.userFolder(options.properties()));
    int threads =
        options.threads() > 0 ? options.threads() : Runtime.getRuntime().availableProcessors();
    long limit = options.memoryLimitBytes() > 0 ? options.memoryLimitBytes() : defaultLimitBytes();
    KernelTable kernels = KernelTable.create(mode);
    warmUp.start(kernels);
    CoreAffinity affinity = CoreAffinity.forWorkers(threads, options.pinWorkers());
    return new CpuDevice(DeviceFacts.processorName(), kernels, threads, affinity, tuning, limit);
  }

  @Override
  public Optional<TuningSpace> tuningSpace(int index) {
    requireFirst(index);
    return Optional.of(CacheTuning.space());
  }

  private static void requireFirst(int index) {
    if (index != 0) {
      throw new BackendUnavailableException(
          "there is one cpu device, index 0; %d was asked for".formatted(index), null);
    }
  }

  private enum WarmUp {
    BACKGROUND,
    AWAIT,
    AWAIT_ALL,
    OFF;

    void start(KernelTable kernels) {
      if (this == OFF) {
        return;
      }
      kernels.warmUp();
      if (this == AWAIT_ALL) {
        kernels.useWideLane();
        awaitSettled(kernels, false);
      }
      if (this == AWAIT || this == AWAIT_ALL) {
        awaitSettled(kernels, true);
      }
    }

    private static void awaitSettled(KernelTable kernels, boolean fastLane) {
      try {
        if (!kernels.readiness().awaitSettled(fastLane, WARM_UP_LIMIT)) {
          throw new BackendException("vector kernels were not compiled within " + WARM_UP_LIMIT);
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new BackendException("interrupted while vector kernels were being compiled", e);
      }
    }
  }

  private static long defaultLimitBytes() {
    return (long) (HEAP_FRACTION * Runtime.getRuntime().maxMemory());
  }

  private static <T> T choice(
      DeviceOptions options, String key, String byDefault, Map<String, T> choices) {
    String chosen = options.properties().getOrDefault(key, byDefault);
    T value = choices.get(chosen);
    if (value == null) {
      throw new IllegalArgumentException(
          "property %s is '%s', not one of %s".formatted(key, chosen, choices.keySet()));
    }
    return value;
  }
}
