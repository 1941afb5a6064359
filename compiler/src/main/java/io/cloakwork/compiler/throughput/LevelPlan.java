package io.cloakwork.compiler.throughput;

import io.cloakwork.ckks.Scales;
import io.cloakwork.spi.ring.Modulus;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// Where in the modulus chain each node of a sketch works, and the primes that this takes. Primes
/// are counted by *position*, from the first that is divided away; the base is what stays for the
/// output.
///
/// @param places one a node
/// @param bits of the primes by position
/// @param baseBits of the primes that stay
/// @param logInput log2 of the scale of fresh ciphertexts
record LevelPlan(List<Place> places, List<Integer> bits, List<Integer> baseBits, double logInput) {

  private static final int MIN_PRIME_BITS = 22;
  private static final int MIN_BASE_BITS = 30;

  /// Where one node works.
  ///
  /// @param position primes gone when it starts
  /// @param rescales primes that it leaves for its readers to divide by (sums), or divides by first
  ///   (activations)
  /// @param logScale log2 of its result's scale, once its primes are divided away
  /// @param end primes gone when its readers start
  record Place(int position, int rescales, double logScale, int end) {}

  /// Places every node as early as its operands allow.
  ///
  /// @param largest a bound on the absolute values of each node
  static LevelPlan of(Sketch sketch, Precision precision, double[] largest) {
    return new Planning(sketch, precision).plan(largest);
  }

  private static final class Planning {

    private final Sketch sketch;
    private final Precision precision;
    private final List<Place> places = new ArrayList<>();
    private final List<Integer> bits = new ArrayList<>();

    Planning(Sketch sketch, Precision precision) {
      this.sketch = sketch;
      this.precision = precision;
    }

    LevelPlan plan(double[] largest) {
      for (Sketch.Node node : sketch.nodes()) {
        places.add(
            switch (node) {
              case Sketch.Sum sum -> sum(places.size(), sum);
              case Sketch.Square square -> {
                Place x = places.get(square.operand());
                int at = x.position() + x.rescales();
                yield new Place(x.position(), x.rescales(), 2 * x.logScale(), at);
              }
              case Sketch.Chebyshev chebyshev -> chebyshev(chebyshev);
            });
      }
      return new LevelPlan(places, bits, base(largest), precision.logInput());
    }

    private Place sum(int index, Sketch.Sum sum) {
      int position = 0;
      double highest = 0;
      double lowest = Double.MAX_VALUE;
      for (int operand : sum.operands()) {
        position = Math.max(position, operand == Sketch.INPUT ? 0 : places.get(operand).end());
        double scale = scaleOf(operand);
        highest = Math.max(highest, scale);
        lowest = Math.min(lowest, scale);
      }
      Sketch.Node reader = reader(index);
      double target = target(reader);
      boolean isFree = reader == null || reader instanceof Sketch.Sum || highest == target;
      if (sum.isExact() && highest == lowest && isFree) {
        return new Place(position, 0, highest, position);
      }
      double needed = highest + precision.logWeight() - target;
      int rescales = (int) Math.ceil(needed / Modulus.FAST_LANE_BITS);
      want(position, rescales, (int) Math.ceil(needed / rescales));
      return new Place(position, rescales, target, position + rescales);
    }

    private Place chebyshev(Sketch.Chebyshev node) {
      Place x = places.get(node.operand());
      int at = x.position() + x.rescales();
      want(at, node.depth(), precision.logPolynomial());
      return new Place(x.position(), x.rescales(), precision.logPolynomial(), at + node.depth());
    }

    private double scaleOf(int operand) {
      return operand == Sketch.INPUT ? precision.logInput() : places.get(operand).logScale();
    }

    /// Null if the node is the output.
    private Sketch.Node reader(int index) {
      return sketch.nodes().stream()
          .filter(node -> node.operands().contains(index))
          .findFirst()
          .orElse(null);
    }

    private double target(Sketch.Node reader) {
      return reader instanceof Sketch.Chebyshev ? precision.logPolynomial() : precision.logScale();
    }

    private void want(int position, int count, int primeBits) {
      for (int p = position; p < position + count; p++) {
        if (p == bits.size()) {
          bits.add(MIN_PRIME_BITS);
        }
        bits.set(p, Math.max(bits.get(p), primeBits));
      }
    }

    /// The fewest primes that leave every value room.
    private List<Integer> base(double[] largest) {
      int needed = MIN_BASE_BITS;
      for (int i = 0; i < places.size(); i++) {
        Place place = places.get(i);
        boolean isSum = sketch.nodes().get(i) instanceof Sketch.Sum;
        // What a sum leaves to divide by is in its scale and in its modulus alike.
        int from = isSum ? place.position() + place.rescales() : place.end();
        int above = bits.subList(from, bits.size()).stream().mapToInt(b -> b).sum();
        double value = Scales.log2(Math.max(largest[i], Double.MIN_NORMAL));
        needed = Math.max(needed, (int) Math.ceil(value + place.logScale() + 1 - above) + 1);
      }
      int count = Math.ceilDiv(needed, Modulus.FAST_LANE_BITS);
      return Collections.nCopies(count, Math.ceilDiv(needed, count));
    }
  }

  /// Levels above level 0.
  int maxLevel() {
    return baseBits.size() + bits.size() - 1;
  }

  /// The level of a ciphertext when `position` primes are gone.
  int level(int position) {
    return maxLevel() - position;
  }

  /// Bit lengths of q_0 … q_L.
  List<Integer> chainBits() {
    List<Integer> chain = new ArrayList<>(baseBits);
    chain.addAll(bits.reversed());
    return chain;
  }
}
