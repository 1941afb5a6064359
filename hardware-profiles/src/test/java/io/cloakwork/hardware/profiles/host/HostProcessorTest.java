package io.cloakwork.hardware.profiles.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HostProcessorTest {

  @ParameterizedTest
  @CsvSource({
    "AuthenticAMD, 25, 1, amd, zen3",
    "AuthenticAMD, 25, 17, amd, zen4",
    "AuthenticAMD, 25, 160, amd, zen4",
    "AuthenticAMD, 26, 2, amd, zen5",
    "GenuineIntel, 6, 106, intel, ice-lake-server",
    "GenuineIntel, 6, 143, intel, sapphire-rapids",
    "GenuineIntel, 6, 173, intel, granite-rapids",
    "GenuineIntel, 6, 1, intel, amd64",
    "SomebodyElse, 1, 1, unknown, amd64"
  })
  void architecturesOfLinux(
      String vendorId, String family, String model, String vendor, String architecture) {
    HostProcessor processor =
        HostProcessor.of(
            Map.of(
                "vendor_id",
                vendorId,
                "cpu family",
                family,
                "model",
                model,
                "model name",
                "Some CPU 1"),
            "Linux",
            "amd64");
    assertThat(processor).isEqualTo(new HostProcessor(vendor, architecture, "Some CPU 1"));
  }

  @Test
  void aMacIsAppleOrIntel() {
    assertThat(HostProcessor.of(Map.of(), "Mac OS X", "aarch64").vendor()).isEqualTo("apple");
    assertThat(HostProcessor.of(Map.of(), "Mac OS X", "x86_64").vendor()).isEqualTo("intel");
  }

  @Test
  void thisMachineHasNames() {
    HostProcessor here = HostProcessor.here();
    assertThat(here.vendor()).isNotBlank();
    assertThat(here.architecture()).matches("[a-z0-9_][a-z0-9_.-]*");
  }
}
