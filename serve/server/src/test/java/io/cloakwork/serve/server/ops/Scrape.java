package io.cloakwork.serve.server.ops;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

/// Metrics as Prometheus would read them.
record Scrape(List<String> lines) {

  static Scrape of(Operations operations) {
    return new Scrape(
        operations.metrics().scrape("text/plain; version=0.0.4; charset=utf-8").lines().toList());
  }

  /// The value of the one sample that has the name and all of the labels.
  double value(String name, String... labels) {
    List<String> found =
        lines.stream()
            .filter(line -> line.startsWith(name + "{") || line.startsWith(name + " "))
            .filter(line -> List.of(labels).stream().allMatch(line::contains))
            .toList();
    assertThat(found).as("samples of %s %s", name, List.of(labels)).hasSize(1);
    return Double.parseDouble(found.getFirst().substring(found.getFirst().lastIndexOf(' ') + 1));
  }
}
