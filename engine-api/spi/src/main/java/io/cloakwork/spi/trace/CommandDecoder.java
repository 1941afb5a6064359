package io.cloakwork.spi.trace;

import io.cloakwork.spi.graph.Domain;
import io.cloakwork.spi.graph.Domain.Coeff;
import io.cloakwork.spi.graph.Domain.Eval;
import io.cloakwork.spi.graph.RnsOp;
import io.cloakwork.spi.graph.RnsView;
import io.cloakwork.spi.graph.ScalarMatrix;
import io.cloakwork.spi.graph.Scalars;
import io.cloakwork.spi.ring.GaloisElement;
import io.cloakwork.spi.trace.encoding.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/// One command from its message.
final class CommandDecoder {

  private final Message from;
  private final Function<Message, RnsView<?>> views;
  private final List<RnsView<?>> reads = new ArrayList<>();

  CommandDecoder(Message from, Function<Message, RnsView<?>> views) {
    this.from = from;
    this.views = views;
  }

  /// The command with this result, whose words are in `domain`.
  <D extends Domain> RnsOp read(D domain, RnsView<?> result) {
    String op = from.name("op");
    from.messages("reads").forEach(read -> reads.add(views.apply(read)));
    requireFields(op);
    RnsView<D> out = result.in(domain);
    return switch (op) {
      case "NTT" -> new RnsOp.Ntt(one(Domain.COEFF), eval(result));
      case "INTT" -> new RnsOp.Intt(one(Domain.EVAL), coeff(result));
      case "ADD" -> new RnsOp.Add<>(operand(2, 0, domain), operand(2, 1, domain), out);
      case "SUB" -> new RnsOp.Sub<>(operand(2, 0, domain), operand(2, 1, domain), out);
      case "NEG" -> new RnsOp.Neg<>(one(domain), out);
      case "MUL" ->
          new RnsOp.Mul(operand(2, 0, Domain.EVAL), operand(2, 1, Domain.EVAL), eval(result));
      case "MUL_ADD" ->
          new RnsOp.MulAdd(
              operand(3, 0, Domain.EVAL),
              operand(3, 1, Domain.EVAL),
              operand(3, 2, Domain.EVAL),
              eval(result));
      case "MUL_SCALAR" -> new RnsOp.MulScalar<>(one(domain), scalars(from, "scalars"), out);
      case "AUTOMORPHISM" -> new RnsOp.Automorphism<>(one(domain), element(out), out);
      case "BASE_CONVERT" -> new RnsOp.BaseConvert(one(Domain.COEFF), coeff(result));
      case "MOD_DOWN" -> new RnsOp.ModDown(one(Domain.EVAL), eval(result));
      case "RESCALE" -> new RnsOp.Rescale(one(Domain.EVAL), eval(result));
      case "INNER_PRODUCT" -> innerProduct(eval(result));
      case "LINEAR_COMBINATION" ->
          new RnsOp.LinearCombination<>(one(domain), matrix(), offsets(), out);
      case "COPY" -> new RnsOp.Copy<>(one(domain), out);
      case "FILL" -> fill(out);
      default -> throw new TraceException("operation %s is not of this version".formatted(op));
    };
  }

  /// Refuses what other operations have.
  private void requireFields(String op) {
    require("scalars", op.equals("MUL_SCALAR") || op.equals("FILL"), op);
    require("galois_element", op.equals("AUTOMORPHISM"), op);
    require("matrix", op.equals("LINEAR_COMBINATION"), op);
  }

  private void require(String field, boolean expected, String op) {
    if (from.has(field) != expected) {
      throw new TraceException(
          "%s %s %s".formatted(op, expected ? "needs" : "does not take", field));
    }
  }

  private <E extends Domain> RnsView<E> one(E domain) {
    return operand(1, 0, domain);
  }

  private <E extends Domain> RnsView<E> operand(int count, int index, E domain) {
    if (reads.size() != count) {
      throw new TraceException("reads %d operands, not %d".formatted(reads.size(), count));
    }
    return reads.get(index).in(domain);
  }

  private static RnsView<Eval> eval(RnsView<?> view) {
    return view.in(Domain.EVAL);
  }

  private static RnsView<Coeff> coeff(RnsView<?> view) {
    return view.in(Domain.COEFF);
  }

  private GaloisElement element(RnsView<?> out) {
    return new GaloisElement(
        out.logN(), Numbers.toInt("galois_element", from.number("galois_element")));
  }

  private RnsOp innerProduct(RnsView<Eval> out) {
    if (reads.size() % 2 != 0) {
      throw new TraceException("reads %d operands, an odd number".formatted(reads.size()));
    }
    List<RnsView<Eval>> all = reads.stream().map(CommandDecoder::eval).toList();
    int terms = all.size() / 2;
    return new RnsOp.InnerProduct(all.subList(0, terms), all.subList(terms, 2 * terms), out);
  }

  private RnsOp fill(RnsView<?> out) {
    if (!reads.isEmpty()) {
      throw new TraceException("reads %d operands, not 0".formatted(reads.size()));
    }
    return new RnsOp.Fill(scalars(from, "scalars"), out);
  }

  private static Scalars scalars(Message message, String field) {
    return Scalars.ofResidues(message.numbers(field));
  }

  private List<Scalars> offsets() {
    return from.message("matrix").messages("offsets").stream()
        .map(offset -> scalars(offset, "residues"))
        .toList();
  }

  private ScalarMatrix matrix() {
    Message matrix = from.message("matrix");
    long[] starts = matrix.numbers("row_starts");
    long[] columns = matrix.numbers("column_of");
    long[] weights = matrix.numbers("weights");
    if (starts.length < 2
        || starts[0] != 0
        || starts[starts.length - 1] != columns.length
        || weights.length != columns.length) {
      throw new TraceException(
          "a matrix of %d row starts, %d columns and %d weights, which do not fit"
              .formatted(starts.length, columns.length, weights.length));
    }
    ScalarMatrix.Builder builder =
        ScalarMatrix.builder(Numbers.toInt("columns", matrix.number("columns")));
    for (int row = 0; row + 1 < starts.length; row++) {
      if (starts[row + 1] < starts[row] || starts[row + 1] > columns.length) {
        throw new TraceException("row %d of a matrix ends before it starts".formatted(row));
      }
      addRow(builder, columns, weights, (int) starts[row], (int) starts[row + 1]);
    }
    return builder.build();
  }

  private static void addRow(
      ScalarMatrix.Builder builder, long[] columns, long[] weights, int start, int end) {
    for (int e = start; e < end; e++) {
      // Rising, as the builder takes them in time that is not quadratic.
      if (e > start && columns[e] <= columns[e - 1] || weights[e] == 0) {
        throw new TraceException("entry %d of a matrix is out of order or zero".formatted(e));
      }
      builder.add(Numbers.toInt("a column", columns[e]), weights[e]);
    }
    builder.endRow();
  }
}
