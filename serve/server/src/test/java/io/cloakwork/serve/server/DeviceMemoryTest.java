package io.cloakwork.serve.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.cloakwork.ckks.CkksContext;
import io.cloakwork.ckks.KeySwitchKey;
import io.cloakwork.ckks.wire.WireReader;
import io.cloakwork.ckks.wire.WireSource;
import io.cloakwork.compiler.ClearInterpreter;
import io.cloakwork.compiler.CompiledNetwork;
import io.cloakwork.serve.host.HostSettings;
import io.cloakwork.serve.host.HostedModel;
import io.cloakwork.serve.host.ModelHost;
import io.cloakwork.serve.protocol.ByteSource;
import io.cloakwork.serve.protocol.InferCall;
import io.cloakwork.serve.protocol.JobItem;
import io.cloakwork.serve.protocol.LaneChoice;
import io.cloakwork.serve.protocol.LocalKey;
import io.cloakwork.serve.protocol.RemoteException;
import io.cloakwork.serve.protocol.RemoteJob;
import io.cloakwork.serve.protocol.RemoteService;
import io.cloakwork.serve.protocol.RetryPolicy;
import io.cloakwork.serve.protocol.UploadListener;
import io.cloakwork.spi.device.Backends;
import io.cloakwork.spi.device.Device;
import io.cloakwork.spi.device.DeviceOptions;
import io.grpc.Status;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Devices that are too small for all keys, or for any.
@Timeout(300)
class DeviceMemoryTest {

  private static final double[] INPUT = {0.1, -0.2, 0.3, -0.4, 0.5, -0.6};
  private static final CompiledNetwork NETWORK = TinyNetwork.compile();

  @TempDir private Path folder;
  private static KeyOwner alice;
  private static KeyOwner bob;

  /// Of the model, of one client's keys, of an input with its output.
  private static long modelBytes;

  private static long keyBytes;
  private static long requestBytes;

  @BeforeAll
  static void measure() throws Exception {
    alice = new KeyOwner(NETWORK, TestService.MODEL);
    bob = new KeyOwner(NETWORK, TestService.MODEL);
    try (Device device = Backends.open("reference", DeviceOptions.defaults().withThreads(1));
        ModelHost host = ModelHost.builder(device).settings(HostSettings.defaults()).open()) {
      HostedModel model = host.load(TestService.MODEL, NETWORK);
      modelBytes = device.allocatedBytes();
      requestBytes = model.requestBytes();
      keyBytes = load(model.context()) - modelBytes;
    }
    assertThat(requestBytes).as("what this test assumes").isLessThan(keyBytes / 3);
  }

  /// @return what is allocated with Alice's keys on the device
  private static long load(CkksContext context) throws Exception {
    List<KeySwitchKey> keys = new ArrayList<>();
    try {
      for (LocalKey key : alice.keys().keys()) {
        try (InputStream object = key.object().open(0)) {
          keys.add(new WireReader(context).keySwitchKey(WireSource.of(object)));
        }
      }
      return context.device().allocatedBytes();
    } finally {
      keys.forEach(KeySwitchKey::close);
    }
  }

  @AfterAll
  static void close() {
    alice.close();
    bob.close();
  }

  private static void register(RemoteService remote, KeyOwner owner) throws Exception {
    remote.register(owner.keys(), Duration.ZERO, UploadListener.NONE);
  }

  private static void assertServed(RemoteService remote, KeyOwner owner) throws Exception {
    assertThat(owner.decrypt(remote.infer(request(remote, owner)).get().source()))
        .containsExactly(ClearInterpreter.model(NETWORK, INPUT), within(1e-2));
  }

  private static InferCall request(RemoteService remote, KeyOwner owner) {
    return InferCall.of(
        remote.manifest(TestService.MODEL),
        owner.keys().id(),
        ByteSource.of(owner.encrypt(INPUT)),
        LaneChoice.all());
  }

  @Test
  void clientsWhoseKeysDoNotFitBesideEachOtherTakeTurns() throws Exception {
    long memory = modelBytes + keyBytes * 3 / 2 + requestBytes;
    try (TestService service = TestService.within(memory, folder, NETWORK);
        RemoteService remote = service.connect()) {
      register(remote, alice);
      register(remote, bob);
      for (int i = 0; i < 4; i++) {
        assertServed(remote, alice);
        assertServed(remote, bob);
      }
      assertThat(service.log().named("request.broken")).isEmpty();
    }
  }

  /// Two clients' keys fill the device to the last request; a request makes them give way.
  @Test
  void idleKeysGiveWayToRequests() throws Exception {
    long memory = modelBytes + 2 * keyBytes + requestBytes / 4;
    try (TestService service = TestService.within(memory, folder, NETWORK);
        RemoteService remote =
            TestService.connect(service.address().withRetry(RetryPolicy.defaults()))) {
      register(remote, alice);
      register(remote, bob);
      for (int i = 0; i < 4; i++) {
        assertServed(remote, alice);
        assertServed(remote, bob);
      }
      assertJobRuns(remote);
      assertThat(service.log().named("request.broken")).isEmpty();
    }
  }

  private static void assertJobRuns(RemoteService remote) throws Exception {
    JobItem item = new JobItem(ByteSource.of(alice.encrypt(INPUT)), LaneChoice.all());
    remote.submitJob(
        "night",
        TestService.MODEL,
        alice.keys().id(),
        List.of(item, item, item),
        UploadListener.NONE);
    RemoteJob job = remote.job("night");
    while (job.finished() + job.failed() < 3) {
      Thread.sleep(20);
      job = remote.job("night");
    }
    assertThat(job.failed()).isZero();
  }

  @Test
  void aRequestThatFitsNowhereIsRefusedAndItsKeysAreKept() throws Exception {
    try (TestService service = TestService.within(0, folder, NETWORK);
        RemoteService remote = service.connect()) {
      register(remote, alice);
      register(remote, bob);
    }
    // Enough to warm the model up, not enough for keys, an input and an output at once.
    long memory = modelBytes + keyBytes + requestBytes / 2;
    try (TestService service = TestService.within(memory, folder, NETWORK);
        RemoteService remote = service.connect()) {
      assertThatThrownBy(() -> remote.infer(request(remote, alice)).get())
          .cause()
          .isInstanceOfSatisfying(
              RemoteException.class,
              e -> {
                assertThat(e.status()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
                assertThat(e.retryAfter()).isPresent();
              });
      assertThat(remote.isRegistered(alice.keys())).isTrue();
      assertThat(remote.models()).hasSize(1);
      assertThat(service.log().named("request.broken")).isEmpty();
    }
  }
}
