package io.cloakwork.serve.store;

import io.cloakwork.ckks.EvaluationKeys;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/// Expanded keys within a budget. Sets that nobody uses make room, the least recently used first;
/// sets in use stay. Who needs more room than that waits in a queue, in the order of coming, and
/// what falls idle meanwhile goes to the first of it at once, so that nobody is passed over for
/// ever.
final class DeviceTier {

  /// A slot, and whether the caller is the one who must load it.
  record Claim(DeviceSlot slot, boolean mine) {}

  private final long budget;
  private final CacheEvents events;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  // Least recently used first.
  private final Map<DeviceSlot.Name, DeviceSlot> slots = new LinkedHashMap<>(16, 0.75f, true);
  private final ArrayDeque<DeviceSlot> queue = new ArrayDeque<>();
  private long used;
  private long pinned;
  private boolean closed;

  DeviceTier(long budget, CacheEvents events) {
    this.budget = budget;
    this.events = events;
  }

  /// Pins the slot of a set, made if there is none.
  Claim claim(DeviceSlot.Name name, long bytes) {
    lock.lock();
    try {
      requireOpen();
      DeviceSlot slot = slots.get(name);
      boolean mine = slot == null;
      if (mine) {
        slot = new DeviceSlot(name, bytes);
        slots.put(name, slot);
      }
      pin(slot);
      return new Claim(slot, mine);
    } finally {
      lock.unlock();
    }
  }

  /// Pins the slot of a set if its keys are there, else null.
  DeviceSlot claimLoaded(DeviceSlot.Name name) {
    lock.lock();
    try {
      requireOpen();
      DeviceSlot slot = slots.get(name);
      if (slot == null || !slot.loaded.isDone()) {
        return null;
      }
      pin(slot);
      return slot;
    } finally {
      lock.unlock();
    }
  }

  private void pin(DeviceSlot slot) {
    if (slot.pins++ == 0 && slot.granted) {
      pinned += slot.bytes;
    }
  }

  /// Lets go of a pin.
  void unpin(DeviceSlot slot) {
    lock.lock();
    try {
      if (--slot.pins > 0) {
        return;
      }
      if (slot.granted) {
        pinned -= slot.bytes;
      }
      if (slot.doomed) {
        release(slot);
      } else if (!queue.isEmpty() && used + queue.peek().bytes > budget && slot.isIdle()) {
        evict(slot);
      }
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /// Counts the slot's bytes, once idle sets have made room for them, waiting for that if need be.
  ///
  /// @param nanos how long to wait; 0: not at all, and nothing is evicted in vain
  /// @return whether there is room
  boolean grant(DeviceSlot slot, long nanos) throws InterruptedException {
    lock.lock();
    try {
      if (nanos <= 0 && !(queue.isEmpty() && used - idleBytes() + slot.bytes <= budget)) {
        return false;
      }
      queue.add(slot);
      try {
        return awaitRoom(slot, nanos);
      } finally {
        queue.remove(slot);
        changed.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  private boolean awaitRoom(DeviceSlot slot, long nanos) throws InterruptedException {
    long start = System.nanoTime();
    boolean waited = false;
    while (queue.peek() != slot || !makeRoom(slot.bytes)) {
      long left = nanos - (System.nanoTime() - start);
      if (left <= 0) {
        return false;
      }
      if (!waited) {
        waited = true;
        events.waiting();
      }
      changed.awaitNanos(left);
      requireOpen();
    }
    if (waited) {
      events.waited(slot.name.keySet(), System.nanoTime() - start);
    }
    slot.granted = true;
    used += slot.bytes;
    pinned += slot.bytes;
    return true;
  }

  private long idleBytes() {
    long sum = 0;
    for (DeviceSlot slot : slots.values()) {
      sum += slot.isIdle() ? slot.bytes : 0;
    }
    return sum;
  }

  private boolean makeRoom(long bytes) {
    evictWhile(() -> used + bytes > budget);
    return used + bytes <= budget;
  }

  /// Evicts idle sets until so many bytes are given back, or there are none.
  ///
  /// @return bytes that were given back
  long evictIdle(long bytes) {
    lock.lock();
    try {
      long before = used;
      evictWhile(() -> before - used < bytes);
      changed.signalAll();
      return before - used;
    } finally {
      lock.unlock();
    }
  }

  private void evictWhile(BooleanSupplier needed) {
    for (DeviceSlot slot : List.copyOf(slots.values())) {
      if (!needed.getAsBoolean()) {
        return;
      }
      if (slot.isIdle()) {
        evict(slot);
      }
    }
  }

  private void evict(DeviceSlot slot) {
    events.evicted(slot.name.keySet(), CacheTier.DEVICE, slot.bytes, true);
    slots.remove(slot.name);
    release(slot);
  }

  /// The keys are there: who waits for them goes on.
  void loaded(DeviceSlot slot, EvaluationKeys keys) {
    lock.lock();
    try {
      slot.loaded.complete(keys);
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /// The keys will not come: who waits hears why, and who comes next tries again.
  void failed(DeviceSlot slot, Throwable why) {
    lock.lock();
    try {
      slots.remove(slot.name, slot);
      slot.doomed = true;
      // No keys hold the bytes, whoever still has a pin.
      if (slot.granted) {
        slot.granted = false;
        used -= slot.bytes;
        pinned -= slot.bytes;
      }
      slot.loaded.completeExceptionally(why);
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void release(DeviceSlot slot) {
    if (slot.granted) {
      slot.granted = false;
      used -= slot.bytes;
      slot.loaded.join().close();
    }
  }

  /// Makes a set's slots unfindable; those in use go when they are let go.
  void forget(ContentHash keySet) {
    lock.lock();
    try {
      for (DeviceSlot slot : List.copyOf(slots.values())) {
        if (slot.name.keySet().equals(keySet)) {
          doom(slot);
        }
      }
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void doom(DeviceSlot slot) {
    events.evicted(slot.name.keySet(), CacheTier.DEVICE, slot.bytes, false);
    slots.remove(slot.name);
    slot.doomed = true;
    if (slot.pins == 0) {
      release(slot);
    }
  }

  private void requireOpen() {
    if (closed) {
      throw new IllegalStateException("the key cache is closed");
    }
  }

  /// Drops everything that is not in use, the rest later; ends all waiting.
  void close() {
    lock.lock();
    try {
      closed = true;
      List.copyOf(slots.values()).forEach(this::doom);
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  CacheStatistics statistics(long ramBytes) {
    lock.lock();
    try {
      int there = (int) slots.values().stream().filter(slot -> slot.granted).count();
      return events.statistics(ramBytes, used, pinned, there);
    } finally {
      lock.unlock();
    }
  }
}
