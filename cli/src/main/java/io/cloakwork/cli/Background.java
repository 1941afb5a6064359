package io.cloakwork.cli;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/// Work on a thread of its own, whose result or failure is collected later. The thread does not
/// keep the process alive.
public final class Background<T> {

  private final FutureTask<T> task;

  private Background(Callable<T> work) {
    task = new FutureTask<>(work);
  }

  /// Starts `work` on a new thread of that name.
  public static <T> Background<T> start(String name, Callable<T> work) {
    Background<T> background = new Background<>(work);
    Thread.ofPlatform().daemon().name(name).start(background.task);
    return background;
  }

  /// Waits for the end and returns the result, or throws what the work threw.
  ///
  /// @throws IllegalStateException if the work threw a checked exception, which is the cause, or
  ///   the wait was interrupted
  public T await() {
    try {
      return task.get();
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case RuntimeException failure -> throw failure;
        case Error failure -> throw failure;
        case Throwable failure -> throw new IllegalStateException(failure);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while work in the background goes on", e);
    }
  }
}
