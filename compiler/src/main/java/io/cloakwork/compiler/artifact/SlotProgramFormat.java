package io.cloakwork.compiler.artifact;

import io.cloakwork.ckks.Parameters;
import io.cloakwork.ckks.encoding.SlotVector;
import io.cloakwork.ckks.linear.BsgsPlan;
import io.cloakwork.ckks.linear.LinearTransform;
import io.cloakwork.ckks.polynomial.Basis;
import io.cloakwork.ckks.polynomial.Coefficient;
import io.cloakwork.ckks.polynomial.PolynomialPlan;
import io.cloakwork.ckks.polynomial.SlotPolynomial;
import io.cloakwork.compiler.program.Segment;
import io.cloakwork.compiler.program.SlotNode;
import io.cloakwork.compiler.program.SlotOp;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The segments of a slot program: their number, and for each its name, summary, operands and
/// nodes. A node is a code, what its operation holds, its level and its scale. A linear map is its
/// plan, whose terms carry their diagonals; the plan of a polynomial follows from the polynomial.
final class SlotProgramFormat {

  private static final int INPUT = 0;
  private static final int TRANSFORM = 1;
  private static final int ROTATE_SUM = 2;
  private static final int ADD_PLAIN = 3;
  private static final int MULTIPLY_PLAIN = 4;
  private static final int ADD = 5;
  private static final int MULTIPLY = 6;
  private static final int POLYNOMIAL = 7;
  private static final int RESCALE = 8;
  private static final int DROP_LEVEL = 9;
  private static final int ROTATE = 10;

  private static final int MAX_SEGMENTS = 1 << 16;
  private static final int MAX_DEGREE = 1 << 10;

  private SlotProgramFormat() {}

  static void write(ProgramOutput out, List<Segment> segments) {
    out.number(segments.size());
    for (Segment segment : segments) {
      out.text(segment.name());
      out.text(segment.summary());
      out.numbers(segment.operands());
      out.number(segment.nodes().size());
      for (SlotNode node : segment.nodes()) {
        write(out, node.op());
        out.number(node.level());
        out.real(node.scale());
      }
    }
  }

  private static void write(ProgramOutput out, SlotOp op) {
    switch (op) {
      case SlotOp.Input input -> {
        out.number(INPUT);
        out.number(input.index());
      }
      case SlotOp.Transform transform -> {
        out.number(TRANSFORM);
        out.number(transform.x());
        write(out, transform.map(), transform.plan());
        out.real(transform.plainScale());
      }
      case SlotOp.Rotate rotate -> {
        out.number(ROTATE);
        out.number(rotate.x());
        out.number(rotate.step());
      }
      case SlotOp.RotateSum sum -> {
        out.number(ROTATE_SUM);
        out.number(sum.x());
        out.numbers(sum.steps());
      }
      case SlotOp.AddPlain sum -> {
        out.number(ADD_PLAIN);
        out.number(sum.x());
        out.vector(sum.plain());
      }
      case SlotOp.MultiplyPlain product -> {
        out.number(MULTIPLY_PLAIN);
        out.number(product.x());
        out.vector(product.plain());
        out.real(product.plainScale());
      }
      case SlotOp.Add sum -> {
        out.number(ADD);
        out.number(sum.x());
        out.number(sum.y());
      }
      case SlotOp.Multiply product -> {
        out.number(MULTIPLY);
        out.number(product.x());
        out.number(product.y());
        out.flag(product.rescaled());
      }
      case SlotOp.Polynomial polynomial -> {
        out.number(POLYNOMIAL);
        out.number(polynomial.x());
        write(out, polynomial.polynomial());
        out.real(polynomial.targetScale());
      }
      case SlotOp.Rescale rescale -> {
        out.number(RESCALE);
        out.number(rescale.x());
      }
      case SlotOp.DropLevel drop -> {
        out.number(DROP_LEVEL);
        out.number(drop.x());
        out.number(drop.level());
      }
    }
  }

  private static void write(ProgramOutput out, LinearTransform map, BsgsPlan plan) {
    out.number(plan.giants().size());
    for (BsgsPlan.GiantStep giant : plan.giants()) {
      out.number(giant.step());
      out.number(giant.terms().size());
      for (BsgsPlan.Term term : giant.terms()) {
        out.number(term.offset());
        out.number(term.baby());
        out.vector(map.diagonal(term.offset()));
      }
    }
  }

  private static void write(ProgramOutput out, SlotPolynomial polynomial) {
    out.flag(polynomial.basis() == Basis.CHEBYSHEV);
    out.number(polynomial.coefficients().size());
    for (Coefficient coefficient : polynomial.coefficients()) {
      switch (coefficient) {
        case Coefficient.Uniform(double value) -> {
          out.flag(true);
          out.real(value);
        }
        case Coefficient.PerSlot(SlotVector values) -> {
          out.flag(false);
          out.vector(values);
        }
      }
    }
  }

  static List<Segment> read(ProgramInput in, Parameters parameters) throws ArtifactException {
    int count = in.count("segments", 1, MAX_SEGMENTS, Integer.BYTES);
    List<Segment> segments = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      String name = in.text("segment name");
      String summary = in.text("segment summary");
      List<Integer> operands = in.numbers("operands", -1, i - 1);
      int size = in.count("nodes", 1, Integer.MAX_VALUE, Integer.BYTES);
      Reader reader = new Reader(in, parameters);
      for (int at = 0; at < size; at++) {
        reader.node();
      }
      segments.add(new Segment(name, summary, operands, reader.nodes));
    }
    return segments;
  }

  /// Reads the nodes of one segment.
  private static final class Reader {

    private final ProgramInput in;
    private final Parameters parameters;
    private final List<SlotNode> nodes = new ArrayList<>();

    Reader(ProgramInput in, Parameters parameters) {
      this.in = in;
      this.parameters = parameters;
    }

    void node() throws ArtifactException {
      SlotOp op = op();
      int level = in.number("node level", 0, parameters.maxLevel());
      nodes.add(new SlotNode(op, level, in.scale("node scale")));
    }

    private SlotOp op() throws ArtifactException {
      int code = in.number("operation", INPUT, ROTATE);
      return switch (code) {
        case INPUT -> new SlotOp.Input(in.number("operand", nodes.size(), nodes.size()));
        case TRANSFORM -> transform();
        case ROTATE ->
            new SlotOp.Rotate(
                earlier(), in.number("step", -parameters.slots(), parameters.slots()));
        case ROTATE_SUM ->
            new SlotOp.RotateSum(
                earlier(), in.numbers("steps", -parameters.slots(), parameters.slots()));
        case ADD_PLAIN -> new SlotOp.AddPlain(earlier(), vector("summand"));
        case MULTIPLY_PLAIN ->
            new SlotOp.MultiplyPlain(earlier(), vector("factor"), in.scale("factor scale"));
        case ADD -> new SlotOp.Add(earlier(), earlier());
        case MULTIPLY -> new SlotOp.Multiply(earlier(), earlier(), in.flag("rescaled"));
        case POLYNOMIAL -> polynomial();
        case RESCALE -> new SlotOp.Rescale(earlier());
        case DROP_LEVEL ->
            new SlotOp.DropLevel(earlier(), in.number("target level", 0, parameters.maxLevel()));
        default -> throw new IllegalStateException("operation " + code);
      };
    }

    private int earlier() throws ArtifactException {
      return in.number("operand", 0, nodes.size() - 1);
    }

    private SlotVector vector(String field) throws ArtifactException {
      return in.vector(field, parameters.slots());
    }

    private SlotOp transform() throws ArtifactException {
      int x = earlier();
      int slots = parameters.slots();
      List<BsgsPlan.GiantStep> giants = new ArrayList<>();
      Map<Integer, SlotVector> diagonals = new HashMap<>();
      int count = in.count("giant steps", 1, slots, Integer.BYTES);
      for (int g = 0; g < count; g++) {
        int step = in.number("giant step", -slots, slots);
        int size = in.count("terms", 1, slots, Integer.BYTES);
        List<BsgsPlan.Term> terms = new ArrayList<>(size);
        for (int t = 0; t < size; t++) {
          int offset = in.number("diagonal", -slots / 2, slots / 2);
          terms.add(new BsgsPlan.Term(offset, in.number("baby step", -slots, slots)));
          if (diagonals.put(offset, vector("diagonal")) != null) {
            throw new ArtifactException(
                "diagonal %d comes twice in a linear map of the program".formatted(offset));
          }
        }
        giants.add(new BsgsPlan.GiantStep(step, terms));
      }
      LinearTransform map = LinearTransform.ofDiagonals(slots, diagonals);
      return new SlotOp.Transform(x, map, new BsgsPlan(slots, giants), in.scale("diagonal scale"));
    }

    private SlotOp polynomial() throws ArtifactException {
      int x = earlier();
      Basis basis = in.flag("Chebyshev basis") ? Basis.CHEBYSHEV : Basis.POWER;
      int count = in.count("coefficients", 1, MAX_DEGREE + 1, Integer.BYTES);
      List<Coefficient> coefficients = new ArrayList<>(count);
      for (int k = 0; k < count; k++) {
        coefficients.add(
            in.flag("uniform")
                ? new Coefficient.Uniform(in.real("coefficient"))
                : new Coefficient.PerSlot(vector("coefficients")));
      }
      SlotPolynomial polynomial = new SlotPolynomial(basis, coefficients);
      double scale = in.scale("polynomial scale");
      return new SlotOp.Polynomial(x, polynomial, PolynomialPlan.of(polynomial), scale);
    }
  }
}
