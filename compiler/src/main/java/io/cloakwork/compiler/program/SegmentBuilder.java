package io.cloakwork.compiler.program;

import io.cloakwork.ckks.Parameters;
import io.cloakwork.ckks.Scales;
import io.cloakwork.ckks.encoding.SlotVector;
import io.cloakwork.ckks.linear.BsgsPlan;
import io.cloakwork.ckks.linear.LinearTransform;
import io.cloakwork.ckks.polynomial.PolynomialPlan;
import io.cloakwork.ckks.polynomial.SlotPolynomial;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Appends operations to a segment and places them: the one spot where levels and scales follow
/// from operations, by the scheme's rules (ePrint 2016/421; RNS variant ePrint 2018/931).
final class SegmentBuilder {

  private final Parameters parameters;
  private final List<Integer> operands;
  private final List<SlotNode> nodes = new ArrayList<>();

  /// @param operands segments, or the network's input
  /// @param results what they compute, in the same order: the first nodes
  SegmentBuilder(Parameters parameters, List<Integer> operands, List<SlotNode> results) {
    this.parameters = parameters;
    this.operands = operands;
    for (SlotNode result : results) {
      append(new SlotOp.Input(nodes.size()), result.level(), result.scale());
    }
  }

  int level(int node) {
    return nodes.get(node).level();
  }

  double scale(int node) {
    return nodes.get(node).scale();
  }

  /// The prime that a rescale of `node` divides by.
  double lastPrime(int node) {
    return parameters.chain().chainQ().get(level(node)).value();
  }

  private int append(SlotOp op, int level, double scale) {
    nodes.add(new SlotNode(op, level, scale));
    return nodes.size() - 1;
  }

  private double rescaled(int node, double scale) {
    return Scales.afterRescale(parameters, level(node), scale);
  }

  /// A transform whose plaintext scale makes the result's scale `target`.
  int transform(int x, LinearTransform map, BsgsPlan plan, double target) {
    double plainScale = target * lastPrime(x) / scale(x);
    SlotOp op = new SlotOp.Transform(x, map, plan, plainScale);
    return append(op, level(x) - 1, rescaled(x, scale(x) * plainScale));
  }

  int rotate(int x, int step) {
    return step == 0 ? x : append(new SlotOp.Rotate(x, step), level(x), scale(x));
  }

  /// The same as [#transform] with few different rotations: each baby step is made from the one
  /// before, and giant steps by Horner's rule, so that only the distances between neighbours need
  /// keys ([BsgsPlan]'s steps in ascending order).
  int chainedTransform(int x, LinearTransform map, BsgsPlan plan, double target) {
    double plainScale = target * lastPrime(x) / scale(x);
    Map<Integer, Integer> babies = new HashMap<>();
    int at = 0;
    int rotated = x;
    for (int baby : plan.babies()) {
      rotated = rotate(rotated, baby - at);
      at = baby;
      babies.put(baby, rotated);
    }
    int sum = -1;
    int giantBefore = 0;
    for (BsgsPlan.GiantStep giant : plan.giants().reversed()) {
      int inner = -1;
      for (BsgsPlan.Term term : giant.terms()) {
        SlotVector diagonal = map.diagonalFor(plan, term.offset());
        int product = multiplyPlain(babies.get(term.baby()), diagonal, plainScale);
        inner = inner < 0 ? product : add(inner, product);
      }
      inner = rescale(inner);
      sum = sum < 0 ? inner : add(rotate(sum, giantBefore - giant.step()), inner);
      giantBefore = giant.step();
    }
    return rotate(sum, giantBefore);
  }

  int rotateSum(int x, List<Integer> steps) {
    return append(new SlotOp.RotateSum(x, steps), level(x), scale(x));
  }

  int addPlain(int x, SlotVector plain) {
    return plain.isZero() ? x : append(new SlotOp.AddPlain(x, plain), level(x), scale(x));
  }

  int multiplyPlain(int x, SlotVector plain, double plainScale) {
    SlotOp op = new SlotOp.MultiplyPlain(x, plain, plainScale);
    return append(op, level(x), scale(x) * plainScale);
  }

  int add(int x, int y) {
    return append(new SlotOp.Add(x, y), level(x), scale(x));
  }

  int multiply(int x, int y, boolean rescaled) {
    double scale = scale(x) * scale(y);
    return append(
        new SlotOp.Multiply(x, y, rescaled),
        rescaled ? level(x) - 1 : level(x),
        rescaled ? rescaled(x, scale) : scale);
  }

  /// A polynomial whose result has scale `target`.
  int polynomial(int x, SlotPolynomial polynomial, double target) {
    PolynomialPlan plan = PolynomialPlan.of(polynomial);
    return append(
        new SlotOp.Polynomial(x, polynomial, plan, target), level(x) - plan.depth(), target);
  }

  int rescale(int x) {
    return append(new SlotOp.Rescale(x), level(x) - 1, rescaled(x, scale(x)));
  }

  int dropLevel(int x, int level) {
    return level == level(x) ? x : append(new SlotOp.DropLevel(x, level), level, scale(x));
  }

  /// The segment whose result is `result`, which must be its last node.
  Segment build(String name, String summary, int result) {
    if (result != nodes.size() - 1) {
      throw new IllegalStateException(
          "node %d of %d is the result".formatted(result, nodes.size()));
    }
    return new Segment(name, summary, operands, nodes);
  }
}
