package io.cloakwork.cli.command;

import io.cloakwork.bench.serve.ServeReport;
import io.cloakwork.cli.Console;
import java.util.Locale;
import java.util.Map;

/// A report of the service's costs, for people: the fields of its JSON, one a line.
record BenchServeText(Console console) {

  void print(ServeReport report) {
    lines("", report.toJson());
  }

  private void lines(String indent, Map<?, ?> fields) {
    fields.forEach((name, value) -> {
      switch (value) {
        case Map<?, ?> inner -> {
          console.out().printf("%s%s%n", indent, name);
          lines(indent + "  ", inner);
        }
        case Double number ->
            console.out().printf(Locale.ROOT, "%s%-34s %12.4f%n", indent, name, number);
        default -> console.out().printf("%s%-34s %12s%n", indent, name, value);
      }
    });
  }
}
