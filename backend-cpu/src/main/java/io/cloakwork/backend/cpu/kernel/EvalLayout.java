package io.cloakwork.backend.cpu.kernel;

/// Where the backend keeps the evaluations that the contract numbers 0 … N−1: inside every block of
/// L² values (L the vector lanes) the L×L matrix of values is transposed, because that is how the
/// last stages of the vector transform leave them. The same for both lanes and for scalar twins.
public final class EvalLayout {

  private final int logN;
  private final int logLanes;

  EvalLayout(int logN, int logLanes) {
    this.logN = logN;
    // Rings smaller than one block are transformed by scalar code, in the contract's order.
    this.logLanes = 2 * logLanes <= logN ? logLanes : 0;
  }

  public int logN() {
    return logN;
  }

  /// log2 of L; 0 means the contract's own order.
  public int logLanes() {
    return logLanes;
  }

  /// Whether positions and contract indices are the same.
  public boolean isIdentity() {
    return logLanes == 0;
  }

  /// The position of the value that the contract numbers `index`. An involution, so also the index
  /// of the value at a position.
  public int position(int index) {
    int mask = (1 << logLanes) - 1;
    int row = (index >>> logLanes) & mask;
    int column = index & mask;
    return (index & -(1 << 2 * logLanes)) | column << logLanes | row;
  }
}
