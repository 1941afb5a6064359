package io.cloakwork.cli.inference;

/// One image's result.
///
/// @param encrypted the network's output, computed on the ciphertext and decrypted
/// @param plain the network's output on the clear image
/// @param times what it took
@SuppressWarnings("ArrayRecordComponent") // made and read in this package only
record Outcome(double[] encrypted, double[] plain, ImageTimes times) {

  /// The class with the largest logit; ties go to the first.
  static int argMax(double[] logits) {
    int best = 0;
    for (int i = 1; i < logits.length; i++) {
      if (logits[i] > logits[best]) {
        best = i;
      }
    }
    return best;
  }

  double maxAbsError() {
    double error = 0;
    for (int i = 0; i < plain.length; i++) {
      error = Math.max(error, Math.abs(encrypted[i] - plain[i]));
    }
    return error;
  }

  double maxAbsPlain() {
    double largest = 0;
    for (double logit : plain) {
      largest = Math.max(largest, Math.abs(logit));
    }
    return largest;
  }
}
