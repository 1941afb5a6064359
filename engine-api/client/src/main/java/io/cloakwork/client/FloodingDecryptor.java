package io.cloakwork.client;

import io.cloakwork.ckks.Ciphertext;
import io.cloakwork.ckks.OperandMismatchException;
import io.cloakwork.ckks.Parameters;
import io.cloakwork.ckks.Scales;
import io.cloakwork.ckks.encoding.SlotVector;
import io.cloakwork.ckks.noise.NoiseEstimate;
import io.cloakwork.ckks.noise.NoiseModel;
import io.cloakwork.ckks.noise.WorstCase;
import io.cloakwork.client.sampling.DiscreteGaussian;
import io.cloakwork.client.sampling.Entropy;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/// Decrypts results that leave the key owner.
///
/// What a [Decryptor] returns still holds the error of the scheme, which together with the
/// ciphertext gives the secret key away (Li and Micciancio, EUROCRYPT 2021). Here Gaussian noise is
/// added to the slots that are released, so much wider than the **worst-case** bound on the error
/// that the two cannot be told apart (IND-CPA^D: Li, Micciancio, Schultz and Sorrell, CRYPTO 2022,
/// ePrint 2022/816): σ = √(12·q)·2^(s/2)·‖e‖ with s and q of the [FloodingPolicy] and ‖e‖ ≤ √slots
/// · bound the Euclidean norm of the error of the released slots. Average-case estimates are not
/// enough for this (Guo, Nabokov, Suvanto and Johansson, USENIX Security 2024).
///
/// Three things are the caller's part:
///
/// - the estimate has to come from the program that the caller believes was run, never from whoever
///   ran it, and inputs have to keep to the magnitudes that were estimated with: the guarantee is
///   for servers that follow the protocol;
/// - the budget is for the key: use one instance for each, and carry [#remainingQueries] over a
///   restart;
/// - the same ciphertext decrypted twice is two queries.
///
/// Values are rounded to a grid of σ/2^46 and the noise is a discrete Gaussian on it, whose
/// divergence under integer shifts is that of the continuous one (Canonne, Kamath and Steinke,
/// 2020, "The Discrete Gaussian for Differential Privacy"). So no floating-point residue of a value
/// survives: the last operation is one addition of two exact integers, rounded. Sampling takes the
/// same time whatever comes out. Thread-safe.
public final class FloodingDecryptor implements AutoCloseable {

  private final Decryptor decryptor;
  private final NoiseModel model;
  private final FloodingPolicy policy;
  private final AtomicLong remaining;
  private final Entropy entropy;
  private final DiscreteGaussian gaussian = new DiscreteGaussian();

  /// With all of the policy's queries left.
  public FloodingDecryptor(Decryptor decryptor, FloodingPolicy policy) {
    this(decryptor, policy, policy.queries(), Entropy.secure());
  }

  /// With `remaining` of the policy's queries left, and noise from `entropy`, which it closes at
  /// the end. Noise that can be repeated protects nothing.
  public FloodingDecryptor(
      Decryptor decryptor, FloodingPolicy policy, long remaining, Entropy entropy) {
    if (remaining < 0 || remaining > policy.queries()) {
      throw new IllegalArgumentException(
          "%d queries left of %d".formatted(remaining, policy.queries()));
    }
    this.decryptor = decryptor;
    this.model = NoiseModel.of(decryptor.parameters());
    this.policy = policy;
    this.remaining = new AtomicLong(remaining);
    this.entropy = entropy;
  }

  public FloodingPolicy policy() {
    return policy;
  }

  /// The results that may still be released.
  public long remainingQueries() {
    return remaining.get();
  }

  /// The standard deviation of the noise that each of `slots` released values would have, in units
  /// of the message; infinite where the policy asks for more than doubles can hold. Costs no query.
  public double noiseStd(NoiseEstimate estimate, int slots) {
    Parameters parameters = decryptor.parameters();
    parameters.requireSame(estimate.parameters(), "noise estimate");
    if (slots < 1 || slots > parameters.slots()) {
      throw new OperandMismatchException(
          "%d slots are not in [1, %d]".formatted(slots, parameters.slots()));
    }
    WorstCase worst = model.decoding(estimate).worst();
    double norm = Math.sqrt(slots) * policy.ratio();
    double division = Math.ulp(1.0) * estimate.message().max();
    // Rounding to the grid of σ/gaussian.std() may move two values apart by one step more.
    double step = norm / gaussian.std();
    return step < 1 ? norm * (worst.slotBound() + division) / (1 - step) : Double.POSITIVE_INFINITY;
  }

  /// log2 of the largest value that the message may have over [#noiseStd]; zero or less where
  /// nothing would be left. Costs no query.
  public double precisionBits(NoiseEstimate estimate, int slots) {
    return Scales.log2(estimate.message().max() / noiseStd(estimate, slots));
  }

  /// The real parts of the first `slots` slots of a ciphertext of one item, with noise. One query.
  ///
  /// @param estimate of the noise of this ciphertext
  /// @throws QueryBudgetException if the budget is spent
  /// @throws PrecisionLostException if fewer bits than the policy's minimum would be left, or the
  ///   estimate's bound fails with a probability above 2^−s/q
  /// @throws OperandMismatchException if the estimate is for another level, scale or parameters, or
  ///   there are more items
  public FloodedValues decrypt(Ciphertext ciphertext, NoiseEstimate estimate, int slots) {
    if (ciphertext.batch() != 1) {
      throw new OperandMismatchException(
          "a ciphertext of %d items: decrypt the batch".formatted(ciphertext.batch()));
    }
    return decryptBatch(ciphertext, estimate, slots).getFirst();
  }

  /// The same for every item; a query each.
  public List<FloodedValues> decryptBatch(
      Ciphertext ciphertext, NoiseEstimate estimate, int slots) {
    requireEstimateOf(ciphertext, estimate);
    double std = noiseStd(estimate, slots);
    double bits = precisionBits(estimate, slots);
    requirePrecision(estimate, slots, bits);
    spend(ciphertext.batch());
    List<FloodedValues> released = new ArrayList<>();
    try (Entropy own = split()) {
      for (SlotVector item : decryptor.decryptDecodeBatch(ciphertext)) {
        released.add(new FloodedValues(flood(item, slots, std, own), std, bits));
      }
    }
    return released;
  }

  /// The sum of an integer multiple of the grid and a sample is exact before it is rounded, so the
  /// double that comes out is a function of that sum alone.
  private SlotVector flood(SlotVector item, int slots, double std, Entropy own) {
    double grid = std / gaussian.std();
    double[] values = new double[slots];
    for (int i = 0; i < slots; i++) {
      double units = Math.rint(item.re(i) / grid);
      values[i] = (units + gaussian.sample(own)) * grid;
    }
    return SlotVector.real(values);
  }

  private Entropy split() {
    synchronized (entropy) {
      return entropy.split();
    }
  }

  private void requireEstimateOf(Ciphertext ciphertext, NoiseEstimate estimate) {
    Parameters parameters = decryptor.parameters();
    parameters.requireSame(ciphertext.parameters(), "ciphertext");
    parameters.requireSame(estimate.parameters(), "noise estimate");
    if (estimate.level() != ciphertext.level() || estimate.size() != ciphertext.size()) {
      throw new OperandMismatchException(
          "a ciphertext of %d polynomials at level %d and an estimate for %d at level %d"
              .formatted(ciphertext.size(), ciphertext.level(), estimate.size(), estimate.level()));
    }
    Scales.requireMatch("flooding", ciphertext.scale(), estimate.scale());
  }

  private void requirePrecision(NoiseEstimate estimate, int slots, double bits) {
    if (!(bits >= policy.minimumBits())) {
      throw new PrecisionLostException(
          "flooding %d slots for %d statistical bits and %d queries leaves %.1f bits, at least %.1f are asked for"
              .formatted(
                  slots, policy.statisticalBits(), policy.queries(), bits, policy.minimumBits()));
    }
    double failure = Scales.log2(estimate.worst().failureProbability());
    double allowed = -policy.statisticalBits() - Scales.log2(policy.queries());
    if (failure > allowed) {
      throw new PrecisionLostException(
          "the estimate's bound may fail with probability 2^%.1f, %d statistical bits and %d queries allow 2^%.1f: estimate with more failure bits"
              .formatted(failure, policy.statisticalBits(), policy.queries(), allowed));
    }
  }

  private void spend(int queries) {
    long before = remaining.getAndUpdate(left -> left < queries ? left : left - queries);
    if (before < queries) {
      throw new QueryBudgetException(
          "%d results are to be released, %d of %d queries are left"
              .formatted(queries, before, policy.queries()));
    }
  }

  /// Ends the stream of noise. The decryptor and its key stay open.
  @Override
  public void close() {
    synchronized (entropy) {
      entropy.close();
    }
  }
}
