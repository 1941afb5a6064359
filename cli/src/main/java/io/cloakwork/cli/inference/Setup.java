package io.cloakwork.cli.inference;

import io.cloakwork.ckks.Ciphertext;
import io.cloakwork.ckks.CkksContext;
import io.cloakwork.cli.Background;
import io.cloakwork.cli.terminal.Progress;
import io.cloakwork.compiler.CompiledNetwork;
import io.cloakwork.compiler.NetworkRunner;
import io.cloakwork.compiler.NetworkWorkspace;

/// All that must be there before the first image: the server's half (executables and weights) and
/// the key owner's half (keys), which are made at the same time, for neither knows of the other
/// until the first run.
final class Setup implements AutoCloseable {

  private final NetworkRunner runner;
  private final OwnerKeys keys;
  private final NetworkWorkspace workspace;
  private final SetupTimes times;

  private Setup(
      NetworkRunner runner, OwnerKeys keys, NetworkWorkspace workspace, SetupTimes times) {
    this.runner = runner;
    this.keys = keys;
    this.workspace = workspace;
    this.times = times;
  }

  /// Prepares a workload; `progress` takes a step for each key and one for the weights.
  static Setup of(CkksContext context, Workload workload, RunSettings settings, Progress progress) {
    CompiledNetwork network = workload.network();
    Background<OwnerKeys> making =
        Background.start("cloakwork-keys", () -> OwnerKeys.make(context, network.keys(), progress));
    long start = System.nanoTime();
    NetworkRunner runner;
    try {
      runner = new NetworkRunner(context, network);
    } catch (RuntimeException | Error e) {
      discard(making, e);
      throw e;
    }
    double weights = secondsSince(start);
    progress.step();
    OwnerKeys keys;
    try {
      keys = making.await();
    } catch (RuntimeException | Error e) {
      runner.close();
      throw e;
    }
    return bind(runner, keys, weights, workload, settings);
  }

  private static Setup bind(
      NetworkRunner runner,
      OwnerKeys keys,
      double weights,
      Workload workload,
      RunSettings settings) {
    long start = System.nanoTime();
    try {
      NetworkWorkspace workspace = runner.workspace();
      double binding = secondsSince(start);
      SetupTimes times =
          new SetupTimes(
              secondsSince(settings.setupStart()),
              settings.deviceSeconds(),
              workload.compileSeconds(),
              weights,
              keys.seconds(),
              binding);
      return new Setup(runner, keys, workspace, times);
    } catch (RuntimeException | Error e) {
      keys.close();
      runner.close();
      throw e;
    }
  }

  /// Closes the keys of a set-up that has failed with `failure`.
  private static void discard(Background<OwnerKeys> making, Throwable failure) {
    try {
      making.await().close();
    } catch (RuntimeException | Error e) {
      failure.addSuppressed(e);
    }
  }

  OwnerKeys keys() {
    return keys;
  }

  /// Runs the network on an encrypted input.
  Ciphertext answer(Ciphertext request) {
    return workspace.run(keys.evaluation(), request);
  }

  /// What each step of the network took in the last run.
  long[] lastNanos() {
    return workspace.lastNanos();
  }

  SetupTimes times() {
    return times;
  }

  private static double secondsSince(long start) {
    return (System.nanoTime() - start) / 1e9;
  }

  @Override
  public void close() {
    workspace.close();
    keys.close();
    runner.close();
  }
}
