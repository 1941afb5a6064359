package io.cloakwork.compiler.program;

import io.cloakwork.ckks.Parameters;
import io.cloakwork.ckks.encoding.SlotVector;
import io.cloakwork.ckks.linear.BsgsPlan;
import io.cloakwork.ckks.polynomial.Basis;
import io.cloakwork.ckks.polynomial.SlotPolynomial;
import io.cloakwork.compiler.tensor.ChebyshevPolynomial;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Runs a slot program on clear slot vectors: the same rotations, baby and giant steps, masks and
/// folds as on ciphertexts, without the cryptography, and with its noise if asked for.
public final class SlotInterpreter {

  /// Every polynomial in the Chebyshev basis is on this interval.
  private static final ChebyshevPolynomial UNIT =
      new ChebyshevPolynomial(-1, 1, new double[] {0, 1});

  private final Parameters parameters;
  private final SlotNoise noise;
  private final OutOfInterval outOfInterval;

  private SlotInterpreter(Parameters parameters, SlotNoise noise, OutOfInterval outOfInterval) {
    this.parameters = parameters;
    this.noise = noise;
    this.outOfInterval = outOfInterval;
  }

  /// The slots after each segment, with the same input for every image.
  public static List<double[]> trace(SlotProgram program, double[] input) {
    SlotNoise none = SlotNoise.none(program.parameters());
    return nodeTrace(program, List.of(input), none, OutOfInterval.KEEP).stream()
        .map(List::getLast)
        .toList();
  }

  /// The network's output for `input`.
  public static double[] run(SlotProgram program, double[] input) {
    double[] slots = trace(program, input).getLast();
    return program.output().unpack(slots, 0);
  }

  /// The outputs for as many inputs as share a ciphertext, or fewer.
  public static List<double[]> runAll(SlotProgram program, List<double[]> inputs) {
    SlotNoise none = SlotNoise.none(program.parameters());
    return outputs(program, nodeTrace(program, inputs, none, OutOfInterval.KEEP), inputs.size());
  }

  /// The slots of the output for those of the input, packed or added up by the caller.
  public static List<double[]> runSlots(SlotProgram program, List<double[]> slots) {
    SlotNoise none = SlotNoise.none(program.parameters());
    return List.of(slotTrace(program, slots, none, OutOfInterval.KEEP).getLast().getLast());
  }

  /// The outputs of the first `images` images of a trace.
  public static List<double[]> outputs(
      SlotProgram program, List<List<double[]>> trace, int images) {
    double[] slots = trace.getLast().getLast();
    return program.output().unpack(List.of(slots), images);
  }

  /// The slots of every node of each segment.
  ///
  /// @param inputs of the images in turn, from the first again where there are fewer
  public static List<List<double[]>> nodeTrace(
      SlotProgram program, List<double[]> inputs, SlotNoise noise, OutOfInterval outOfInterval) {
    return slotTrace(program, program.input().pack(inputs), noise, outOfInterval);
  }

  private static List<List<double[]>> slotTrace(
      SlotProgram program, List<double[]> slots, SlotNoise noise, OutOfInterval outOfInterval) {
    SlotInterpreter interpreter = new SlotInterpreter(program.parameters(), noise, outOfInterval);
    double[] packed =
        noise.encrypted(slots.getFirst(), program.inputForm().scale(), program.lanes());
    List<List<double[]>> values = new ArrayList<>();
    for (Segment segment : program.segments()) {
      List<double[]> operands =
          segment.operands().stream()
              .map(i -> i == SlotProgram.INPUT ? packed : values.get(i).getLast())
              .toList();
      values.add(interpreter.nodeValues(segment, operands));
    }
    return values;
  }

  private List<double[]> nodeValues(Segment segment, List<double[]> operands) {
    List<double[]> values = new ArrayList<>();
    for (SlotNode node : segment.nodes()) {
      values.add(evaluate(node, segment, values, operands));
    }
    return values;
  }

  private double[] evaluate(
      SlotNode node, Segment segment, List<double[]> values, List<double[]> operands) {
    return switch (node.op()) {
      case SlotOp.Input input -> operands.get(input.index());
      case SlotOp.Transform t -> {
        double[] sum = transform(t, segment.nodes().get(t.x()), values.get(t.x()));
        yield t.needsExtendedDiagonals()
            ? noise.dividedByPAndRescaled(sum, node.scale())
            : noise.rescaled(sum, node.scale());
      }
      case SlotOp.Rotate r -> {
        double[] rotated = rotated(values.get(r.x()), r.step());
        yield noise.dividedByP(switched(rotated, node), node.scale());
      }
      case SlotOp.RotateSum r -> {
        double[] x = values.get(r.x());
        double[] sum = x.clone();
        for (int step : r.steps()) {
          addInto(sum, noise.dividedByP(switched(rotated(x, step), node), node.scale()));
        }
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
      case SlotOp.Multiply m -> {
        double[] product = product(values.get(m.x()), values.get(m.y()));
        yield noise.dividedByPAndRescaled(product, node.scale());
      }
      case SlotOp.Polynomial p ->
          new PolynomialInterpreter(p.plan(), p.polynomial(), parameters.defaultScale(), noise)
              .evaluate(argument(p.polynomial(), values.get(p.x())));
      case SlotOp.Rescale r -> noise.rescaled(values.get(r.x()), node.scale());
      case SlotOp.DropLevel d -> values.get(d.x());
    };
  }

  private double[] argument(SlotPolynomial polynomial, double[] x) {
    boolean folds = outOfInterval == OutOfInterval.FOLD && polynomial.basis() == Basis.CHEBYSHEV;
    return folds ? Arrays.stream(x).map(UNIT::folded).toArray() : x;
  }

  private double[] switched(double[] rotated, SlotNode at) {
    return noise.switched(rotated, at.level(), at.scale());
  }

  /// Baby steps are not divided; what giant steps add has the scale of the product, so that it is
  /// nothing beside that.
  private double[] transform(SlotOp.Transform transform, SlotNode operand, double[] x) {
    Map<Integer, double[]> babies = new HashMap<>();
    for (int step : transform.plan().babies()) {
      babies.put(step, step == 0 ? x : switched(rotated(x, step), operand));
    }
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
