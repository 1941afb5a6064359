package io.cloakwork.compiler.throughput;

import io.cloakwork.compiler.CompiledProgram;
import io.cloakwork.compiler.layer.SparseAffine;
import io.cloakwork.compiler.tensor.ChebyshevPolynomial;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// A network before levels and scales are chosen: real weights, and one node an operation.
///
/// @param inputs elements of the network's input
/// @param nodes each after those that it reads; the last one is a sum and the output
record Sketch(int inputs, List<Node> nodes) {

  static final int INPUT = CompiledProgram.INPUT;

  Sketch {
    nodes = List.copyOf(nodes);
  }

  /// One operation. Sums are read by one activation, by another sum if they are exact, or are the
  /// output.
  sealed interface Node {

    String name();

    List<Integer> operands();

    /// Elements of the result.
    int size();
  }

  /// Σ W_i·x_i + b.
  record Sum(String name, List<Term> terms) implements Node {

    Sum {
      terms = List.copyOf(terms);
    }

    @Override
    public List<Integer> operands() {
      return terms.stream().map(Term::operand).toList();
    }

    @Override
    public int size() {
      return terms.getFirst().map().rows();
    }

    double[] bias() {
      double[] bias = new double[size()];
      for (int row = 0; row < bias.length; row++) {
        for (Term term : terms) {
          bias[row] += term.map().bias(row);
        }
      }
      return bias;
    }

    /// Products of an element and a weight.
    long products() {
      return terms.stream().mapToLong(term -> term.map().nonZeros()).sum();
    }

    /// Whether every weight is a small integer, which needs no scale of its own.
    boolean isExact() {
      return terms.stream().allMatch(Term::isExact);
    }
  }

  record Term(int operand, SparseAffine map) {

    /// Integers up to here leave the values' head-room alone.
    private static final double MAX_EXACT = 16;

    private boolean isExact() {
      boolean[] exact = {true};
      map.forEach((_, _, weight) ->
          exact[0] &= weight == Math.rint(weight) && Math.abs(weight) <= MAX_EXACT);
      return exact[0];
    }
  }

  /// x² of every element.
  record Square(String name, int operand, int size) implements Node {
    @Override
    public List<Integer> operands() {
      return List.of(operand);
    }
  }

  /// A polynomial of every element, on [−1, 1].
  record Chebyshev(String name, int operand, int size, ChebyshevPolynomial polynomial)
      implements Node {

    @Override
    public List<Integer> operands() {
      return List.of(operand);
    }

    /// ⌈log2(degree + 1)⌉.
    int depth() {
      return Integer.SIZE - Integer.numberOfLeadingZeros(polynomial.degree());
    }
  }

  /// Runs the sketch on clear values; the result of each node. What a polynomial meets outside its
  /// interval is folded into it.
  List<double[]> trace(double[] input) {
    List<double[]> results = new ArrayList<>();
    for (Node node : nodes) {
      results.add(apply(node, input, results));
    }
    return results;
  }

  private static double[] apply(Node node, double[] input, List<double[]> results) {
    return switch (node) {
      case Sum sum -> {
        double[] y = new double[sum.size()];
        for (Term term : sum.terms()) {
          double[] x = term.operand() == INPUT ? input : results.get(term.operand());
          double[] part = term.map().apply(x);
          for (int i = 0; i < y.length; i++) {
            y[i] += part[i];
          }
        }
        yield y;
      }
      case Square square -> Arrays.stream(results.get(square.operand())).map(v -> v * v).toArray();
      case Chebyshev c ->
          Arrays.stream(results.get(c.operand()))
              .map(v -> c.polynomial().apply(c.polynomial().folded(v)))
              .toArray();
    };
  }
}
