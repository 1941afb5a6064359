package io.cloakwork.spi.trace;

import io.cloakwork.spi.graph.CommandGraph;
import io.cloakwork.spi.graph.Domain;
import io.cloakwork.spi.graph.RnsOp;
import io.cloakwork.spi.graph.RnsView;
import io.cloakwork.spi.graph.Value;
import io.cloakwork.spi.trace.encoding.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Command graphs from messages. Lifetimes and dependencies are worked out again and compared with
/// what the file says.
final class GraphDecoder {

  private final ModulusTable moduli;
  private final RowBudget budget;

  GraphDecoder(ModulusTable moduli, RowBudget budget) {
    this.moduli = moduli;
    this.budget = budget;
  }

  TraceGraph read(Message from) {
    String name = from.text("name");
    try {
      List<Value> values = new ArrayList<>();
      for (Message value : from.messages("values")) {
        values.add(readValue(values.size(), value));
      }
      List<RnsOp> commands = new ArrayList<>();
      for (Message command : from.messages("commands")) {
        commands.add(readCommand(commands.size(), values, command));
      }
      int logN = Numbers.toInt("log_n", from.number("log_n"));
      int batch = Numbers.toInt("batch", from.number("batch"));
      CommandGraph graph = CommandGraph.of(logN, batch, values, commands);
      requireAgreement(graph, from);
      return new TraceGraph(name, graph);
    } catch (IllegalArgumentException | TraceException e) {
      throw new TraceException(
          "graph '%s': %s".formatted(Texts.shortened(name), Texts.shortenedSentence(e)), e);
    }
  }

  private Value readValue(int id, Message from) {
    String name = Texts.requireShort("value name", from.text("name"));
    Value.Role role = Value.Role.valueOf(from.name("role"));
    return new Value(id, name, role, moduli.readShape(from.message("shape"), budget));
  }

  private RnsOp readCommand(int index, List<Value> values, Message from) {
    try {
      CommandDecoder decoder = new CommandDecoder(from, view -> readView(values, view));
      RnsView<?> out = readView(values, from.message("out"));
      return switch (out.domain()) {
        case Domain.Coeff coeff -> decoder.read(coeff, out);
        case Domain.Eval eval -> decoder.read(eval, out);
      };
    } catch (IllegalArgumentException e) {
      throw new TraceException(
          "command %d (%s): %s"
              .formatted(index, from.name("op").toLowerCase(Locale.ROOT), e.getMessage()),
          e);
    }
  }

  private RnsView<?> readView(List<Value> values, Message from) {
    long value = from.number("value");
    if (value >= values.size()) {
      throw new TraceException("a view of value %d of %d".formatted(value, values.size()));
    }
    long[] limbs = from.numbers("limbs");
    budget.takeView(from.number("polys"), limbs.length);
    int[] chosen = new int[limbs.length];
    for (int i = 0; i < limbs.length; i++) {
      chosen[i] = Numbers.toInt("a limb", limbs[i]);
    }
    return RnsView.of(
        values.get((int) value),
        Numbers.toInt("first_poly", from.number("first_poly")),
        Numbers.toInt("polys", from.number("polys")),
        chosen);
  }

  /// What follows from the rest and is in the file for whoever does not want to work it out.
  private static void requireAgreement(CommandGraph graph, Message from) {
    List<Message> values = from.messages("values");
    for (Value value : graph.values()) {
      Message written = values.get(value.id());
      requireEqual(
          "first write of " + value,
          graph.lifetimes().firstWrite(value),
          written.number("first_write"));
      requireEqual(
          "last use of " + value, graph.lifetimes().lastUse(value), written.number("last_use"));
    }
    requireEqual("bound bytes", graph.lifetimes().boundBytes(), from.number("bound_bytes"));
    requireEqual(
        "peak of temporaries",
        graph.lifetimes().peakTemporaryBytes(),
        from.number("peak_temporary_bytes"));
    List<Message> commands = from.messages("commands");
    int[][] after = Dependencies.of(graph);
    for (int i = 0; i < after.length; i++) {
      if (!Dependencies.areEqual(after[i], commands.get(i).numbers("after"))) {
        throw new TraceException(
            "command %d depends on other commands than the file says".formatted(i));
      }
    }
  }

  private static void requireEqual(String what, long expected, long given) {
    if (expected != given) {
      throw new TraceException("the %s is %d, the file says %d".formatted(what, expected, given));
    }
  }
}
