package io.cloakwork.cli.command;

import io.cloakwork.cli.UsageFailure;
import java.util.List;
import picocli.CommandLine.Option;

/// How many items are computed at a time.
final class BenchBatches {

  private static final int MOST = 4096;

  @Option(
      names = "--batch",
      paramLabel = "B",
      split = ",",
      description =
          "Items at a time, for instance 1,8,32: ciphertexts of an operation, images of a"
              + " network (default: 1).")
  private List<Integer> batches = List.of(1);

  /// @throws UsageFailure if one is out of range
  List<Integer> sizes() {
    for (int batch : batches) {
      if (batch < 1 || batch > MOST) {
        throw new UsageFailure("--batch %d is not from 1 to %d".formatted(batch, MOST));
      }
    }
    return batches;
  }
}
