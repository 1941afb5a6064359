package io.cloakwork.cli.command;

import io.cloakwork.cli.inference.InferenceReport;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Collectors;

/// Decrypted outputs as CSV, one row an image.
final class LogitsCsv {

  private LogitsCsv() {}

  static byte[] of(InferenceReport report) {
    StringBuilder rows = new StringBuilder();
    for (int image = 0; image < report.images(); image++) {
      rows.append(
              Arrays.stream(report.logits(image))
                  .mapToObj(Double::toString)
                  .collect(Collectors.joining(",")))
          .append('\n');
    }
    return rows.toString().getBytes(StandardCharsets.UTF_8);
  }
}
