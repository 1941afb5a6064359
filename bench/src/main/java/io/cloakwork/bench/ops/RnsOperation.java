package io.cloakwork.bench.ops;

import io.cloakwork.bench.floors.Lane;
import io.cloakwork.spi.graph.CommandGraph;
import io.cloakwork.spi.graph.Compositions;
import io.cloakwork.spi.graph.Domain;
import io.cloakwork.spi.graph.Domain.Coeff;
import io.cloakwork.spi.graph.Domain.Eval;
import io.cloakwork.spi.graph.GraphBuilder;
import io.cloakwork.spi.graph.RnsOp;
import io.cloakwork.spi.graph.RnsView;
import io.cloakwork.spi.graph.ScalarMatrix;
import io.cloakwork.spi.graph.Scalars;
import io.cloakwork.spi.ring.RnsBasis;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;

/// The operations of the contract ([RnsOp]) as programs of one command, or of what it is defined
/// by, on one polynomial unless stated otherwise.
public enum RnsOperation {
  NTT,
  INTT,
  ADD,
  SUB,
  NEG,
  MUL,
  MUL_ADD,
  MUL_SCALAR,
  /// In the evaluation domain: a permutation.
  AUTOMORPHISM,
  /// On coefficients: with signs.
  AUTOMORPHISM_COEFF,
  /// From the limbs to the special primes.
  BASE_CONVERT,
  /// From limbs and special primes to the limbs.
  MOD_DOWN,
  RESCALE,
  /// Digits of one polynomial with keys of two, over limbs and special primes.
  INNER_PRODUCT,
  /// Eight combinations of eight polynomials.
  LINEAR_COMBINATION,
  COPY,
  FILL;

  private static final Set<RnsOperation> COMPOSITE =
      EnumSet.of(MOD_DOWN, RESCALE, INNER_PRODUCT, LINEAR_COMBINATION);

  private static final String PREFIX = "rns_";
  private static final String OUT = "out";
  private static final int COMBINED = 8;
  private static final int WEIGHT_BITS = 30;
  private static final long WEIGHT_SEED = 20260401;

  /// How it can be recorded: both ways if it is defined by others.
  public Set<RnsForm> forms() {
    return COMPOSITE.contains(this) ? EnumSet.allOf(RnsForm.class) : EnumSet.of(RnsForm.FUSED);
  }

  /// The name in reports and on the command line, for instance `rns_mod_down`.
  public String label() {
    return PREFIX + name().toLowerCase(Locale.ROOT);
  }

  /// The name with lane and form, where they are not the usual ones: `rns_mod_down_composed_wide`.
  public String label(Lane lane, RnsForm form) {
    return label()
        + (form == RnsForm.COMPOSED ? "_composed" : "")
        + (lane == Lane.WIDE ? "_wide" : "");
  }

  /// The operation of that name.
  public static Optional<RnsOperation> labelled(String label) {
    return Arrays.stream(values()).filter(operation -> operation.label().equals(label)).findFirst();
  }

  /// The program.
  ///
  /// @throws IllegalArgumentException if it is not among [#forms()]
  public CommandGraph graph(RnsOperand size, RnsForm form) {
    if (!forms().contains(form)) {
      throw new IllegalArgumentException(label() + " is no composition");
    }
    GraphBuilder graph = CommandGraph.builder(size.logN(), size.batch());
    switch (form) {
      case FUSED -> new Recording(graph, size).fused(this);
      case COMPOSED -> new Recording(graph, size).composed(this);
    }
    return graph.build();
  }

  /// One program.
  private record Recording(GraphBuilder graph, RnsOperand size) {

    RnsView<Eval> eval(String name) {
      return graph.input(name, Domain.EVAL, 1, size.limbs());
    }

    RnsView<Coeff> coeff(String name) {
      return graph.input(name, Domain.COEFF, 1, size.limbs());
    }

    RnsView<Eval> evalOut() {
      return graph.output(OUT, Domain.EVAL, 1, size.limbs());
    }

    RnsView<Coeff> coeffOut() {
      return graph.output(OUT, Domain.COEFF, 1, size.limbs());
    }

    RnsView<Eval> extended() {
      return graph.input("a", Domain.EVAL, 1, size.extended());
    }

    /// All limbs but the last.
    RnsView<Eval> loweredOut() {
      RnsBasis kept = size.limbs().range(0, size.limbs().size() - 1);
      return graph.output(OUT, Domain.EVAL, 1, kept);
    }

    RnsView<Eval> products() {
      return graph.output(OUT, Domain.EVAL, 2, size.extended());
    }

    RnsView<Eval> combined() {
      return graph.output(OUT, Domain.EVAL, COMBINED, size.limbs());
    }

    Scalars scalars() {
      return Scalars.of(BigInteger.valueOf(WEIGHT_SEED), size.limbs());
    }

    void fused(RnsOperation operation) {
      switch (operation) {
        case NTT -> graph.nttInto(coeff("a"), evalOut());
        case INTT -> graph.inttInto(eval("a"), coeffOut());
        case ADD -> graph.addInto(eval("a"), eval("b"), evalOut());
        case SUB -> graph.subInto(eval("a"), eval("b"), evalOut());
        case NEG -> graph.negInto(eval("a"), evalOut());
        case MUL -> graph.mulInto(eval("a"), eval("b"), evalOut());
        case MUL_ADD -> graph.mulAddInto(eval("a"), eval("b"), eval("c"), evalOut());
        case MUL_SCALAR -> graph.mulScalarInto(eval("a"), scalars(), evalOut());
        case AUTOMORPHISM -> graph.automorphismInto(eval("a"), size.rotation(), evalOut());
        case AUTOMORPHISM_COEFF -> graph.automorphismInto(coeff("a"), size.rotation(), coeffOut());
        case BASE_CONVERT ->
            graph.baseConvertInto(coeff("a"), graph.output(OUT, Domain.COEFF, 1, size.divisor()));
        case MOD_DOWN -> graph.modDownInto(extended(), evalOut());
        case RESCALE -> graph.rescaleInto(eval("a"), loweredOut());
        case INNER_PRODUCT -> {
          RnsOp.InnerProduct pairs = pairs(products());
          graph.innerProductInto(pairs.a(), pairs.b(), pairs.out());
        }
        case LINEAR_COMBINATION -> {
          RnsOp.LinearCombination<Eval> sums = combinations(combined());
          graph.linearCombinationInto(sums.in(), sums.matrix(), sums.offsets(), sums.out());
        }
        case COPY -> graph.copyInto(eval("a"), evalOut());
        case FILL -> graph.fillInto(scalars(), evalOut());
      }
    }

    void composed(RnsOperation operation) {
      switch (operation) {
        case MOD_DOWN ->
            graph.output(OUT, Compositions.modDown(graph, extended(), size.divisorLimbs()));
        case RESCALE -> graph.output(OUT, Compositions.rescale(graph, eval("a")));
        case INNER_PRODUCT -> {
          RnsView<Eval> out = products();
          graph.copyInto(Compositions.innerProduct(graph, pairs(out)), out);
        }
        case LINEAR_COMBINATION -> {
          RnsView<Eval> out = combined();
          Compositions.linearCombinationInto(graph, combinations(out), out);
        }
        case NTT,
            INTT,
            ADD,
            SUB,
            NEG,
            MUL,
            MUL_ADD,
            MUL_SCALAR,
            AUTOMORPHISM,
            AUTOMORPHISM_COEFF,
            BASE_CONVERT,
            COPY,
            FILL ->
            throw new IllegalArgumentException(operation.label() + " is no composition");
      }
    }

    /// As a key switch has them: every digit with both polynomials of its key.
    RnsOp.InnerProduct pairs(RnsView<Eval> out) {
      List<RnsView<Eval>> digits = new ArrayList<>();
      List<RnsView<Eval>> keys = new ArrayList<>();
      for (int d = 0; d < size.terms(); d++) {
        digits.add(graph.input("digit" + d, Domain.EVAL, 1, size.extended()));
        keys.add(graph.sharedInput("key" + d, Domain.EVAL, 2, size.extended()));
      }
      return new RnsOp.InnerProduct(digits, keys, out);
    }

    RnsOp.LinearCombination<Eval> combinations(RnsView<Eval> out) {
      SplittableRandom random = new SplittableRandom(WEIGHT_SEED);
      long[][] weights = new long[COMBINED][COMBINED];
      for (long[] row : weights) {
        Arrays.setAll(row, _ -> random.nextLong(-(1L << WEIGHT_BITS), 1L << WEIGHT_BITS));
      }
      RnsView<Eval> in = graph.input("a", Domain.EVAL, COMBINED, size.limbs());
      return new RnsOp.LinearCombination<>(in, ScalarMatrix.dense(weights), List.of(), out);
    }
  }
}
