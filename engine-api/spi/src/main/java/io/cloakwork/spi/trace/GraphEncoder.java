package io.cloakwork.spi.trace;

import io.cloakwork.spi.graph.CommandGraph;
import io.cloakwork.spi.graph.RnsOp;
import io.cloakwork.spi.graph.RnsView;
import io.cloakwork.spi.graph.ScalarMatrix;
import io.cloakwork.spi.graph.Scalars;
import io.cloakwork.spi.graph.Value;
import io.cloakwork.spi.trace.encoding.Message;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/// Command graphs as messages.
final class GraphEncoder {

  private final ModulusTable moduli;

  GraphEncoder(ModulusTable moduli) {
    this.moduli = moduli;
  }

  void write(TraceGraph traced, Message to) {
    CommandGraph graph = traced.graph();
    to.set("name", traced.name())
        .set("log_n", graph.logN())
        .set("batch", graph.batch())
        .set("bound_bytes", graph.lifetimes().boundBytes())
        .set("peak_temporary_bytes", graph.lifetimes().peakTemporaryBytes());
    for (Value value : graph.values()) {
      writeValue(graph, value, to.add("values"));
    }
    int[][] after = Dependencies.of(graph);
    for (int i = 0; i < after.length; i++) {
      Message command = to.add("commands");
      writeCommand(graph.commands().get(i), command);
      command.addAll("after", Arrays.stream(after[i]).asLongStream());
    }
  }

  private void writeValue(CommandGraph graph, Value value, Message to) {
    to.set("name", value.name())
        .setName("role", value.role().name())
        .set("first_write", graph.lifetimes().firstWrite(value))
        .set("last_use", graph.lifetimes().lastUse(value));
    moduli.writeShape(value.shape(), to.add("shape"));
  }

  private static void writeCommand(RnsOp command, Message to) {
    to.setName("op", OpNames.of(command));
    writeView(command.out(), to.add("out"));
    command.reads().forEach(read -> writeView(read, to.add("reads")));
    switch (command) {
      case RnsOp.MulScalar<?> op -> to.addAll("scalars", residues(op.scalars()));
      case RnsOp.Fill op -> to.addAll("scalars", residues(op.scalars()));
      case RnsOp.Automorphism<?> op -> to.set("galois_element", op.element().value());
      case RnsOp.LinearCombination<?> op ->
          writeMatrix(op.matrix(), op.offsets(), to.add("matrix"));
      case RnsOp.Ntt _,
          RnsOp.Intt _,
          RnsOp.Add<?> _,
          RnsOp.Sub<?> _,
          RnsOp.Neg<?> _,
          RnsOp.Mul _,
          RnsOp.MulAdd _,
          RnsOp.BaseConvert _,
          RnsOp.ModDown _,
          RnsOp.Rescale _,
          RnsOp.InnerProduct _,
          RnsOp.Copy<?> _ -> {
        // Their operands say everything.
      }
    }
  }

  private static void writeView(RnsView<?> view, Message to) {
    to.set("value", view.value().id())
        .set("first_poly", view.firstPoly())
        .set("polys", view.polys())
        .addAll("limbs", IntStream.range(0, view.limbs()).mapToLong(view::limb));
  }

  private static void writeMatrix(ScalarMatrix matrix, List<Scalars> offsets, Message to) {
    to.set("columns", matrix.columns())
        .addAll("row_starts", IntStream.rangeClosed(0, matrix.rows()).mapToLong(matrix::rowStart))
        .addAll("column_of", IntStream.range(0, matrix.entries()).mapToLong(matrix::column))
        .addAll("weights", IntStream.range(0, matrix.entries()).mapToLong(matrix::weight));
    offsets.forEach(offset -> to.add("offsets").addAll("residues", residues(offset)));
  }

  private static LongStream residues(Scalars scalars) {
    return IntStream.range(0, scalars.size()).mapToLong(scalars::get);
  }
}
