package io.cloakwork.bench.report;

import io.cloakwork.bench.result.BenchRun;
import io.cloakwork.bench.result.Machine;
import io.cloakwork.bench.result.MeasuredDevice;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// Where the figures come from: a line for every file before the figures, everything else that is
/// known of machine, devices and program after them.
final class MachineSection {

  private record Fact(String name, String value) {}

  private static final String UNKNOWN = "not stated";

  private MachineSection() {}

  /// A line for every file.
  static Section of(List<Source> sources) {
    Html html = new Html();
    html.raw("<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Files\"><table>");
    html.element("caption", "Files of results; machines, devices and flags are at the end");
    html.raw("<thead><tr>");
    for (String name : List.of("file", "machine", "java", "program", "date")) {
      html.element("th scope=\"col\"", name);
    }
    html.element("th scope=\"col\" class=\"n\"", "results").raw("</tr></thead><tbody>\n");
    for (int i = 0; i < sources.size(); i++) {
      line(html, title(i, sources), sources.get(i).run());
    }
    html.raw("</tbody></table></div>\n");
    return new Section("files", "Where it was measured", html.toString());
  }

  private static void line(Html html, String title, BenchRun run) {
    html.raw("<tr>").element("th scope=\"row\"", title);
    html.element("td", run.machine().map(MachineSection::processor).orElse(UNKNOWN));
    html.element("td", run.machine().map(Machine::jdk).orElse(UNKNOWN));
    html.element("td", program(run)).element("td class=\"t\"", date(run));
    html.element("td class=\"n\"", results(run)).raw("</tr>\n");
  }

  /// Everything that the files say of themselves.
  static Section details(List<Source> sources) {
    Html html = new Html();
    html.raw("<div class=\"cards\">\n");
    Map<List<String>, Integer> flags = new HashMap<>();
    for (int i = 0; i < sources.size(); i++) {
      BenchRun run = sources.get(i).run();
      Integer same = flags.putIfAbsent(run.flags(), i);
      String text =
          same == null || run.flags().isEmpty()
              ? String.join(" ", run.flags())
              : "as file " + (same + 1);
      card(html, title(i, sources), facts(run, text));
    }
    html.raw("</div>\n");
    return new Section("machine", "Machines, devices, flags", html.toString());
  }

  private static String title(int index, List<Source> sources) {
    String name = sources.get(index).name();
    return sources.size() > 1 ? "File %d: %s".formatted(index + 1, name) : name;
  }

  private static void card(Html html, String title, List<Fact> facts) {
    html.raw("<article class=\"card\">").element("h3", title).raw("<dl>\n");
    for (Fact fact : facts) {
      if (!fact.value().isBlank()) {
        html.raw("<div>").element("dt", fact.name()).element("dd", fact.value()).raw("</div>\n");
      }
    }
    html.raw("</dl></article>\n");
  }

  private static List<Fact> facts(BenchRun run, String flags) {
    List<Fact> facts = new ArrayList<>();
    run.machine()
        .ifPresentOrElse(
            machine -> facts.addAll(machine(machine)),
            () -> facts.add(new Fact("Machine", UNKNOWN)));
    for (MeasuredDevice device : run.devices()) {
      facts.add(new Fact("Device", device(device)));
    }
    facts.add(new Fact("Program", program(run)));
    facts.add(new Fact("Date", date(run)));
    facts.add(new Fact("Command", String.join(" ", run.command())));
    facts.add(new Fact("Flags", flags));
    facts.add(new Fact("Results", results(run)));
    return facts;
  }

  private static List<Fact> machine(Machine machine) {
    List<Fact> facts = new ArrayList<>();
    facts.add(new Fact("Processor", processor(machine)));
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

  private static String processor(Machine machine) {
    return "%s, %d logical cores".formatted(machine.processor(), machine.cores());
  }

  private static String date(BenchRun run) {
    return run.date().map(Object::toString).orElse(UNKNOWN);
  }

  private static String results(BenchRun run) {
    return "%,d".formatted(run.rows().size());
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
