package io.cloakwork.cli.remote;

import io.cloakwork.cli.Console;
import io.cloakwork.cli.Json;
import io.cloakwork.cli.inference.Predictions;
import io.cloakwork.cli.terminal.Quantities;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.ToDoubleFunction;

/// What a service's answers say, and what they took.
///
/// @param outputs decrypted, one an input
/// @param labels one an input, or empty
/// @param requests in the order of their inputs; empty for a job, which does not say
/// @param seconds from the first encryption to the last decryption
public record RemoteReport(
    String model,
    List<double[]> outputs,
    List<Double> labels,
    List<RequestTimes> requests,
    double seconds) {

  private static final int MAX_LINES = 1000;

  public RemoteReport {
    outputs = List.copyOf(outputs);
    labels = List.copyOf(labels);
    requests = List.copyOf(requests);
  }

  public OptionalInt correct() {
    return Predictions.correct(outputs, labels);
  }

  /// The fields of `infer` and of `fetch`.
  public Map<String, Object> toJson() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("model", model);
    json.put("images", outputs.size());
    json.put("correct", correct().isPresent() ? correct().getAsInt() : null);
    json.put("predictions", outputs.stream().map(RemoteReport::number).toList());
    json.put("outputs", outputs);
    json.put("seconds", Json.seconds(seconds));
    if (!requests.isEmpty()) {
      json.put("imagesPerSecond", Json.finite(outputs.size() / seconds));
      json.put("encryptSecondsMedian", Json.seconds(median(RequestTimes::encrypt)));
      json.put("roundTripSecondsMedian", Json.seconds(median(RequestTimes::roundTrip)));
      json.put("serverSecondsMedian", Json.seconds(median(RequestTimes::onServer)));
      json.put("decryptSecondsMedian", Json.seconds(median(RequestTimes::decrypt)));
      json.put("requests", requests.stream().map(RequestTimes::toJson).toList());
    }
    return json;
  }

  private static Number number(double[] output) {
    double prediction = Predictions.of(output);
    return Predictions.classifies(output) ? (Number) (int) prediction : (Number) prediction;
  }

  private double median(ToDoubleFunction<RequestTimes> part) {
    double[] sorted = requests.stream().mapToDouble(part).sorted().toArray();
    return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
  }

  /// One line an input, what the requests took, how many are right.
  public void print(Console console) {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < Math.min(outputs.size(), MAX_LINES); i++) {
      lines.add(String.format(Locale.ROOT, "%6d  %s", i, text(outputs.get(i))));
    }
    lines.forEach(console.out()::println);
    if (outputs.size() > MAX_LINES) {
      console.out().printf("%d more (--json has them)%n", outputs.size() - MAX_LINES);
    }
    if (!requests.isEmpty()) {
      console
          .out()
          .printf(
              Locale.ROOT,
              "%s: encrypt %s, round trip %s (service %s), decrypt %s; %.2f images/s%n",
              requests.size() == 1 ? "1 request" : requests.size() + " requests, median",
              Quantities.seconds(median(RequestTimes::encrypt)),
              Quantities.seconds(median(RequestTimes::roundTrip)),
              Quantities.seconds(median(RequestTimes::onServer)),
              Quantities.seconds(median(RequestTimes::decrypt)),
              outputs.size() / seconds);
    }
    correct().ifPresent(right -> console.out().printf("%d of %d right%n", right, outputs.size()));
  }

  private static String text(double[] output) {
    return Predictions.classifies(output)
        ? Integer.toString((int) Predictions.of(output))
        : String.format(Locale.ROOT, "%.6g", output[0]);
  }
}
