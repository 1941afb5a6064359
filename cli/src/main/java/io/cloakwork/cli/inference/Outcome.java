package io.cloakwork.cli.inference;

/// One image's result.
///
/// @param encrypted the network's output, computed on the ciphertext and decrypted
/// @param fitted the output of the network that was encrypted, on the clear image: polynomials
///   stand for its activations
/// @param plain the output of the network as it was exported, on the clear image
/// @param times what it took
@SuppressWarnings("ArrayRecordComponent") // made and read in this package only
record Outcome(double[] encrypted, double[] fitted, double[] plain, ImageTimes times) {

  /// The largest difference from the exported network.
  double maxAbsError() {
    return largestDifference(encrypted, plain);
  }

  /// The part of it that encryption brought.
  double maxAbsNoise() {
    return largestDifference(encrypted, fitted);
  }

  /// The part of it that fitted activations brought.
  double maxAbsFitError() {
    return largestDifference(fitted, plain);
  }

  private static double largestDifference(double[] a, double[] b) {
    double largest = 0;
    for (int i = 0; i < a.length; i++) {
      largest = Math.max(largest, Math.abs(a[i] - b[i]));
    }
    return largest;
  }

  double maxAbsPlain() {
    double largest = 0;
    for (double logit : plain) {
      largest = Math.max(largest, Math.abs(logit));
    }
    return largest;
  }
}
