package io.cloakwork.backend.cpu.work;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;

/// Counts how often each tile ran and notices a tile that ran before its stage.
final class CountingJob extends TileJob {

  final AtomicInteger wrong = new AtomicInteger();
  final AtomicInteger ran = new AtomicInteger();
  final AtomicInteger ends = new AtomicInteger();

  private final int[] tiles;
  private final AtomicIntegerArray done;

  CountingJob(int... tiles) {
    this.tiles = tiles;
    this.done = new AtomicIntegerArray(tiles.length);
  }

  int tilesPerRun() {
    return Arrays.stream(tiles).sum();
  }

  @Override
  protected int stages() {
    return tiles.length;
  }

  @Override
  protected int tiles(int stage) {
    return tiles[stage];
  }

  @Override
  protected void run(int stage, int tile, int worker) {
    for (int earlier = 0; earlier < stage; earlier++) {
      if (done.get(earlier) != tiles[earlier]) {
        wrong.incrementAndGet();
      }
    }
    ran.incrementAndGet();
    done.incrementAndGet(stage);
  }

  @Override
  protected void finished() {
    for (int stage = 0; stage < tiles.length; stage++) {
      if (done.getAndSet(stage, 0) != tiles[stage]) {
        wrong.incrementAndGet();
      }
    }
    ends.incrementAndGet();
  }
}
