package io.cloakwork.backend.cpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.cloakwork.spi.device.Backends;
import io.cloakwork.spi.device.Device;
import io.cloakwork.spi.device.DeviceOptions;
import io.cloakwork.spi.device.Executable;
import io.cloakwork.spi.device.Reuse;
import io.cloakwork.spi.ring.ModulusChain;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What every backend must do alike is in the conformance suite; here is what only this one
/// promises.
@Timeout(60)
class CpuDeviceTest {

  private static final ModulusChain CHAIN = TestGraphs.chain(10, 4, 1);
  private static final DeviceOptions OPTIONS = DeviceOptions.defaults().withThreads(2);

  @Test
  void temporariesAreAccountedOnceForAllExecutables() {
    try (Device device = Backends.open("cpu", OPTIONS)) {
      Executable small = device.compile(TestGraphs.rotate(CHAIN, 2, 1), Reuse.MANY);
      assertThat(device.allocatedBytes()).isEqualTo(small.report().temporaryBytes()).isPositive();
      Executable large = device.compile(TestGraphs.rotate(CHAIN, 2, 8), Reuse.MANY);
      assertThat(device.allocatedBytes())
          .isEqualTo(large.report().temporaryBytes())
          .isGreaterThan(small.report().temporaryBytes());
      large.close();
      assertThat(device.allocatedBytes()).isEqualTo(small.report().temporaryBytes());
      small.close();
      small.close();
      assertThat(device.allocatedBytes()).isZero();
    }
  }

  @Test
  void optionsAreChecked() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Backends.open("cpu", OPTIONS.withProperty("vector", "sometimes")))
        .withMessageContaining("sometimes");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Backends.open("cpu", OPTIONS.withProperty("vectr", "off")))
        .withMessageContaining("vectr");
  }

  @Test
  @Timeout(60)
  void waitingForBothLanesEndsWhereThereIsNothingToWaitFor() {
    DeviceOptions scalar = OPTIONS.withProperty("vector", "off");
    try (Device device = Backends.open("cpu", scalar.withProperty("warmup", "await-all"))) {
      assertThat(device.profile().facts()).containsEntry("warm-up", "nothing to warm up");
    }
  }

  @Test
  void profileNamesVectorsPinningAndThreads() {
    try (Device device = Backends.open("cpu", OPTIONS.withThreads(3))) {
      assertThat(device.profile().threads()).isEqualTo(3);
      assertThat(device.profile().facts())
          .containsKeys("vectors", "vector bits", "lanes", "pinning", "warm-up");
      System.out.println(device.profile());
    }
  }
}
