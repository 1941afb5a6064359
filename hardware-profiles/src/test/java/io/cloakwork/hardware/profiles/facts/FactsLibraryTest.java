package io.cloakwork.hardware.profiles.facts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.cloakwork.hardware.profiles.HardwareProfiles;
import java.io.InputStream;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class FactsLibraryTest {

  private static final FactsLibrary LIBRARY = FactsLibrary.open();

  private static List<String> paths() {
    return LIBRARY.paths();
  }

  @Test
  void theDevicesThatPeopleAskForAreThere() {
    assertThat(paths())
        .contains(
            "nvidia/h200-sxm",
            "nvidia/h100-sxm",
            "nvidia/h100-pcie",
            "nvidia/a100-sxm-40gb",
            "nvidia/a100-sxm-80gb",
            "nvidia/l40s",
            "nvidia/rtx-4090",
            "nvidia/rtx-5090",
            "amd/mi300x",
            "amd/alveo-u280",
            "amd/epyc-7763",
            "amd/epyc-9654",
            "amd/epyc-9755",
            "intel/arc-a770",
            "intel/max-1550",
            "intel/xeon-8380",
            "intel/xeon-8480plus",
            "intel/xeon-6980p",
            "altera/agilex-7-agm039",
            "apple/m1",
            "apple/m4");
  }

  /// Reading checks ranges, sources and that derived figures follow from the others.
  @ParameterizedTest
  @MethodSource("paths")
  void everyFileIsRightAndSaysWhatItsKindMust(String path) {
    DeviceFacts facts = LIBRARY.find(path).orElseThrow();
    assertThat(facts.path()).isEqualTo(path);
    assertThat(facts.figures().keySet()).containsAll(needed(facts.kind()));
  }

  private static Set<Quantity> needed(DeviceKind kind) {
    return switch (kind) {
      case GPU ->
          EnumSet.of(
              Quantity.COMPUTE_UNITS,
              Quantity.CLOCK_HERTZ,
              Quantity.MEMORY_BYTES,
              Quantity.MEMORY_BYTES_PER_SECOND,
              Quantity.SHARED_BYTES_PER_UNIT,
              Quantity.L2_BYTES,
              Quantity.FP32_FMA_PER_SECOND,
              Quantity.INT32_MULADD_PER_SECOND,
              Quantity.BOARD_POWER_WATTS,
              Quantity.HOST_LINK_BYTES_PER_SECOND);
      case CPU ->
          EnumSet.of(
              Quantity.COMPUTE_UNITS,
              Quantity.VECTOR_BITS,
              Quantity.CLOCK_HERTZ,
              Quantity.MEMORY_BYTES_PER_SECOND,
              Quantity.L1_BYTES_PER_UNIT,
              Quantity.FP64_FMA_PER_SECOND);
      case FPGA ->
          EnumSet.of(
              Quantity.CLOCK_HERTZ,
              Quantity.MEMORY_BYTES_PER_SECOND,
              Quantity.HBM_BANKS,
              Quantity.DSP_BLOCKS,
              Quantity.LOGIC_CELLS,
              Quantity.BLOCK_RAM_BYTES);
    };
  }

  /// What holds between figures of any device, whoever wrote them down.
  @ParameterizedTest
  @MethodSource("paths")
  void figuresFitEachOther(String path) {
    DeviceFacts facts = LIBRARY.find(path).orElseThrow();
    rateFollows(facts, Quantity.FP64_FMA_PER_SECOND, Quantity.FP64_FMA_PER_UNIT_PER_CLOCK);
    rateFollows(facts, Quantity.FP32_FMA_PER_SECOND, Quantity.FP32_FMA_PER_UNIT_PER_CLOCK);
    rateFollows(facts, Quantity.INT32_MULADD_PER_SECOND, Quantity.INT32_MULADD_PER_UNIT_PER_CLOCK);
    notMore(facts, Quantity.BASE_CLOCK_HERTZ, Quantity.CLOCK_HERTZ);
    notMore(facts, Quantity.FP64_FMA_PER_SECOND, Quantity.FP32_FMA_PER_SECOND);
    notMore(facts, Quantity.L2_BYTES, Quantity.MEMORY_BYTES);
    notMore(facts, Quantity.L1_BYTES_PER_UNIT, Quantity.L2_BYTES_PER_UNIT);
    notMore(facts, Quantity.HOST_LINK_BYTES_PER_SECOND, Quantity.MEMORY_BYTES_PER_SECOND);
  }

  private static void rateFollows(DeviceFacts facts, Quantity rate, Quantity perClock) {
    facts
        .find(rate)
        .ifPresent(value ->
            assertThat(facts.computeUnits() * facts.require(perClock) * facts.clockHertz())
                .isCloseTo(value, within(0.02 * value)));
  }

  private static void notMore(DeviceFacts facts, Quantity less, Quantity more) {
    if (facts.find(less).isPresent() && facts.find(more).isPresent()) {
      assertThat(facts.require(less)).isLessThanOrEqualTo(facts.require(more));
    }
  }

  /// Numbers that vendors print on front pages, so that a slip of units does not pass.
  @ParameterizedTest
  @CsvSource({
    "h200-sxm, 4.8e12, 16.7e12",
    "h100-sxm, 3.35e12, 16.7e12",
    "a100-sxm-40gb, 1.555e12, 4.87e12",
    "mi300x, 5.3e12, 40.9e12",
    "rtx-4090, 1.008e12, 0.645e12",
    "epyc-9755, 6.14e11, 8.4e12"
  })
  void wellKnownRates(String device, double bytesPerSecond, double fmaPerSecond) {
    DeviceFacts facts = LIBRARY.find(device).orElseThrow();
    assertThat(facts.memoryBytesPerSecond())
        .isCloseTo(bytesPerSecond, within(0.01 * bytesPerSecond));
    assertThat(facts.fp64FmaPerSecond()).isCloseTo(fmaPerSecond, within(0.01 * fmaPerSecond));
  }

  @ParameterizedTest
  @CsvSource({
    "NVIDIA H200, nvidia/h200-sxm",
    "NVIDIA A100-SXM4-80GB, nvidia/a100-sxm-80gb",
    "NVIDIA H100 PCIe, nvidia/h100-pcie",
    "AMD EPYC 9654 96-Core Processor, amd/epyc-9654",
    "pthread-AMD EPYC 9755 128-Core Processor, amd/epyc-9755",
    "pthread-skylake-avx512-AMD EPYC 9755 128-Core Processor, amd/epyc-9755",
    "cpu-znver4-AMD EPYC 9654 96-Core Processor, amd/epyc-9654",
    "Intel(R) Xeon(R) Platinum 8380 CPU @ 2.30GHz, intel/xeon-8380",
    "Intel(R) Arc(TM) A770 Graphics, intel/arc-a770",
    "Apple M2, apple/m2"
  })
  void whatDriversReportIsRecognised(String reported, String path) {
    assertThat(LIBRARY.recognise(reported).map(DeviceFacts::path)).contains(path);
  }

  @ParameterizedTest
  @CsvSource({"AMD EPYC", "NVIDIA GeForce RTX 4090 Laptop GPU", "NVIDIA H200 NVL", "llvmpipe"})
  void aNameThatIsOnlySimilarIsNot(String reported) {
    assertThat(LIBRARY.recognise(reported)).isEmpty();
  }

  @Test
  void anUnknownNameIsEmpty() {
    assertThat(LIBRARY.find("abacus")).isEmpty();
  }

  @Test
  void evidenceThatIsOnlyRememberedShows() {
    DeviceFacts facts = LIBRARY.find("nvidia/h200-sxm").orElseThrow();
    assertThat(facts.isChecked(Quantity.MEMORY_BYTES_PER_SECOND)).contains(true);
    assertThat(facts.isChecked(Quantity.L2_BYTES)).contains(false);
    assertThat(facts.isChecked(Quantity.INT32_MULADD_PER_SECOND)).contains(false);
    assertThat(facts.isChecked(Quantity.DSP_BLOCKS)).isEmpty();
  }

  /// A file that the index forgot would never be found.
  @Test
  void theIndexNamesFilesThatExist() throws Exception {
    for (String path : paths()) {
      String[] parts = path.split("/", 2);
      try (InputStream in = HardwareProfiles.openFacts(parts[0], parts[1]).orElseThrow()) {
        assertThat(in.readAllBytes()).isNotEmpty();
      }
    }
  }
}
