package io.cloakwork.kernels.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloakwork.kernels.launch.KernelProgram.Dialect;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Over sources of a vendor that only tests know: vendor/acme/probe.k, vendor/acme-a1/probe.k.
class KernelSourcesTest {

  private static final String NEUTRAL = "// A kernel that only tests open.\n";

  private static final KernelProgram PROBE =
      new KernelProgram("probe", List.of("probe.k", "lane/modulus.h"), Map.of("LANES", 1), 8, 8);

  @Test
  void architectureBeforeVendorBeforeNeutral() {
    assertThat(KernelSources.of("acme", "a1").text("probe.k"))
        .isEqualTo("// Of one architecture.\n");
    assertThat(KernelSources.of("acme", "a2").text("probe.k")).startsWith("// Acme's");
    assertThat(KernelSources.of("emca", "a1").text("probe.k")).isEqualTo(NEUTRAL);
    assertThat(KernelSources.neutral().text("probe.k")).isEqualTo(NEUTRAL);
  }

  @Test
  void theNeutralTextMayBeIncluded() {
    assertThat(KernelSources.of("acme").text("probe.k"))
        .isEqualTo("// Acme's, after the neutral one:\n" + NEUTRAL + "\n");
  }

  @Test
  void whatIsNowhereIsNamed() {
    assertThatThrownBy(() -> KernelSources.of("acme").text("none.k"))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("no kernel resource 'none.k'");
  }

  @Test
  void whatIsReplacedIsListed() {
    assertThat(KernelSources.of("acme", "a1").replaced(List.of(PROBE)))
        .containsExactly("vendor/acme-a1/probe.k");
    assertThat(KernelSources.neutral().replaced(List.of(PROBE))).isEmpty();
    List<KernelProgram> all = KernelProgram.all(Tuning.forProcessor());
    assertThat(KernelSources.of("pocl", "zen5").replaced(all))
        .containsExactly("vendor/pocl/permutation.h");
    assertThat(KernelSources.of("nvidia").replaced(all)).isEmpty();
  }

  /// Caches of compiled programs and images are found by the whole text.
  @Test
  void aVendorsTextIsInTheProgram() {
    String neutral = PROBE.source(Dialect.OPENCL);
    assertThat(PROBE.source(Dialect.OPENCL, KernelSources.of("acme")))
        .isNotEqualTo(neutral)
        .contains("// Acme's", NEUTRAL);
    assertThat(PROBE.source(Dialect.OPENCL, KernelSources.of("emca"))).isEqualTo(neutral);
  }
}
