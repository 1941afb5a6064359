package io.cloakwork.spi.trace;

import io.cloakwork.spi.trace.encoding.EncodingException;
import io.cloakwork.spi.trace.encoding.Message;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Traces from messages.
final class TraceDecoder {

  private final ModulusTable moduli;
  private final RowBudget budget;

  private TraceDecoder(ModulusTable moduli, RowBudget budget) {
    this.moduli = moduli;
    this.budget = budget;
  }

  /// @throws TraceException if the message is of another format or version, or contradicts itself
  static Trace decode(Message message, TraceLimits limits) {
    String format = message.text("format");
    if (!format.equals(TraceSchema.FORMAT)) {
      throw new TraceException(
          "this is no trace: its format is '%s', not '%s'"
              .formatted(Texts.shortened(format), TraceSchema.FORMAT));
    }
    if (message.number("version") != TraceSchema.VERSION) {
      throw new TraceException(
          "the trace has version %d, this program reads %d"
              .formatted(message.number("version"), TraceSchema.VERSION));
    }
    ModulusTable moduli = ModulusTable.read(message.numbers("moduli"));
    Trace trace = new TraceDecoder(moduli, new RowBudget(limits.maxRows())).trace(message);
    requireAgreement(trace, message);
    return trace;
  }

  private Trace trace(Message from) {
    Map<String, String> facts = new LinkedHashMap<>();
    for (Message fact : from.messages("facts")) {
      facts.put(
          Texts.requireShort("fact", fact.text("name")),
          Texts.requireShort("fact", fact.text("text")));
    }
    List<TraceBuffer> buffers = from.messages("buffers").stream().map(this::buffer).toList();
    GraphDecoder graphs = new GraphDecoder(moduli, budget);
    return new Trace(
        from.text("name"),
        from.text("producer"),
        facts,
        buffers,
        from.messages("graphs").stream().map(graphs::read).toList(),
        from.messages("runs").stream().map(TraceDecoder::run).toList(),
        from.has("side_file")
            ? Optional.of(sideFile(from.message("side_file")))
            : Optional.empty());
  }

  private TraceBuffer buffer(Message from) {
    String name = from.text("name");
    try {
      return new TraceBuffer(
          name,
          TraceBuffer.Role.valueOf(from.name("role")),
          moduli.readShape(from.message("shape"), budget),
          content(from));
    } catch (IllegalArgumentException | EncodingException e) {
      throw new TraceException(
          "buffer '%s': %s".formatted(Texts.shortened(name), Texts.shortenedSentence(e)), e);
    }
  }

  private static BufferContent content(Message from) {
    if (from.has("seeded") && from.has("side")) {
      throw new TraceException(
          "buffer '%s' has two contents".formatted(Texts.shortened(from.text("name"))));
    }
    if (from.has("seeded")) {
      Message seeded = from.message("seeded");
      seeded.name("xof"); // there is one, but it has to be named
      return new BufferContent.Seeded(seeded.text("seed"), (int) seeded.number("stream"));
    }
    if (from.has("side")) {
      Message side = from.message("side");
      return new BufferContent.Side(side.number("offset"), side.text("sha256"));
    }
    return new BufferContent.Written();
  }

  private static TraceRun run(Message from) {
    List<TraceRun.Binding> bindings = new ArrayList<>();
    for (Message binding : from.messages("bindings")) {
      bindings.add(
          new TraceRun.Binding(
              Numbers.toInt("value", binding.number("value")),
              Numbers.toInt("buffer", binding.number("buffer")),
              binding.has("sha256") ? Optional.of(binding.text("sha256")) : Optional.empty()));
    }
    return new TraceRun(from.text("name"), Numbers.toInt("graph", from.number("graph")), bindings);
  }

  private static SideFile sideFile(Message from) {
    return new SideFile(from.text("name"), from.number("bytes"));
  }

  private static void requireAgreement(Trace trace, Message from) {
    if (!trace.isExecuted()) {
      throw new TraceException("an output has no hash");
    }
    BufferLifetimes lifetimes = trace.lifetimes();
    List<Message> buffers = from.messages("buffers");
    for (int i = 0; i < buffers.size(); i++) {
      if (buffers.get(i).number("first_run") != lifetimes.firstRun(i)
          || buffers.get(i).number("last_run") != lifetimes.lastRun(i)) {
        throw new TraceException(
            "buffer '%s' is used from run %d to run %d, the file says otherwise"
                .formatted(
                    Texts.shortened(trace.buffers().get(i).name()),
                    lifetimes.firstRun(i),
                    lifetimes.lastRun(i)));
      }
    }
    List<Message> runs = from.messages("runs");
    for (int i = 0; i < runs.size(); i++) {
      int[] expected = lifetimes.dependencies(trace, trace.runs().get(i));
      if (!Dependencies.areEqual(expected, runs.get(i).numbers("after"))) {
        throw new TraceException("run %d depends on other runs than the file says".formatted(i));
      }
    }
  }
}
