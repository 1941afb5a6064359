package io.cloakwork.serve.server.ops;

import io.cloakwork.serve.host.RunFailedException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/// Whether the process is fit to run, and whether it takes requests.
public final class Health {

  /// What a service does.
  public enum State {
    /// Models are being loaded.
    STARTING,
    READY,
    /// What was accepted is finished, nothing new is.
    DRAINING,
    /// Its device is gone: only a restart helps.
    BROKEN
  }

  private final Sampler sampler;
  private final AtomicBoolean draining = new AtomicBoolean();
  private final AtomicBoolean deviceLost = new AtomicBoolean();

  Health(Sampler sampler) {
    this.sampler = sampler;
  }

  void drain() {
    draining.set(true);
  }

  void observe(RunFailedException failure) {
    if (failure.kind() == RunFailedException.Kind.DEVICE_LOST) {
      deviceLost.set(true);
    }
  }

  /// The state now.
  public State state() {
    if (deviceLost.get()) {
      return State.BROKEN;
    }
    Optional<ServiceSnapshot> snapshot = sampler.latest();
    if (draining.get() || snapshot.map(s -> s.host().draining()).orElse(false)) {
      return State.DRAINING;
    }
    boolean loaded = snapshot.map(s -> !s.models().isEmpty()).orElse(false);
    return loaded ? State.READY : State.STARTING;
  }
}
