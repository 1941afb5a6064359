package io.cloakwork.backend.cpu.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/// Vector kernels are compiled and take over, and only when asked to.
class KernelReadinessTest {

  @Test
  void nothingRunsBeforeTheWarmUp() {
    try (KernelTable table = KernelTable.create(VectorMode.AUTO)) {
      assertThat(table.readiness().pending(true)).containsExactly(Kernel.values());
      assertThat(table.readiness().pending(false)).containsExactly(Kernel.values());
    }
  }

  @Test
  void everyFastKernelIsCompiledAndFlips() throws InterruptedException {
    try (KernelTable table = KernelTable.create(VectorMode.AUTO)) {
      boolean vector = table.support().isVector();
      if (!vector) {
        System.out.println("skipped: " + table.support().reason());
      }
      assumeTrue(vector, table.support().reason());
      table.warmUp();
      table.warmUp();
      assertThat(table.readiness().awaitSettled(true, KernelTable.WARM_UP_LIMIT)).isTrue();
      assertThat(table.readiness().pending(true)).isEmpty();
    }
  }

  @Test
  void scalarTablesSettleAtOnce() throws InterruptedException {
    try (KernelTable table = KernelTable.create(VectorMode.OFF)) {
      table.warmUp();
      assertThat(table.readiness().awaitSettled(true, Duration.ZERO)).isTrue();
      assertThat(table.readiness().pending(true)).containsExactly(Kernel.values());
      assertThat(table.support().reason()).isEqualTo("vector kernels are switched off");
    }
  }

  @Test
  void closingEndsTheWarmUp() throws InterruptedException {
    KernelTable table = KernelTable.create(VectorMode.AUTO);
    table.warmUp();
    table.close();
    assertThat(table.readiness().awaitSettled(true, Duration.ofSeconds(10))).isTrue();
  }
}
