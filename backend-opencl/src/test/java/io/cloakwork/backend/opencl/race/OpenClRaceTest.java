package io.cloakwork.backend.opencl.race;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloakwork.conformance.ConformanceCase;
import io.cloakwork.conformance.junit.BackendConformance;
import io.cloakwork.spi.device.DeviceOptions;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;

/// Every kernel once under oclgrind, a simulator that looks for accesses of work-items to the same
/// word without a barrier between them, for accesses outside buffers, and for barriers that not all
/// items of a group reach. What it finds is in its log. Kernels are as on a GPU; transforms take
/// one pass at 2^5 and two at 2^12.
@Tag("oclgrind")
class OpenClRaceTest extends BackendConformance {

  private static final String SMALL =
      "logN=5,batch=3,polys=2,bits=60+30+50,operands=[WHOLE],result=WHOLE";

  private final Set<String> seen = new TreeSet<>();

  OpenClRaceTest() {
    super(
        "opencl", DeviceOptions.defaults().withProperty("tile", "11").withProperty("cache", "off"));
  }

  @BeforeAll
  static void needsOclgrind() {
    Oclgrind.required();
  }

  @Override
  protected boolean includes(ConformanceCase testCase) {
    String name = testCase.name();
    boolean transform = name.startsWith("op/ntt/") || name.startsWith("op/intt/");
    return transform && testCase.logN() == 12 && seen.add(name.substring(0, 7))
        || name.startsWith("op/") && name.endsWith(SMALL);
  }

  /// After all cases: the log names the kernel and the lines.
  @AfterEach
  void nothingWasFound() {
    assertThat(Oclgrind.findings()).isEmpty();
  }
}
