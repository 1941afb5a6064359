package io.cloakwork.kernels;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KernelResourcesTest {

  @Test
  void readsAResourceOfTheModule() throws IOException {
    assertThat(new String(KernelResources.read("probe.k"), UTF_8))
        .isEqualTo("// A kernel that only tests open.\n");
  }

  @Test
  void aMissingResourceIsEmptyOrNamed() {
    assertThat(KernelResources.open("cuda/none.cubin")).isEmpty();
    assertThatThrownBy(() -> KernelResources.read("cuda/none.cubin"))
        .isInstanceOf(IOException.class)
        .hasMessage("no kernel resource 'cuda/none.cubin'");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "/probe.k", "../probe.k", "cuda/../probe.k", "a//b", "a\\b", ".k"})
  void pathsThatCouldLeaveTheModuleAreRefused(String path) {
    assertThatThrownBy(() -> KernelResources.open(path))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'" + path + "'");
  }
}
