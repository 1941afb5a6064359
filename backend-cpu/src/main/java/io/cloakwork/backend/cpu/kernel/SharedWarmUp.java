package io.cloakwork.backend.cpu.kernel;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// The warm-up of one lane at one vector width, which all devices of this JVM share: what C2 has
/// compiled for one is compiled for all. It runs while any device takes part, and again when one
/// joins while kernels are still pending. Safe for many threads.
final class SharedWarmUp {

  private record Key(int lanes, boolean fastLane) {}

  private static final Map<Key, SharedWarmUp> ALL = new ConcurrentHashMap<>();

  private final int lanes;
  private final boolean fastLane;

  /// What has been flipped in this JVM; members hold copies, so that one that does not take part
  /// stays scalar and a kernel's choice is still one read.
  private final KernelReadiness compiled = new KernelReadiness();

  private final List<KernelReadiness> members = new ArrayList<>();
  private KernelWarmUp running;

  /// @param lanes 64-bit lanes a vector, 8 or 4
  SharedWarmUp(int lanes, boolean fastLane) {
    this.lanes = lanes;
    this.fastLane = fastLane;
  }

  /// The warm-up of this JVM; nothing runs before somebody joins.
  ///
  /// @param lanes 64-bit lanes a vector, 8 or 4
  static SharedWarmUp of(int lanes, boolean fastLane) {
    return ALL.computeIfAbsent(
        new Key(lanes, fastLane), key -> new SharedWarmUp(key.lanes(), key.fastLane()));
  }

  /// Gives `member` what is compiled already and, until it leaves, what is compiled from now on.
  synchronized void join(KernelReadiness member) {
    Set<Kernel> pending = EnumSet.noneOf(Kernel.class);
    for (Kernel kernel : Kernel.values()) {
      if (compiled.isReady(kernel, fastLane)) {
        member.flip(kernel, fastLane);
      } else if (KernelWarmUp.isVectorised(kernel, fastLane)) {
        pending.add(kernel);
      }
    }
    if (pending.isEmpty()) {
      member.settle(fastLane);
      return;
    }
    members.add(member);
    if (running == null) {
      start(pending);
    }
  }

  /// `member` stays as it is. The warm-up ends with its last member.
  @SuppressWarnings("ReferenceEquality") // a member is itself only
  synchronized void leave(KernelReadiness member) {
    boolean wasMember = members.removeIf(other -> other == member);
    if (wasMember && members.isEmpty()) {
      running.stop();
      running = null;
    }
  }

  private void start(Set<Kernel> pending) {
    KernelWarmUp warmUp =
        new KernelWarmUp(
            new KernelFactory(lanes), fastLane, KernelTable.WARM_UP_LIMIT, pending, this::flip);
    running = warmUp;
    Runnable work =
        () -> {
          try {
            warmUp.run();
          } finally {
            ended(warmUp);
          }
        };
    Thread.ofPlatform().daemon().name("cloakwork-kernel-warm-up").start(work);
  }

  private synchronized void flip(Kernel kernel) {
    compiled.flip(kernel, fastLane);
    members.forEach(member -> member.flip(kernel, fastLane));
  }

  /// A run that was stopped has no members any more: those there are wait for a later one.
  @SuppressWarnings("ReferenceEquality") // a run is itself only
  private synchronized void ended(KernelWarmUp warmUp) {
    if (running == warmUp) {
      members.forEach(member -> member.settle(fastLane));
      members.clear();
      running = null;
    }
  }
}
