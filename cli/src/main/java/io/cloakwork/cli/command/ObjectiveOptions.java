package io.cloakwork.cli.command;

import io.cloakwork.cli.CommandFailure;
import io.cloakwork.cli.UsageFailure;
import picocli.CommandLine.Option;

/// What the compiler is to optimise for. This version knows one image a request.
final class ObjectiveOptions {

  @Option(
      names = "--objective",
      paramLabel = "WHAT",
      defaultValue = "latency",
      description = "latency: one image a request, spread over the slots (the only one yet).")
  private String objective;

  @Option(
      names = "--images-per-ciphertext",
      paramLabel = "K",
      defaultValue = "1",
      description = "Images that share a ciphertext; only 1 yet.")
  private int imagesPerCiphertext;

  /// @throws CommandFailure if what is asked for is not there yet
  /// @throws UsageFailure if it will never be
  void requireSupported() {
    switch (objective) {
      case "latency" -> {}
      case "throughput" ->
          throw new CommandFailure(
              "--objective throughput is not implemented yet; latency, one image a request, is");
      default ->
          throw new UsageFailure(
              "--objective is '%s'; there are latency and, later, throughput".formatted(objective));
    }
    if (imagesPerCiphertext < 1) {
      throw new UsageFailure(
          "--images-per-ciphertext is %d and must be positive".formatted(imagesPerCiphertext));
    }
    if (imagesPerCiphertext != 1) {
      throw new CommandFailure(
          "--images-per-ciphertext %d is not implemented yet; 1 is".formatted(imagesPerCiphertext));
    }
  }
}
