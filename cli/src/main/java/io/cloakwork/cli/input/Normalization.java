package io.cloakwork.cli.input;

import java.util.List;

/// What is done to a sample before it goes into a network: (value ÷ divide − mean) ÷ std. `mean`
/// and `std` have one value for all, one a channel (the first dimension of three), or one a value.
public final class Normalization {

  private final double divide;
  private final double[] mean;
  private final double[] std;
  private final String origin;

  /// @param divide finite, not zero
  /// @param mean finite
  /// @param std finite, no zeros
  /// @param origin where this came from, for people
  public Normalization(double divide, double[] mean, double[] std, String origin) {
    this.divide = divide;
    this.mean = mean.clone();
    this.std = std.clone();
    this.origin = origin;
    if (divide == 0 || !Double.isFinite(divide)) {
      throw new InputException("normalisation cannot divide by " + divide);
    }
    for (double deviation : std) {
      if (deviation == 0 || !Double.isFinite(deviation)) {
        throw new InputException(
            "normalisation cannot divide by a standard deviation of " + deviation);
      }
    }
    for (double centre : mean) {
      if (!Double.isFinite(centre)) {
        throw new InputException("normalisation cannot subtract a mean of " + centre);
      }
    }
    if (mean.length == 0 || std.length == 0) {
      throw new InputException("normalisation needs at least one mean and one deviation");
    }
  }

  /// Leaves values as they are.
  public static Normalization none(String origin) {
    return new Normalization(1, new double[] {0}, new double[] {1}, origin);
  }

  /// Bytes become 0 to 1; other numbers stay as they are.
  public static Normalization defaultFor(Samples samples) {
    return samples.bytes()
        ? new Normalization(255, new double[] {0}, new double[] {1}, "default for bytes")
        : none("default");
  }

  public double divide() {
    return divide;
  }

  public double[] mean() {
    return mean.clone();
  }

  public double[] std() {
    return std.clone();
  }

  /// Where this came from, for people.
  public String origin() {
    return origin;
  }

  /// The normalised sample.
  ///
  /// @param shape the shape that the network expects, whose product is the sample's length
  /// @throws InputException if mean or std fit neither its channels nor its values
  public double[] apply(double[] sample, List<Integer> shape) {
    int meanRun = run(mean, "mean", sample.length, shape);
    int stdRun = run(std, "std", sample.length, shape);
    double[] normalised = new double[sample.length];
    for (int i = 0; i < sample.length; i++) {
      normalised[i] = (sample[i] / divide - mean[i / meanRun]) / std[i / stdRun];
    }
    return normalised;
  }

  /// How many values in a row share one entry of `statistics`.
  private static int run(double[] statistics, String name, int values, List<Integer> shape) {
    boolean perChannel = shape.size() >= 3 && shape.get(shape.size() - 3) == statistics.length;
    if (statistics.length == 1 || statistics.length == values || perChannel) {
      return values / statistics.length;
    }
    throw new InputException(
        "%d values of %s fit neither the %,d values of a sample nor its channels (shape %s)"
            .formatted(statistics.length, name, values, shape));
  }

  /// For instance `value / 255` or `(value - mean) / std, 30 each`.
  @Override
  public String toString() {
    String divided = divide == 1 ? "value" : "value / " + number(divide);
    boolean centred = mean.length > 1 || mean[0] != 0 || std.length > 1 || std[0] != 1;
    if (!centred) {
      return divided;
    }
    return mean.length == 1 && std.length == 1
        ? "(%s - %s) / %s".formatted(divided, number(mean[0]), number(std[0]))
        : "(%s - mean) / std, %d and %d values".formatted(divided, mean.length, std.length);
  }

  private static String number(double value) {
    return value == Math.rint(value) && Math.abs(value) < 1e9
        ? Long.toString((long) value)
        : Double.toString(value);
  }
}
