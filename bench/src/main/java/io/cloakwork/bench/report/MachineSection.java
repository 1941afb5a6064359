package io.cloakwork.bench.report;

import io.cloakwork.bench.result.BenchRun;
import io.cloakwork.bench.result.Machine;
import io.cloakwork.bench.result.MeasuredDevice;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// Where the figures come from: machine, devices, program, date.
final class MachineSection {

  private record Fact(String name, String value) {}

  private MachineSection() {}

  static Section of(List<Source> sources) {
    Html html = new Html();
    html.raw("<div class=\"cards\">\n");
    for (int i = 0; i < sources.size(); i++) {
      card(html, i, sources.get(i), sources.size() > 1);
    }
    html.raw("</div>\n");
    return new Section("machine", "Where it was measured", html.toString());
  }

  private static void card(Html html, int index, Source source, boolean many) {
    String title = many ? "File %d: %s".formatted(index + 1, source.name()) : source.name();
    html.raw("<article class=\"card\">").element("h3", title).raw("<dl>\n");
    for (Fact fact : facts(source.run())) {
      if (!fact.value().isBlank()) {
        html.raw("<div>").element("dt", fact.name()).element("dd", fact.value()).raw("</div>\n");
      }
    }
    html.raw("</dl></article>\n");
  }

  private static List<Fact> facts(BenchRun run) {
    List<Fact> facts = new ArrayList<>();
    run.machine()
        .ifPresentOrElse(
            machine -> facts.addAll(machine(machine)),
            () -> facts.add(new Fact("Machine", "not stated")));
    for (MeasuredDevice device : run.devices()) {
      facts.add(new Fact("Device", device(device)));
    }
    facts.add(new Fact("Program", program(run)));
    facts.add(new Fact("Date", run.date().map(Object::toString).orElse("not stated")));
    facts.add(new Fact("Command", String.join(" ", run.command())));
    facts.add(new Fact("Flags", String.join(" ", run.flags())));
    facts.add(new Fact("Results", "%,d".formatted(run.rows().size())));
    return facts;
  }

  private static List<Fact> machine(Machine machine) {
    List<Fact> facts = new ArrayList<>();
    facts.add(
        new Fact(
            "Processor", "%s, %d logical cores".formatted(machine.processor(), machine.cores())));
    if (machine.memoryBytes() > 0) {
      facts.add(new Fact("Memory", memory(machine)));
    }
    if (machine.vectorBits() > 0) {
      facts.add(new Fact("Vectors", machine.vectorBits() + " bits"));
    }
    facts.add(new Fact("System", machine.system()));
    facts.add(new Fact("Java", machine.jdk()));
    if (machine.loadAverage() >= 0) {
      facts.add(new Fact("Load", Figures.digits(machine.loadAverage()) + " over the last minute"));
    }
    return facts;
  }

  private static String memory(Machine machine) {
    String heap =
        machine.heapBytes() > 0 ? ", Java heap up to " + Figures.bytes(machine.heapBytes()) : "";
    return Figures.bytes(machine.memoryBytes()) + heap;
  }

  /// The device and, a line each, what is known of it.
  private static String device(MeasuredDevice device) {
    List<String> parts = new ArrayList<>();
    if (device.threads() > 0) {
      parts.add(device.threads() + (device.threads() == 1 ? " thread" : " threads"));
    }
    if (device.memoryBytes() > 0) {
      parts.add(Figures.bytes(device.memoryBytes()));
    }
    if (!device.driver().isEmpty()) {
      parts.add("driver " + device.driver());
    }
    String backend = device.backend().isEmpty() ? "" : device.backend() + ": ";
    String details =
        parts.isEmpty() ? "" : parts.stream().collect(Collectors.joining(", ", " (", ")"));
    return device.facts().entrySet().stream()
        .filter(fact -> !fact.getKey().equals("driver"))
        .map(fact -> "\n" + fact.getKey() + ": " + fact.getValue())
        .collect(Collectors.joining("", backend + device.name() + details, ""));
  }

  private static String program(BenchRun run) {
    String commit = run.commit().isEmpty() ? "" : ", commit " + run.commit();
    return (run.library() + " " + run.version()).strip() + commit;
  }
}
