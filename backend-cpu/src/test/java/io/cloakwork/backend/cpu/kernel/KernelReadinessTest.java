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
    try (KernelTable table = vectorTable()) {
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

  @Test
  void whatOneTableCompiledIsReadyInTheNextThatWarmsUp() throws InterruptedException {
    try (KernelTable first = vectorTable();
        KernelTable second = vectorTable();
        KernelTable cold = vectorTable()) {
      first.warmUp();
      assertThat(first.readiness().awaitSettled(true, KernelTable.WARM_UP_LIMIT)).isTrue();
      second.warmUp();
      assertThat(second.readiness().pending(true)).isEqualTo(first.readiness().pending(true));
      assertThat(cold.readiness().pending(true)).containsExactly(Kernel.values());
    }
  }

  @Test
  void oneMemberLeavingDoesNotStopTheOthersWarmUp() throws InterruptedException {
    int lanes = lanes();
    SharedWarmUp warmUp = new SharedWarmUp(lanes, true);
    KernelReadiness leaving = new KernelReadiness();
    KernelReadiness staying = new KernelReadiness();
    warmUp.join(leaving);
    warmUp.join(staying);
    warmUp.leave(leaving);
    assertThat(staying.awaitSettled(true, KernelTable.WARM_UP_LIMIT)).isTrue();
    assertThat(staying.pending(true)).isEmpty();
  }

  @Test
  void aWarmUpLeftByAllStartsAgainWithTheNextMember() throws InterruptedException {
    int lanes = lanes();
    SharedWarmUp warmUp = new SharedWarmUp(lanes, true);
    KernelReadiness first = new KernelReadiness();
    KernelReadiness second = new KernelReadiness();
    warmUp.join(first);
    warmUp.leave(first);
    warmUp.join(second);
    assertThat(second.awaitSettled(true, KernelTable.WARM_UP_LIMIT)).isTrue();
    assertThat(second.pending(true)).isEmpty();
  }

  private static KernelTable vectorTable() {
    lanes();
    return KernelTable.create(VectorMode.AUTO);
  }

  private static int lanes() {
    VectorSupport support = VectorSupport.probe(VectorMode.AUTO);
    if (!support.isVector()) {
      System.out.println("skipped: " + support.reason());
    }
    assumeTrue(support.isVector(), support.reason());
    return support.lanes();
  }
}
