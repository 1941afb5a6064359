package io.cloakwork.compiler.program;

import io.cloakwork.ckks.encoding.SlotVector;
import io.cloakwork.ckks.linear.BsgsPlan;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Runs a slot program on clear slot vectors: the same rotations, baby and giant steps, masks and
/// folds as on ciphertexts, without the cryptography.
public final class SlotInterpreter {

  private SlotInterpreter() {}

  /// The slots after each segment.
  public static List<double[]> trace(SlotProgram program, double[] input) {
    return nodeTrace(program, input).stream().map(List::getLast).toList();
  }

  /// The slots of every node of each segment.
  public static List<List<double[]>> nodeTrace(SlotProgram program, double[] input) {
    double[] packed = program.input().pack(input);
    List<List<double[]>> values = new ArrayList<>();
    for (Segment segment : program.segments()) {
      List<double[]> operands =
          segment.operands().stream()
              .map(i -> i == SlotProgram.INPUT ? packed : values.get(i).getLast())
              .toList();
      values.add(nodeValues(segment, operands));
    }
    return values;
  }

  /// The network's output for `input`.
  public static double[] run(SlotProgram program, double[] input) {
    return program.output().unpack(trace(program, input).getLast());
  }

  /// The slots of every node of a segment.
  static List<double[]> nodeValues(Segment segment, List<double[]> operands) {
    List<double[]> values = new ArrayList<>();
    for (SlotNode node : segment.nodes()) {
      values.add(evaluate(node.op(), values, operands));
    }
    return values;
  }

  private static double[] evaluate(SlotOp op, List<double[]> values, List<double[]> operands) {
    return switch (op) {
      case SlotOp.Input input -> operands.get(input.index());
      case SlotOp.Transform t -> transform(t, values.get(t.x()));
      case SlotOp.RotateSum r -> {
        double[] sum = values.get(r.x()).clone();
        r.steps().forEach(step -> addInto(sum, rotated(values.get(r.x()), step)));
        yield sum;
      }
      case SlotOp.AddPlain a -> {
        double[] sum = values.get(a.x()).clone();
        addInto(sum, a.plain().re());
        yield sum;
      }
      case SlotOp.MultiplyPlain m -> product(values.get(m.x()), m.plain().re());
      case SlotOp.Add a -> {
        double[] sum = values.get(a.x()).clone();
        addInto(sum, values.get(a.y()));
        yield sum;
      }
      case SlotOp.Multiply m -> product(values.get(m.x()), values.get(m.y()));
      case SlotOp.Rescale r -> values.get(r.x());
      case SlotOp.DropLevel d -> values.get(d.x());
    };
  }

  private static double[] transform(SlotOp.Transform transform, double[] x) {
    Map<Integer, double[]> babies = new HashMap<>();
    transform.plan().babies().forEach(step -> babies.put(step, rotated(x, step)));
    double[] sum = new double[x.length];
    for (BsgsPlan.GiantStep giant : transform.plan().giants()) {
      double[] inner = new double[x.length];
      for (BsgsPlan.Term term : giant.terms()) {
        SlotVector diagonal = transform.map().diagonalFor(transform.plan(), term.offset());
        double[] baby = babies.get(term.baby());
        for (int i = 0; i < inner.length; i++) {
          inner[i] += diagonal.re(i) * baby[i];
        }
      }
      addInto(sum, rotated(inner, giant.step()));
    }
    return sum;
  }

  private static double[] rotated(double[] x, int steps) {
    int mask = x.length - 1;
    double[] result = new double[x.length];
    for (int i = 0; i < x.length; i++) {
      result[i] = x[i + steps & mask];
    }
    return result;
  }

  private static void addInto(double[] sum, double[] term) {
    for (int i = 0; i < sum.length; i++) {
      sum[i] += term[i];
    }
  }

  private static double[] product(double[] a, double[] b) {
    double[] result = new double[a.length];
    for (int i = 0; i < result.length; i++) {
      result[i] = a[i] * b[i];
    }
    return result;
  }
}
