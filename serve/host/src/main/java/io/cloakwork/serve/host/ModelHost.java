package io.cloakwork.serve.host;

import io.cloakwork.ckks.EvaluationKeys;
import io.cloakwork.compiler.CompiledNetwork;
import io.cloakwork.serve.store.Owner;
import io.cloakwork.spi.device.Device;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/// Compiled networks on one device, and the sessions of their clients. Requests run one after the
/// other, each with all of the device; between clients they are scheduled fairly, and those of one
/// client share runs where they can. Thread-safe; hosts share nothing.
///
/// Closing the host refuses what waits, stops the present run before its next launch, ends the
/// host's threads and gives its programs back. The device stays the caller's.
@SuppressWarnings("DoNotCallSuggester") // the signatures come before what they do
public final class ModelHost implements AutoCloseable {

  private ModelHost() {}

  /// A host on `device`, with default settings unless told otherwise.
  public static Builder builder(Device device) {
    return new Builder(device);
  }

  /// What a host is opened with.
  public static final class Builder {

    private final Device device;
    private HostSettings settings = HostSettings.defaults();
    private HostListener listener = HostListener.NONE;
    private MemoryRelief relief = MemoryRelief.NONE;

    private Builder(Device device) {
      this.device = Objects.requireNonNull(device);
    }

    public Builder settings(HostSettings newSettings) {
      settings = Objects.requireNonNull(newSettings);
      return this;
    }

    public Builder listener(HostListener newListener) {
      listener = Objects.requireNonNull(newListener);
      return this;
    }

    /// Who is asked for memory when a run does not fit.
    public Builder relief(MemoryRelief newRelief) {
      relief = Objects.requireNonNull(newRelief);
      return this;
    }

    /// Starts the host; it has no models yet.
    public ModelHost open() {
      throw new UnsupportedOperationException(device + " " + settings + listener + relief);
    }
  }

  /// Compiles a network for the device, encodes its weights and warms it up. Takes as long as that
  /// takes, on the caller's thread; requests for other models go on.
  ///
  /// @param name by which sessions ask for it
  /// @throws IllegalArgumentException if there is a model of that name
  /// @throws io.cloakwork.spi.device.DeviceOutOfMemoryException if it does not fit
  public HostedModel load(String name, CompiledNetwork network) {
    throw new UnsupportedOperationException();
  }

  /// The models, by name.
  public List<HostedModel> models() {
    throw new UnsupportedOperationException();
  }

  /// The model of that name.
  public Optional<HostedModel> model(String name) {
    throw new UnsupportedOperationException();
  }

  /// A session with keys that the caller holds; they stay the caller's and must outlive it.
  ///
  /// @throws IllegalArgumentException if there is no such model
  /// @throws io.cloakwork.ckks.MissingKeyException if a key that the network asks for is missing or
  ///   made for another level
  public ClientSession open(Owner client, String model, EvaluationKeys keys) {
    throw new UnsupportedOperationException();
  }

  /// A session with keys that are fetched when a run needs them.
  ///
  /// @throws IllegalArgumentException if there is no such model
  public ClientSession open(Owner client, String model, SessionKeys keys) {
    throw new UnsupportedOperationException();
  }

  public HostStatus status() {
    throw new UnsupportedOperationException();
  }

  /// Refuses new requests from now on and waits for the accepted ones to end.
  ///
  /// @return whether all have ended; if not, they go on until [#close]
  public boolean drain(Duration atMost) throws InterruptedException {
    throw new UnsupportedOperationException();
  }

  @Override
  public void close() {
    throw new UnsupportedOperationException();
  }
}
