package io.cloakwork.cli.command;

import io.cloakwork.cli.Background;
import io.cloakwork.cli.inference.Inference;
import io.cloakwork.cli.inference.InferenceReport;
import io.cloakwork.cli.inference.RunSettings;
import io.cloakwork.cli.inference.Workload;
import io.cloakwork.cli.input.Normalization;
import io.cloakwork.cli.terminal.Progress;
import io.cloakwork.compiler.CompiledNetwork;
import io.cloakwork.cost.MachineProfile;
import io.cloakwork.spi.device.Device;
import io.cloakwork.spi.device.DeviceOutOfMemoryException;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Function;

/// Labelled samples, encrypted, through a network on a device.
///
/// @param normalization of the samples, which the network's notes may say
/// @param warmUp images that are run before times are taken, at least
/// @param profile the machine that times are predicted for, where the network was compiled here
record EncryptedRun(
    DeviceOption device,
    Callable<ModelLoading> load,
    SampleOptions.Labelled data,
    Function<CompiledNetwork, Normalization> normalization,
    int warmUp,
    Optional<MachineProfile> profile) {

  /// Those whose device memory is the Java heap, or a part of it.
  private static final Set<String> HEAP_BACKENDS = Set.of("cpu", "reference");

  InferenceReport run(Progress progress) {
    long start = System.nanoTime();
    Background<ModelLoading> loading = Background.start("cloakwork-compile", load);
    // Opened early: a device that has to warm up does so while the network is being compiled.
    try (Device opened = device.open(false)) {
      double seconds = (System.nanoTime() - start) / 1e9;
      progress.say("compiling the network");
      ModelLoading loaded = loading.await();
      Workload workload =
          Workload.of(
              loaded.network(),
              loaded.seconds(),
              data.samples(),
              data.labels(),
              normalization.apply(loaded.network()));
      RunSettings settings = new RunSettings(device.backend(), start, seconds, warmUp, profile);
      return run(workload, opened, settings, progress);
    }
  }

  /// What the device lacks is known only now; what the network needs was known before.
  private static InferenceReport run(
      Workload workload, Device device, RunSettings settings, Progress progress) {
    try {
      return Inference.run(workload, device, settings, progress);
    } catch (DeviceOutOfMemoryException e) {
      throw HEAP_BACKENDS.contains(settings.backend())
          ? HeapAdvice.of(workload.network().report(), e)
          : e;
    } catch (OutOfMemoryError e) {
      throw HeapAdvice.of(workload.network().report(), e);
    }
  }
}
