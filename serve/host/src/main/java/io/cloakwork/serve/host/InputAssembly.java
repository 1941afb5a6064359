package io.cloakwork.serve.host;

import io.cloakwork.ckks.Ciphertext;
import io.cloakwork.ckks.CkksContext;
import io.cloakwork.ckks.GraphCache;
import io.cloakwork.spi.device.Bindings;
import io.cloakwork.spi.device.DeviceBuffer;
import io.cloakwork.spi.graph.CommandGraph;
import io.cloakwork.spi.graph.Domain;
import io.cloakwork.spi.graph.GraphBuilder;
import io.cloakwork.spi.graph.RnsShape;
import io.cloakwork.spi.graph.RnsView;
import java.util.ArrayList;
import java.util.List;

/// Puts the inputs of a run together on the device and takes its outputs apart, by small graphs
/// that are compiled once for a number of operands. Graphs see a ciphertext of many items as one
/// item of many polynomials: the same rows in the same order.
final class InputAssembly {

  /// Terms that one graph adds; more are added by several.
  private static final int MOST_TERMS = 8;

  private final CkksContext context;
  private final GraphCache graphs;

  InputAssembly(CkksContext context) {
    this.context = context;
    this.graphs = context.graphs();
  }

  private record Sum(int terms, RnsShape shape) {}

  private record Join(int parts, RnsShape shape) {}

  private record Split(int parts, RnsShape shape) {}

  /// The inputs of a run: each the sum of ciphertexts in different lanes, one after the other. The
  /// caller closes it, unless it is the one ciphertext that went in.
  Ciphertext assemble(List<List<Ciphertext>> inputs) {
    List<Ciphertext> sums = new ArrayList<>();
    try {
      inputs.forEach(lanes -> sums.add(sum(lanes)));
      return sums.size() == 1 ? sums.removeFirst() : join(sums);
    } finally {
      for (int i = 0; i < sums.size(); i++) {
        closeUnless(inputs.get(i), sums.get(i));
      }
    }
  }

  @SuppressWarnings("ReferenceEquality") // a ciphertext is itself only
  private static void closeUnless(List<Ciphertext> given, Ciphertext made) {
    if (made != given.getFirst()) {
      made.close();
    }
  }

  /// The sum; of one ciphertext, itself.
  private Ciphertext sum(List<Ciphertext> lanes) {
    Ciphertext sum = lanes.getFirst();
    for (int from = 1; from < lanes.size(); from += MOST_TERMS - 1) {
      List<DeviceBuffer> terms = new ArrayList<>(List.of(sum.buffer()));
      lanes
          .subList(from, Math.min(lanes.size(), from + MOST_TERMS - 1))
          .forEach(lane -> terms.add(lane.buffer()));
      Ciphertext more;
      try {
        more = like(sum, add(terms));
      } finally {
        closeUnless(lanes, sum);
      }
      sum = more;
    }
    return sum;
  }

  private static Ciphertext like(Ciphertext model, DeviceBuffer buffer) {
    return new Ciphertext(model.parameters(), buffer, model.level(), model.scale());
  }

  private DeviceBuffer add(List<DeviceBuffer> terms) {
    RnsShape shape = terms.getFirst().shape();
    return fill(
        shape,
        out ->
            graphs.run(
                new Sum(terms.size(), shape),
                () -> recordSum(terms.size(), shape),
                bindings -> {
                  bindAll(bindings, "x", terms);
                  bindings.bind("y", out);
                }));
  }

  private static CommandGraph recordSum(int terms, RnsShape shape) {
    GraphBuilder graph = CommandGraph.builder(shape.logN(), 1);
    int polys = shape.batch() * shape.polys();
    RnsView<Domain.Eval> out = graph.output("y", Domain.EVAL, polys, shape.basis());
    RnsView<Domain.Eval> sum = graph.input("x0", Domain.EVAL, polys, shape.basis());
    for (int i = 1; i < terms; i++) {
      RnsView<Domain.Eval> term = graph.input("x" + i, Domain.EVAL, polys, shape.basis());
      sum = i == terms - 1 ? graph.addInto(sum, term, out) : graph.add(sum, term);
    }
    return graph.build();
  }

  private Ciphertext join(List<Ciphertext> parts) {
    RnsShape shape = parts.getFirst().buffer().shape();
    DeviceBuffer joined =
        fill(
            shape.withBatch(parts.size() * shape.batch()),
            out ->
                graphs.run(
                    new Join(parts.size(), shape),
                    () -> recordJoin(parts.size(), shape),
                    bindings -> {
                      bindAll(bindings, "x", parts.stream().map(Ciphertext::buffer).toList());
                      bindings.bind("y", out);
                    }));
    return like(parts.getFirst(), joined);
  }

  private static CommandGraph recordJoin(int parts, RnsShape shape) {
    GraphBuilder graph = CommandGraph.builder(shape.logN(), 1);
    int polys = shape.batch() * shape.polys();
    RnsView<Domain.Eval> out = graph.output("y", Domain.EVAL, parts * polys, shape.basis());
    for (int i = 0; i < parts; i++) {
      RnsView<Domain.Eval> part = graph.input("x" + i, Domain.EVAL, polys, shape.basis());
      graph.copyInto(part, out.polys(i * polys, polys));
    }
    return graph.build();
  }

  /// The outputs of a run, one for each of its inputs, which the caller closes. Takes ownership of
  /// `outputs`; a single one is returned as it is.
  List<Ciphertext> takeApart(Ciphertext outputs, int parts) {
    if (parts == 1) {
      return List.of(outputs);
    }
    RnsShape whole = outputs.buffer().shape();
    RnsShape shape = whole.withBatch(whole.batch() / parts);
    List<DeviceBuffer> made = new ArrayList<>();
    try (outputs) {
      for (int i = 0; i < parts; i++) {
        made.add(context.device().allocate(shape));
      }
      graphs.run(
          new Split(parts, shape),
          () -> recordSplit(parts, shape),
          bindings -> {
            bindings.bind("x", outputs.buffer());
            bindAll(bindings, "y", made);
          });
      return made.stream().map(buffer -> like(outputs, buffer)).toList();
    } catch (RuntimeException | Error e) {
      made.forEach(DeviceBuffer::close);
      throw e;
    }
  }

  private static CommandGraph recordSplit(int parts, RnsShape shape) {
    GraphBuilder graph = CommandGraph.builder(shape.logN(), 1);
    int polys = shape.batch() * shape.polys();
    RnsView<Domain.Eval> in = graph.input("x", Domain.EVAL, parts * polys, shape.basis());
    for (int i = 0; i < parts; i++) {
      RnsView<Domain.Eval> part = graph.output("y" + i, Domain.EVAL, polys, shape.basis());
      graph.copyInto(in.polys(i * polys, polys), part);
    }
    return graph.build();
  }

  private static void bindAll(Bindings bindings, String name, List<DeviceBuffer> buffers) {
    for (int i = 0; i < buffers.size(); i++) {
      bindings.bind(name + i, buffers.get(i));
    }
  }

  private interface Filling {
    void into(DeviceBuffer out);
  }

  private DeviceBuffer fill(RnsShape shape, Filling filling) {
    DeviceBuffer out = context.device().allocate(shape);
    try {
      filling.into(out);
      return out;
    } catch (RuntimeException | Error e) {
      out.close();
      throw e;
    }
  }
}
