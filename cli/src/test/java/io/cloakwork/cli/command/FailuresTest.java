package io.cloakwork.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloakwork.spi.device.DeviceOutOfMemoryException;
import org.junit.jupiter.api.Test;

class FailuresTest {

  private static DeviceOutOfMemoryException exhausted() {
    return new DeviceOutOfMemoryException("a processor", 5 << 20, 7 << 20);
  }

  @Test
  void aDeviceLimitIsNamedByTheDevice() {
    assertThat(Failures.sentence(exhausted()))
        .isEqualTo("a processor: 5,242,880 bytes requested, 7,340,032 available");
  }

  /// The limit had room, the heap had none: what there is to raise is the heap.
  @Test
  void aFullHeapIsNotTakenForADeviceLimit() {
    DeviceOutOfMemoryException exception = exhausted();
    exception.initCause(new OutOfMemoryError("Java heap space"));
    assertThat(Failures.sentence(exception))
        .contains("the Java heap", "no room for another 5.0 MiB", "-J-Xmx");
  }

  @Test
  void theHeapThatIsAdvisedIsMoreThanThereWasAndThanIsNeeded() {
    long gibi = 1L << 30;
    assertThat(HeapAdvice.gibibytes(4 * gibi, 4 * gibi)).isEqualTo(7);
    assertThat(HeapAdvice.gibibytes(gibi, 8 * gibi)).isEqualTo(10);
  }
}
