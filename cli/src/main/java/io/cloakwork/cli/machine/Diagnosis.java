package io.cloakwork.cli.machine;

import io.cloakwork.cli.Console;
import io.cloakwork.cli.startup.ClassCache;
import io.cloakwork.cli.terminal.Quantities;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// One thing that `doctor` looked at.
///
/// @param about what was looked at
/// @param state whether it is as it should be
/// @param finding what it is, and what would be better
public record Diagnosis(String about, State state, String finding) {

  private static final long LITTLE_MEMORY = 4L << 30;
  private static final int USEFUL_VECTOR_BITS = 256;
  private static final int NEEDED_JDK = 25;

  /// How well a thing is.
  public enum State {
    GOOD,
    SLOWER,
    BROKEN
  }

  /// Looks at everything.
  public static List<Diagnosis> of(MachineFacts machine, Console console) {
    return List.of(
        jdk(machine),
        classCache(),
        vectorModule(),
        vectorWidth(machine),
        nativeAccess(),
        cores(machine),
        memory(machine),
        hugePages(),
        terminal(console));
  }

  private static Diagnosis jdk(MachineFacts machine) {
    boolean enough = Runtime.version().feature() >= NEEDED_JDK;
    return new Diagnosis("JDK", enough ? State.GOOD : State.BROKEN, machine.jdk());
  }

  private static Diagnosis classCache() {
    ClassCache cache = ClassCache.here();
    return new Diagnosis("class cache", cache.inUse() ? State.GOOD : State.SLOWER, cache.finding());
  }

  private static Diagnosis vectorModule() {
    boolean there = ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent();
    return there
        ? new Diagnosis("Vector API", State.GOOD, "the incubator module is resolved")
        : new Diagnosis(
            "Vector API",
            State.SLOWER,
            "not resolved: start with --add-modules jdk.incubator.vector, as ./cloakwork does");
  }

  private static Diagnosis vectorWidth(MachineFacts machine) {
    State state = machine.vectorBits() >= USEFUL_VECTOR_BITS ? State.GOOD : State.SLOWER;
    return new Diagnosis("vector width", state, machine.vectorBits() + " bits");
  }

  private static Diagnosis nativeAccess() {
    boolean enabled = Diagnosis.class.getModule().isNativeAccessEnabled();
    return enabled
        ? new Diagnosis("native access", State.GOOD, "enabled (pinning, accelerators)")
        : new Diagnosis(
            "native access", State.SLOWER, "not enabled: workers are not pinned to cores");
  }

  private static Diagnosis cores(MachineFacts machine) {
    return new Diagnosis(
        "processor",
        machine.loadAverage() > machine.cores() ? State.SLOWER : State.GOOD,
        "%s, %d logical cores, load %.2f"
            .formatted(machine.processor(), machine.cores(), machine.loadAverage()));
  }

  private static Diagnosis memory(MachineFacts machine) {
    return new Diagnosis(
        "memory",
        machine.memoryBytes() >= LITTLE_MEMORY ? State.GOOD : State.SLOWER,
        "%s, of which the Java heap may take %s"
            .formatted(
                Quantities.bytes(machine.memoryBytes()), Quantities.bytes(machine.heapBytes())));
  }

  private static Diagnosis hugePages() {
    String setting = TransparentHugePages.setting();
    return switch (setting) {
      case "always", "madvise" -> new Diagnosis("huge pages", State.GOOD, setting);
      default ->
          new Diagnosis(
              "huge pages", State.SLOWER, setting + " (large transforms are 5 to 14 % slower)");
    };
  }

  private static Diagnosis terminal(Console console) {
    return new Diagnosis(
        "terminal",
        State.GOOD,
        "%s, %s"
            .formatted(
                console.errIsTerminal() ? "progress bars" : "no terminal, no progress bars",
                console.out().charset()));
  }

  public Map<String, Object> toJson() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("about", about);
    json.put("state", state.name().toLowerCase(java.util.Locale.ROOT));
    json.put("finding", finding);
    return json;
  }

  /// One line.
  @Override
  public String toString() {
    String mark =
        switch (state) {
          case GOOD -> "ok    ";
          case SLOWER -> "slower";
          case BROKEN -> "BROKEN";
        };
    return "  %s  %-13s  %s".formatted(mark, about, finding);
  }
}
