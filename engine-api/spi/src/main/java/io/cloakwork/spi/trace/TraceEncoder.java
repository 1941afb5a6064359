package io.cloakwork.spi.trace;

import io.cloakwork.spi.trace.encoding.Message;
import java.util.Arrays;

/// Traces as messages.
final class TraceEncoder {

  private final Trace trace;
  private final BufferLifetimes lifetimes;
  private final ModulusTable moduli;

  private TraceEncoder(Trace trace) {
    this.trace = trace;
    this.lifetimes = trace.lifetimes();
    this.moduli = ModulusTable.of(trace);
  }

  static Message encode(Trace trace) {
    return new TraceEncoder(trace).message();
  }

  private Message message() {
    Message message = new Message(TraceSchema.trace());
    message
        .set("format", TraceSchema.FORMAT)
        .set("version", TraceSchema.VERSION)
        .set("producer", trace.producer())
        .set("name", trace.name())
        .addAll("moduli", moduli.moduli().stream().mapToLong(modulus -> modulus.value()));
    trace.facts().forEach((name, text) -> message.add("facts").set("name", name).set("text", text));
    for (int i = 0; i < trace.buffers().size(); i++) {
      writeBuffer(i, message.add("buffers"));
    }
    GraphEncoder graphs = new GraphEncoder(moduli);
    trace.graphs().forEach(graph -> graphs.write(graph, message.add("graphs")));
    trace.runs().forEach(run -> writeRun(run, message.add("runs")));
    trace
        .sideFile()
        .ifPresent(
            file -> message.add("side_file").set("name", file.name()).set("bytes", file.bytes()));
    return message;
  }

  private void writeBuffer(int index, Message to) {
    TraceBuffer buffer = trace.buffers().get(index);
    to.set("name", buffer.name())
        .setName("role", buffer.role().name())
        .set("first_run", lifetimes.firstRun(index))
        .set("last_run", lifetimes.lastRun(index));
    moduli.writeShape(buffer.shape(), to.add("shape"));
    switch (buffer.content()) {
      case BufferContent.Seeded seeded ->
          to.add("seeded")
              .setName("xof", "CHACHA20_REJECTION")
              .set("seed", seeded.seed())
              .set("stream", Integer.toUnsignedLong(seeded.stream()));
      case BufferContent.Side side ->
          to.add("side").set("offset", side.offset()).set("sha256", side.sha256());
      case BufferContent.Written _ -> {
        // A run says what it writes.
      }
    }
  }

  private void writeRun(TraceRun run, Message to) {
    to.set("name", run.name())
        .set("graph", run.graph())
        .addAll("after", Arrays.stream(lifetimes.dependencies(trace, run)).asLongStream());
    for (TraceRun.Binding binding : run.bindings()) {
      Message bound = to.add("bindings");
      bound.set("value", binding.value()).set("buffer", binding.buffer());
      binding.sha256().ifPresent(hash -> bound.set("sha256", hash));
    }
  }
}
