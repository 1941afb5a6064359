package io.cloakwork.conformance.cases;

import io.cloakwork.conformance.ConformanceCase;
import io.cloakwork.spi.device.Reuse;
import io.cloakwork.spi.graph.CommandGraph;
import io.cloakwork.spi.ring.ModulusChain;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/// Every operation alone: over all ring degrees, widths and numbers of limbs, batches, and kinds of
/// operand.
final class OpCases {

  private static final int[] FAST_LANE = {50, 50, 49};
  private static final int[] MIXED = {60, 30, 50};
  private static final int[] NARROW = {30};
  // Limbs of many programs: no lane, block or unroll factor divides them.
  private static final int[] MANY = {50, 50, 60, 50, 30, 61, 50, 45, 60, 50, 50, 30, 40};
  private static final int[] MANY_FAST = {50, 50, 50, 50, 50, 50, 50, 50, 40, 40, 40};
  private static final int[][] BASES = {
    NARROW, {40}, {50}, {51}, {60}, {61}, {50, 50}, {60, 61}, MANY_FAST, MANY
  };

  private final int smallLogN;
  private final int widestBits;
  private final long seed;
  private final List<ConformanceCase> cases = new ArrayList<>();

  private OpCases(int smallLogN, int widestBits, long seed) {
    this.smallLogN = smallLogN;
    this.widestBits = widestBits;
    this.seed = seed;
  }

  /// The cases; all but those over degrees work at 2^smallLogN or a little above.
  ///
  /// @param widestBits what the candidate declares: where a case mixes widths and some are wider,
  ///   it is there once more with narrower ones in their place
  static List<ConformanceCase> all(int smallLogN, int widestBits, long seed) {
    OpCases builder = new OpCases(smallLogN, widestBits, seed);
    for (OpTemplate template : OpTemplate.all()) {
      builder.degrees(template);
      builder.bases(template);
      builder.batches(template);
      builder.styles(template);
    }
    return builder.cases;
  }

  private void degrees(OpTemplate template) {
    for (int logN = ModulusChain.MIN_LOG_N; logN <= ModulusChain.MAX_LOG_N; logN++) {
      for (int[] bits : variants(FAST_LANE, MIXED)) {
        GraphCase whole = whole(template, OpShape.of(logN, 1, 1, bits));
        cases.add(logN > smallLogN + 3 ? whole.withPatterns(GraphCase.LARGE_PATTERNS) : whole);
      }
    }
  }

  private void bases(OpTemplate template) {
    for (int[] bits : BASES) {
      cases.add(whole(template, OpShape.of(smallLogN + 1, 1, 2, bits)));
    }
    // One limb divides, three do, and the converted limbs are many.
    cases.add(whole(template, OpShape.of(smallLogN, 1, 2, FAST_LANE).withOthers(50), "others=50"));
    cases.add(
        whole(
            template,
            OpShape.of(smallLogN, 1, 2, MIXED).withOthers(61, 30, 50),
            "others=61+30+50"));
    cases.add(whole(template, OpShape.of(smallLogN, 1, 2, 50, 60).withOthers(MANY), "others=many"));
  }

  private void batches(OpTemplate template) {
    for (int batch : new int[] {3, 32}) {
      for (int[] bits : variants(FAST_LANE)) {
        cases.add(whole(template, OpShape.of(smallLogN, batch, 2, bits)));
      }
      for (int[] bits : variants(MIXED)) {
        cases.add(whole(template, OpShape.of(smallLogN, batch, 3, bits)));
      }
    }
  }

  private void styles(OpTemplate template) {
    for (int[] bits : variants(MIXED)) {
      styles(template, bits);
    }
  }

  private void styles(OpTemplate template, int[] bits) {
    for (ResultStyle result : ResultStyle.values()) {
      cases.add(styled(template, bits, allOf(template, OperandStyle.WHOLE), result));
    }
    for (OperandStyle style : OperandStyle.values()) {
      if (style != OperandStyle.WHOLE && template.operands() > 0) {
        cases.add(styled(template, bits, allOf(template, style), ResultStyle.SLICED));
      }
    }
    for (int position = 0; template.operands() > 1 && position < template.operands(); position++) {
      for (OperandStyle style : List.of(OperandStyle.SHARED, OperandStyle.CONSTANT)) {
        List<OperandStyle> styles = new ArrayList<>(allOf(template, OperandStyle.WHOLE));
        styles.set(position, style);
        cases.add(styled(template, bits, styles, ResultStyle.WHOLE));
      }
    }
    if (template.operands() > 1) {
      cases.add(sameBuffer(template, bits));
    }
  }

  /// Widths, and those that the candidate has in the place of wider ones.
  private List<int[]> variants(int[]... widths) {
    List<int[]> variants = new ArrayList<>(List.of(widths));
    for (int[] bits : widths) {
      int[] narrow = Arrays.stream(bits).map(width -> Math.min(width, widestBits)).toArray();
      if (variants.stream().noneMatch(known -> Arrays.equals(known, narrow))) {
        variants.add(narrow);
      }
    }
    return variants;
  }

  private static List<OperandStyle> allOf(OpTemplate template, OperandStyle style) {
    return Collections.nCopies(Math.max(1, template.operands()), style);
  }

  private GraphCase whole(OpTemplate template, OpShape shape) {
    return of(template, shape, List.of(OperandStyle.WHOLE), ResultStyle.WHOLE, shape.toString());
  }

  private GraphCase whole(OpTemplate template, OpShape shape, String remark) {
    String variant = shape + "," + remark;
    return of(template, shape, List.of(OperandStyle.WHOLE), ResultStyle.WHOLE, variant);
  }

  private GraphCase styled(
      OpTemplate template, int[] bits, List<OperandStyle> operands, ResultStyle result) {
    OpShape shape = OpShape.of(smallLogN, 3, 2, bits);
    String variant = "%s,operands=%s,result=%s".formatted(shape, operands, result).replace(" ", "");
    return of(template, shape, operands, result, variant);
  }

  private GraphCase sameBuffer(OpTemplate template, int[] bits) {
    OpShape shape = OpShape.of(smallLogN, 2, 2, bits);
    return of(
            template,
            shape,
            List.of(OperandStyle.WHOLE),
            ResultStyle.WHOLE,
            shape + ",operands=same-buffer")
        .withAliases(Map.of("b", "a"));
  }

  private GraphCase of(
      OpTemplate template,
      OpShape shape,
      List<OperandStyle> operands,
      ResultStyle result,
      String variant) {
    String name = "op/" + template.name() + "/" + variant;
    return GraphCase.of(
            name,
            shape.logN(),
            seed ^ name.hashCode(),
            () -> record(template, shape, operands, result))
        .withReuse(Reuse.ONCE);
  }

  /// The graph of `template` with whole inputs and output.
  static CommandGraph wholeGraph(OpTemplate template, OpShape shape) {
    return record(template, shape, List.of(OperandStyle.WHOLE), ResultStyle.WHOLE);
  }

  private static CommandGraph record(
      OpTemplate template, OpShape shape, List<OperandStyle> operands, ResultStyle result) {
    OperandFactory factory = new OperandFactory(shape, operands, result);
    template.recorder().record(factory, shape);
    return factory.build();
  }
}
