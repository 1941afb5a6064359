package io.cloakwork.compiler.throughput;

import io.cloakwork.ckks.polynomial.Basis;
import io.cloakwork.ckks.polynomial.PolynomialPlan;
import io.cloakwork.ckks.polynomial.SlotPolynomial;
import io.cloakwork.compiler.CipherForm;
import io.cloakwork.compiler.ProgramStep;
import io.cloakwork.compiler.tensor.ChebyshevPolynomial;
import io.cloakwork.spi.graph.ScalarMatrix;
import java.util.Arrays;
import java.util.List;

/// A step of a throughput program: one operation on whole tensors of ciphertexts.
public sealed interface ThroughputStage extends ProgramStep {

  /// Σ W_i·x_i + b. The weights are integers and the same in every slot, so they need no encoding;
  /// the scale grows by theirs.
  ///
  /// @param terms one for each operand
  /// @param bias one value an output
  @SuppressWarnings("ArrayRecordComponent") // made by the compiler, not compared
  record Linear(String name, List<Term> terms, double[] bias, CipherForm form)
      implements ThroughputStage {

    public Linear {
      terms = List.copyOf(terms);
    }

    @Override
    public List<Integer> operands() {
      return terms.stream().map(Term::operand).toList();
    }

    /// Products of a ciphertext and a weight.
    public long scalarProducts() {
      return terms.stream().mapToLong(term -> term.weights().entries()).sum();
    }

    boolean hasBias() {
      return Arrays.stream(bias).anyMatch(b -> b != 0);
    }
  }

  /// W·x for one operand.
  ///
  /// @param weights the real weights times `weightScale`, rounded
  record Term(int operand, ScalarMatrix weights, double weightScale) {}

  /// x² of every element, relinearised; the scale is squared. What the linear layer before it has
  /// added to the scale is divided away first.
  ///
  /// @param rescales primes that x is divided by before it is squared
  record Square(String name, int operand, int rescales, CipherForm form)
      implements ThroughputStage {

    @Override
    public List<Integer> operands() {
      return List.of(operand);
    }
  }

  /// The same polynomial of every element, in the Chebyshev basis of [−1, 1].
  ///
  /// @param rescales primes that x is divided by first
  record Chebyshev(
      String name, int operand, int rescales, ChebyshevPolynomial polynomial, CipherForm form)
      implements ThroughputStage {

    /// The coefficients as the recorder takes them.
    public SlotPolynomial slotPolynomial() {
      return SlotPolynomial.uniform(Basis.CHEBYSHEV, polynomial.coefficients());
    }

    /// How it is evaluated.
    public PolynomialPlan plan() {
      return PolynomialPlan.of(slotPolynomial());
    }

    @Override
    public List<Integer> operands() {
      return List.of(operand);
    }
  }

  /// The output divided by `rescales` primes, so that it is small to send.
  record Rescale(String name, int operand, int rescales, CipherForm form)
      implements ThroughputStage {

    @Override
    public List<Integer> operands() {
      return List.of(operand);
    }
  }
}
