package io.cloakwork.backend.tornado;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloakwork.spi.device.BackendProvider;
import io.cloakwork.spi.device.BackendUnavailableException;
import io.cloakwork.spi.device.Backends;
import io.cloakwork.spi.device.Device;
import io.cloakwork.spi.device.DeviceOptions;
import io.cloakwork.spi.device.DeviceProfile;
import io.cloakwork.spi.device.Probe;
import io.cloakwork.spi.graph.RnsOp;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TornadoBackendProviderTest {

  private static final String HOST_FALL_BACK = "tornado.recover.bailout";

  private final BackendProvider provider = Backends.named("tornado");

  private List<DeviceProfile> devices() {
    assertThat(provider.probe()).isInstanceOf(Probe.Available.class);
    return ((Probe.Available) provider.probe()).devices();
  }

  @AfterEach
  void forgetTheProperty() {
    System.clearProperty(HOST_FALL_BACK);
  }

  @Test
  void declaresTransformsAndWhatIsDoneWordByWord() {
    assertThat(provider.capabilities().maxModulusBits()).isEqualTo(31);
    assertThat(provider.capabilities().operations())
        .hasSize(10)
        .contains(RnsOp.Ntt.class, RnsOp.MulAdd.class)
        .doesNotContain(RnsOp.BaseConvert.class, RnsOp.InnerProduct.class);
  }

  /// Without an SDK these are the stand-in's, which has a backend before the OpenCL one.
  @Test
  void listsOpenClDevicesAndNoOthers() {
    assertThat(devices()).allMatch(device -> device.backend().equals("tornado"));
    assertThat(devices()).noneMatch(device -> device.name().startsWith("virtual"));
    assertThat(devices()).allMatch(device -> device.facts().containsKey("platform"));
  }

  @Test
  void opensTheFirstDeviceOrTheOneThatIsNamed() {
    try (Device device = provider.open(DeviceOptions.defaults())) {
      assertThat(device.profile()).isEqualTo(devices().getFirst());
    }
    DeviceProfile last = devices().getLast();
    int index = Backends.index(provider, last.name());
    try (Device device = provider.open(DeviceOptions.defaults().withIndex(index))) {
      assertThat(device.profile()).isEqualTo(last);
    }
  }

  @Test
  void refusesAnIndexThatThereIsNot() {
    DeviceOptions options = DeviceOptions.defaults().withIndex(devices().size());
    assertThatThrownBy(() -> provider.open(options))
        .isInstanceOf(BackendUnavailableException.class)
        .hasMessageContaining("there is no index " + devices().size());
  }

  @Test
  void hasNoProperties() {
    DeviceOptions options = DeviceOptions.defaults().withProperty("tile", "12");
    assertThatThrownBy(() -> provider.open(options))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no property 'tile'");
  }

  /// TornadoVM would run a kernel in the JVM that it cannot compile, and call it done.
  @Test
  void neverFallsBackToTheHost() {
    System.clearProperty(HOST_FALL_BACK);
    assertThat(provider.probe()).isInstanceOf(Probe.Available.class);
    assertThat(System.getProperty(HOST_FALL_BACK)).isEqualTo("False");

    System.setProperty(HOST_FALL_BACK, "True");
    assertThat(provider.probe()).isInstanceOf(Probe.Unavailable.class);
    assertThatThrownBy(() -> provider.open(DeviceOptions.defaults()))
        .isInstanceOf(BackendUnavailableException.class)
        .hasMessageContaining("leave out -Dtornado.recover.bailout=True");
  }
}
