package io.cloakwork.serve.server;

import io.cloakwork.serve.server.log.EventLog;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `./cloakwork serve`: runs until it is told to stop.
@Command(
    name = "serve",
    description = "Serve models to clients that keep their secret keys.",
    mixinStandardHelpOptions = true,
    subcommands = TokenCommand.class,
    sortOptions = false,
    footer = {
      "",
      "Without --tokens and --client-ca only programs of this machine can call, all as one client.",
      "SIGTERM stops the service when the requests that it has accepted are finished."
    })
final class ServeCommand implements Runnable {

  @Mixin private ServeOptions options;

  private final EventLog log;

  ServeCommand(EventLog log) {
    this.log = log;
  }

  @Override
  public void run() {
    ServerSettings settings = options.settings();
    log.info("service.settings", settings.describe());
    try {
      InferenceServer service = InferenceServer.start(settings, options.operations(), log);
      // The process ends in the hook: the virtual machine would report the signal as a failure.
      Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(service, settings), "drain"));
      new CountDownLatch(1).await();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// Drains and ends the process: 0 if all that was accepted has its reply, else 1.
  private void stop(InferenceServer service, ServerSettings settings) {
    boolean done = false;
    try {
      done = service.drain(settings.drainTimeout());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      Runtime.getRuntime().halt(done ? 0 : 1);
    }
  }
}
