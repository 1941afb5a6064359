package io.cloakwork.ckks.noise;

import io.cloakwork.ckks.Parameters;
import io.cloakwork.ckks.Parameters.Digit;
import io.cloakwork.spi.ring.RnsBasis;

/// The errors that operations add, each from the distribution of the polynomials behind it.
///
/// A polynomial with independent coefficients of variance v has slots that are complex Gaussians of
/// mean square N·v. For the bound, the real part of e^(iφ) times a slot, a sum of independent
/// bounded terms of total variance N·v/2, is sub-Gaussian with that variance (Hoeffding; uniform,
/// centred binomial and uniform ternary variables are strictly sub-Gaussian: Arbel, Marchal and
/// Nguyen, 2020); a complex number is at most 1/cos(π/16) times the largest of its real parts in 16
/// directions. So |slot| > t·√(N·v) in some slot with probability below N/2 · 16 · exp(−t²
/// cos²(π/16)).
final class NoiseSources {

  /// Of a coefficient of an error: centred binomial with η = 21.
  static final double ERROR_VARIANCE = 10.5;

  /// Of a coefficient of a secret, and of the mask of public-key encryption: uniform ternary.
  static final double SECRET_VARIANCE = 2.0 / 3;

  private static final double ROUNDING_VARIANCE = 1.0 / 12;
  private static final int DIRECTIONS = 16;

  private final Parameters parameters;
  private final int degree;
  private final double failure;
  private final double tail;
  private final double nextToOne;
  private final double errorNorm;
  private final double secretNorm;
  private final double secretSquare;

  NoiseSources(Parameters parameters, int failureBits) {
    this.parameters = parameters;
    this.degree = parameters.degree();
    this.failure = StrictMath.pow(2, -failureBits);
    double logFailure = StrictMath.log(DIRECTIONS * degree / 2.0) + failureBits * StrictMath.log(2);
    this.tail = Math.sqrt(logFailure) / StrictMath.cos(StrictMath.PI / DIRECTIONS);
    this.nextToOne = 1 / StrictMath.sin(StrictMath.PI / (2.0 * degree));
    this.errorNorm = tail * Math.sqrt(degree * ERROR_VARIANCE);
    this.secretNorm = tail * Math.sqrt(degree * SECRET_VARIANCE);
    this.secretSquare = degree * SECRET_VARIANCE;
  }

  /// e.
  NoiseSource secretKeyEncryption() {
    return NoiseSource.gaussian(degree * ERROR_VARIANCE, errorNorm, failure);
  }

  /// e·u + e_0 + e_1·s (ePrint 2016/421, §3.4).
  NoiseSource publicKeyEncryption() {
    double single = degree * ERROR_VARIANCE;
    double products = single * 2 * secretSquare;
    return new NoiseSource(
        single + products, products, 0, 0, errorNorm * (1 + 2 * secretNorm), 5 * failure);
  }

  /// Coefficients rounded to integers, after transforms in double precision. The relative error of
  /// an FFT grows with √log N on average and with log N at most (Higham, Accuracy and Stability of
  /// Numerical Algorithms, 2002, §24.1), in the Euclidean norm.
  NoiseSource encoding(Magnitude message, double scale) {
    double meanSquare = degree * ROUNDING_VARIANCE;
    return NoiseSource.gaussian(meanSquare, tail * Math.sqrt(meanSquare), failure)
        .plus(transform(message, scale));
  }

  /// One transform between slots and coefficients in double precision.
  NoiseSource transform(Magnitude message, double scale) {
    double unit = StrictMath.pow(2, -53);
    double rms = scale * message.rms() * unit * Math.sqrt(parameters.logN());
    double norm = scale * message.max() * Math.sqrt(parameters.slots());
    return NoiseSource.gaussian(rms * rms, norm * 8 * unit * parameters.logN(), 0);
  }

  /// Σ_d D_d·e_d / P of a key switch before its division (Han and Ki, ePrint 2019/688, §3): D_d is
  /// the raised digit of k primes with product Q_d, Q_d times a sum of k uniform fractions of
  /// variance 1/12 each. Raised around zero it has mean zero; kept in SEAL's words it has mean
  /// k·Q_d/2 in every coefficient.
  NoiseSource keySwitch(int level) {
    NoiseSource sum = NoiseSource.NONE;
    for (Digit digit : parameters.digits(level)) {
      sum = sum.plus(digit(digit));
    }
    return sum;
  }

  private NoiseSource digit(Digit digit) {
    RnsBasis primes = parameters.chain().chainQ().range(digit.from(), digit.to());
    int limbs = digit.limbs();
    double ratio = StrictMath.pow(2, primes.log2() - parameters.chain().specialP().log2());
    double mean = parameters.keepsSealWords() ? limbs / 2.0 : 0;
    double errorSquare = degree * ERROR_VARIANCE;
    double digitSquare = degree * (limbs * ROUNDING_VARIANCE + mean * mean);
    double digitNorm = tail * Math.sqrt(degree * limbs * ROUNDING_VARIANCE) + mean * nextToOne;
    return new NoiseSource(
            digitSquare * errorSquare,
            degree * limbs * ROUNDING_VARIANCE * errorSquare,
            0,
            mean * nextToOne * Math.sqrt(errorSquare),
            digitNorm * errorNorm,
            2 * failure)
        .times(ratio);
  }

  /// The number of special primes.
  int specialPrimes() {
    return parameters.chain().specialP().size();
  }

  /// The rounding of a division by `primes` primes in each of `size` polynomials: τ_0 + τ_1·s (+
  /// τ_2·s²).
  NoiseSource division(int primes, int size) {
    double square = 1 + secretSquare;
    double norm = 1 + secretNorm;
    if (size > 2) {
      // The fourth moment of a complex Gaussian is twice the square of its second.
      square += 2 * secretSquare * secretSquare;
      norm += secretNorm * secretNorm;
    }
    return rounding(primes, 1, square, norm, size);
  }

  /// The same for the second polynomial only: τ_1·s.
  NoiseSource divisionOfSecond(int primes) {
    return rounding(primes, 0, secretSquare, secretNorm, 1);
  }

  /// Dividing by k primes gives the exact quotient and an error that is a constant − Σ of k uniform
  /// fractions, with variance k/12. Converted around zero, the remainder leaves no mean; in SEAL's
  /// words the overflow of the fast base conversion is kept (spi: Compositions), which leaves a
  /// mean of −(k−1)/2.
  ///
  /// @param single how many polynomials are not multiplied by the secret
  /// @param square the mean square of what they are multiplied by, added up
  /// @param norm a bound on that
  /// @param polynomials how many are rounded; the bound on the secret may fail too
  private NoiseSource rounding(
      int primes, double single, double square, double norm, int polynomials) {
    double mean = parameters.keepsSealWords() ? (primes - 1) / 2.0 : 0;
    double variance = primes * ROUNDING_VARIANCE;
    return new NoiseSource(
        degree * (variance + mean * mean) * square,
        degree * variance * (square - single),
        mean * nextToOne * Math.sqrt(square),
        0,
        (tail * Math.sqrt(degree * variance) + mean * nextToOne) * norm,
        (polynomials + 1) * failure);
  }
}
