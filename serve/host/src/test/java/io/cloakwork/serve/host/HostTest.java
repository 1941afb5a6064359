package io.cloakwork.serve.host;

import io.cloakwork.compiler.CompiledNetwork;
import io.cloakwork.spi.device.Backends;
import io.cloakwork.spi.device.Device;
import io.cloakwork.spi.device.DeviceOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;

/// What tests of a host share: a device, a network with four lanes, and the host.
abstract class HostTest {

  static final int LANES = 4;

  static final String MODEL = "small";

  private static final CompiledNetwork NETWORK = SmallNetwork.compile(LANES);

  static final HostSettings SETTINGS =
      HostSettings.defaults().withMaxDelay(Duration.ZERO).withWarmUpRuns(0);

  final Device device = Backends.open("cpu", DeviceOptions.defaults());
  final AtomicLong nanos = new AtomicLong(1);
  private final List<TestClient> clients = new ArrayList<>();
  ModelHost host;
  HostedModel model;

  /// Opens the host on the system's clock.
  final void open(HostSettings settings, Recorder recorder) {
    open(ModelHost.builder(device).settings(settings).listener(recorder));
  }

  /// Opens the host on a clock that stands at `nanos`.
  final void openAtFixedTime(HostSettings settings, Recorder recorder) {
    open(ModelHost.builder(device).settings(settings).listener(recorder).clock(nanos::get));
  }

  final void open(ModelHost.Builder builder) {
    host = builder.open();
    model = host.load(MODEL, NETWORK);
  }

  final TestClient client(String name) {
    TestClient client = new TestClient(model, name);
    clients.add(client);
    return client;
  }

  final ClientSession session(TestClient client) {
    return host.open(client.owner(), MODEL, client.keys());
  }

  @AfterEach
  final void closeAll() {
    if (host != null) {
      host.close();
    }
    clients.forEach(TestClient::close);
    device.close();
  }
}
