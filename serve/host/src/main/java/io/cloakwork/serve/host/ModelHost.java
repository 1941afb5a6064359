package io.cloakwork.serve.host;

import io.cloakwork.ckks.EvaluationKeys;
import io.cloakwork.compiler.CompiledNetwork;
import io.cloakwork.serve.store.Owner;
import io.cloakwork.spi.device.Device;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/// Compiled networks on one device, and the sessions of their clients. Requests run one after the
/// other, each with all of the device; between clients they are scheduled fairly, and those of one
/// client share runs where they can. Thread-safe; hosts share nothing.
///
/// Closing the host refuses what waits, stops the present run before its next launch, ends the
/// host's threads and gives its programs back. The device stays the caller's.
public final class ModelHost implements AutoCloseable {

  private final Device device;
  private final HostSettings settings;
  private final Notifications listener;
  private final NanoClock clock;
  private final Dispatcher dispatcher;
  private final ExecutorService callers;
  private final Deliveries deliveries;
  private final Thread worker;
  private final AtomicLong requestNumbers = new AtomicLong();

  /// By name; guarded by itself.
  private final Map<String, LoadedModel> models = new TreeMap<>();

  /// Models on their way out; guarded by the map.
  private int leaving;

  private ModelHost(Builder builder) {
    this.device = builder.device;
    this.settings = builder.settings;
    this.listener = new Notifications(builder.listener);
    this.clock = builder.clock;
    this.dispatcher = new Dispatcher(settings, clock);
    this.callers =
        Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("cloakwork-host-caller-", 0).factory());
    this.deliveries = new Deliveries(dispatcher, listener, callers);
    this.worker =
        Thread.ofPlatform()
            .name("cloakwork-host")
            .daemon()
            .unstarted(new DeviceWorker(dispatcher, deliveries, listener, builder.relief, clock));
  }

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
    private NanoClock clock = NanoClock.SYSTEM;

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

    /// For tests that say how late it is.
    Builder clock(NanoClock newClock) {
      clock = newClock;
      return this;
    }

    /// Starts the host; it has no models yet.
    public ModelHost open() {
      ModelHost host = new ModelHost(this);
      host.worker.start();
      return host;
    }
  }

  /// Compiles a network for the device, encodes its weights and warms it up. Takes as long as that
  /// takes, on the caller's thread; requests for other models go on.
  ///
  /// @param name by which sessions ask for it
  /// @throws IllegalArgumentException if there is a model of that name
  /// @throws io.cloakwork.spi.device.DeviceOutOfMemoryException if it does not fit
  public HostedModel load(String name, CompiledNetwork network) {
    requireFree(name);
    LoadedModel model = LoadedModel.load(name, network, device, settings);
    synchronized (models) {
      if (!dispatcher.isClosed() && models.putIfAbsent(name, model) == null) {
        return model;
      }
    }
    model.close();
    throw new IllegalArgumentException(
        "model '%s' was loaded twice at once, or the host closed".formatted(name));
  }

  private void requireFree(String name) {
    if (dispatcher.isClosed()) {
      throw new IllegalStateException("the host is closed");
    }
    if (model(name).isPresent()) {
      throw new IllegalArgumentException("there is a model named '%s'".formatted(name));
    }
  }

  /// Takes a model away while others are served. There is no such model from now on: new sessions
  /// are an [IllegalArgumentException], and requests of the present ones are refused with
  /// [RefusedException.Reason#UNLOADED]. Requests that were accepted before may end within the
  /// time; those that still wait then are refused likewise, and the present run is given up before
  /// its next launch. Then the model's memory on the device is given back, and its context closed;
  /// results that callers hold stay good, sessions stay theirs to close.
  ///
  /// An interrupt ends the waiting as if the time were over. Not to be called by what callers
  /// attach to their futures, which would wait for themselves.
  ///
  /// @return whether all accepted requests had their results
  /// @throws IllegalArgumentException if there is no such model
  /// @throws IllegalStateException if a listener calls it
  public boolean unload(String name, Duration atMost) {
    requireOtherThread("a model cannot be unloaded by the thread that runs it");
    LoadedModel model;
    synchronized (models) {
      model = loaded(name);
      models.remove(name);
      leaving++;
    }
    return end(model, atMost);
  }

  /// Puts another network in the place of a model. The new one is loaded beside the old one, which
  /// is served meanwhile, so both must fit on the device ([#unload] and [#load] where they do not);
  /// then sessions that are opened get the new one, and the old one is unloaded as [#unload] does.
  /// A network that does not load leaves everything as it was.
  ///
  /// Sessions of the old model must be opened again: the new one may ask for other parameters and
  /// keys.
  ///
  /// @param atMost how long requests that were accepted for the old one may take
  /// @throws IllegalArgumentException if there is no such model
  /// @throws io.cloakwork.spi.device.DeviceOutOfMemoryException if it does not fit
  public HostedModel replace(String name, CompiledNetwork network, Duration atMost) {
    requireOtherThread("a model cannot be replaced by the thread that runs it");
    loaded(name);
    LoadedModel next = LoadedModel.load(name, network, device, settings);
    LoadedModel previous;
    synchronized (models) {
      previous = dispatcher.isClosed() ? null : models.replace(name, next);
      leaving += previous == null ? 0 : 1;
    }
    if (previous == null) {
      next.close();
      throw new IllegalArgumentException(
          "model '%s' was unloaded meanwhile, or the host closed".formatted(name));
    }
    var _ = end(previous, atMost);
    return next;
  }

  /// Ends a model that nobody can find any more.
  private boolean end(LoadedModel model, Duration atMost) {
    boolean interrupted = false;
    boolean allEnded = false;
    try {
      allEnded = dispatcher.retire(model, atMost);
    } catch (InterruptedException e) {
      interrupted = true;
    }
    try {
      refuse(dispatcher.abandon(model), Dispatcher.unloaded(model));
      dispatcher.awaitRunOf(model);
      model.close();
    } finally {
      synchronized (models) {
        leaving--;
        models.notifyAll();
      }
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
    return allEnded;
  }

  private void refuse(List<Request> waited, RefusedException reason) {
    for (Request request : waited) {
      request.input().close();
      dispatcher.release(request);
      deliveries.refuse(request, reason);
    }
  }

  private void requireOtherThread(String otherwise) {
    if (Thread.currentThread().equals(worker)) {
      throw new IllegalStateException(otherwise);
    }
  }

  /// The models, by name.
  public List<HostedModel> models() {
    synchronized (models) {
      return List.copyOf(models.values());
    }
  }

  /// The model of that name.
  public Optional<HostedModel> model(String name) {
    synchronized (models) {
      return Optional.ofNullable(models.get(name));
    }
  }

  /// A session with keys that the caller holds; they stay the caller's and must outlive it.
  ///
  /// @throws IllegalArgumentException if there is no such model
  /// @throws io.cloakwork.ckks.MissingKeyException if a key that the network asks for is missing or
  ///   made for another level
  public ClientSession open(Owner client, String model, EvaluationKeys keys) {
    return open(client, model, SessionKeys.of(keys), found -> found.network().requireKeys(keys));
  }

  /// A session with keys that are fetched when a run needs them.
  ///
  /// @throws IllegalArgumentException if there is no such model
  public ClientSession open(Owner client, String model, SessionKeys keys) {
    return open(client, model, keys, _ -> {});
  }

  private ClientSession open(
      Owner client, String name, SessionKeys keys, Consumer<LoadedModel> check) {
    Optional<RequestGroup> group = Optional.empty();
    while (group.isEmpty()) { // until it is not just being replaced
      LoadedModel model = loaded(name);
      check.accept(model);
      group = dispatcher.join(client, model, keys);
    }
    return new Session(dispatcher, deliveries, listener, clock, group.get(), requestNumbers);
  }

  private LoadedModel loaded(String name) {
    synchronized (models) {
      LoadedModel model = models.get(name);
      if (model == null) {
        throw new IllegalArgumentException(
            "there is no model named '%s'; there are %s".formatted(name, models.keySet()));
      }
      return model;
    }
  }

  public HostStatus status() {
    return dispatcher.status();
  }

  /// Refuses new requests from now on and waits until the callers of the accepted ones have their
  /// results. Not to be called by what callers attach to their futures.
  ///
  /// @return whether all have ended; if not, they go on until [#close]
  public boolean drain(Duration atMost) throws InterruptedException {
    return dispatcher.drain(atMost);
  }

  /// @throws IllegalStateException if a listener closes the host
  @Override
  public void close() {
    requireOtherThread("a host cannot be closed by the thread that runs it");
    refuse(dispatcher.close(), Dispatcher.draining());
    awaitUninterruptibly(() -> {
      worker.join();
      synchronized (models) {
        while (leaving > 0) {
          models.wait();
        }
      }
    });
    callers.shutdown();
    synchronized (models) {
      models.values().forEach(LoadedModel::close);
      models.clear();
    }
  }

  private interface Waiting {
    void await() throws InterruptedException;
  }

  /// Waits for what is short: the run ends at its next checkpoint, and models on their way out with
  /// it.
  private static void awaitUninterruptibly(Waiting waiting) {
    boolean interrupted = false;
    boolean done = false;
    while (!done) {
      try {
        waiting.await();
        done = true;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
