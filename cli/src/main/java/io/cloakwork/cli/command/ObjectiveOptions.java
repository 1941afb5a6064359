package io.cloakwork.cli.command;

import io.cloakwork.cli.CommandFailure;
import io.cloakwork.cli.UsageFailure;
import io.cloakwork.compiler.Objective;
import picocli.CommandLine.Option;

/// What the compiler is to optimise for.
final class ObjectiveOptions {

  @Option(
      names = "--objective",
      paramLabel = "WHAT",
      defaultValue = "latency",
      description =
          "latency: one image a request, spread over the slots; throughput: thousands of images"
              + " side by side, one in each slot.")
  private String objective;

  @Option(
      names = "--images-per-ciphertext",
      paramLabel = "K",
      description = "Images that share a ciphertext; for latency only 1 yet.")
  private Integer imagesPerCiphertext;

  /// @throws CommandFailure if what is asked for is not there yet
  /// @throws UsageFailure if it will never be
  Objective get() {
    if (imagesPerCiphertext != null && imagesPerCiphertext < 1) {
      throw new UsageFailure(
          "--images-per-ciphertext is %d and must be positive".formatted(imagesPerCiphertext));
    }
    return switch (objective) {
      case "latency" -> latency();
      case "throughput" -> throughput();
      default ->
          throw new UsageFailure(
              "--objective is '%s'; there are latency and throughput".formatted(objective));
    };
  }

  private Objective latency() {
    if (imagesPerCiphertext != null && imagesPerCiphertext != 1) {
      throw new CommandFailure(
          "--images-per-ciphertext %d is not implemented yet for latency; 1 is"
              .formatted(imagesPerCiphertext));
    }
    return Objective.LATENCY;
  }

  private Objective throughput() {
    if (imagesPerCiphertext != null) {
      throw new UsageFailure(
          "--images-per-ciphertext is for latency; for throughput every slot holds an image");
    }
    return Objective.THROUGHPUT;
  }
}
