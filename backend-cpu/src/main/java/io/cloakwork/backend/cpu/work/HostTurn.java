package io.cloakwork.backend.cpu.work;

/// A place in the queue during which the submitting thread, not the workers, touches the device's
/// memory: uploads and downloads. (Only that thread may be able to read the caller's segment.)
final class HostTurn extends TileJob {

  private boolean arrived;

  @Override
  protected int stages() {
    return 0;
  }

  @Override
  protected int tiles(int stage) {
    return 0;
  }

  @Override
  protected void run(int stage, int tile, int worker) {
    throw new IllegalStateException("a host turn has no tiles");
  }

  @Override
  boolean isHostTurn() {
    return true;
  }

  synchronized void arrive() {
    arrived = true;
    notifyAll();
  }

  synchronized void awaitArrival() {
    boolean interrupted = false;
    while (!arrived) {
      try {
        wait();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
