package io.cloakwork.spi.graph;

import io.cloakwork.spi.ring.RnsBasis;
import java.util.Arrays;

/// Some polynomials and some limbs of a value: what commands read and write. Views cost nothing;
/// dropping a level or using a key at a lower level is a narrower view.
///
/// @param <D> the domain of the words
public final class RnsView<D extends Domain> {

  private final Value value;
  private final int firstPoly;
  private final int polys;
  private final int[] limbs;
  private final RnsBasis basis;

  private RnsView(Value value, int firstPoly, int polys, int[] limbs) {
    this.value = value;
    this.firstPoly = firstPoly;
    this.polys = polys;
    this.limbs = limbs;
    this.basis = value.shape().basis().select(limbs);
  }

  /// The whole of `value`. The caller vouches that D is the value's domain; [CommandGraph] checks
  /// it.
  static <D extends Domain> RnsView<D> whole(Value value) {
    int[] limbs = new int[value.shape().limbs()];
    Arrays.setAll(limbs, i -> i);
    return new RnsView<>(value, 0, value.shape().polys(), limbs);
  }

  /// Some polynomials and some limbs of a value, in the order given; [#in] gives it its domain.
  ///
  /// @throws GraphException if the value has no such polynomials or limbs, or a limb is named twice
  public static RnsView<?> of(Value value, int firstPoly, int polys, int... limbs) {
    RnsView<?> whole = whole(value);
    for (int limb : limbs) {
      if (limb < 0 || limb >= whole.limbs()) {
        throw new GraphException(
            "limb %d is not in the %d of %s".formatted(limb, whole.limbs(), value));
      }
    }
    if (limbs.length == 0 || Arrays.stream(limbs).distinct().count() != limbs.length) {
      throw new GraphException(
          "limbs %s of %s: at least one, and each once".formatted(Arrays.toString(limbs), value));
    }
    RnsView<?> chosen = whole.polys(firstPoly, polys);
    return new RnsView<>(value, chosen.firstPoly, chosen.polys, limbs.clone());
  }

  /// This view as one of a domain that is known only now.
  ///
  /// @throws GraphException if the value is of the other domain
  @SuppressWarnings("unchecked") // checked: a value's domain is what the parameter stands for
  public <E extends Domain> RnsView<E> in(E domain) {
    if (domain() != domain) {
      throw new GraphException("%s is in %s, not in %s".formatted(this, domain(), domain));
    }
    return (RnsView<E>) this;
  }

  public Value value() {
    return value;
  }

  public int firstPoly() {
    return firstPoly;
  }

  /// The number of polynomials.
  public int polys() {
    return polys;
  }

  /// The number of limbs.
  public int limbs() {
    return limbs.length;
  }

  /// Which limb of the value is limb `i` of this view.
  public int limb(int i) {
    return limbs[i];
  }

  /// The primes of the viewed limbs.
  public RnsBasis basis() {
    return basis;
  }

  public Domain domain() {
    return value.shape().domain();
  }

  /// 1 if the words are shared by the batch, else the graph's batch.
  public int batch() {
    return value.shape().batch();
  }

  public int logN() {
    return value.shape().logN();
  }

  /// The shape of what is viewed.
  public RnsShape shape() {
    return new RnsShape(domain(), logN(), batch(), polys, basis);
  }

  /// The polynomials [from, from + count) of this view.
  public RnsView<D> polys(int from, int count) {
    if (from < 0 || count < 1 || count > polys - from) {
      throw new GraphException(
          "polynomials [%d, %d) are not in the %d of %s"
              .formatted(from, from + count, polys, value));
    }
    return new RnsView<>(value, firstPoly + from, count, limbs);
  }

  public RnsView<D> poly(int index) {
    return polys(index, 1);
  }

  /// The limbs [from, to) of this view.
  public RnsView<D> limbRange(int from, int to) {
    if (from < 0 || to <= from || to > limbs.length) {
      throw new GraphException(
          "limbs [%d, %d) are not in the %d of %s".formatted(from, to, limbs.length, value));
    }
    return new RnsView<>(value, firstPoly, polys, Arrays.copyOfRange(limbs, from, to));
  }

  /// The limbs of the primes of `wanted`, in that order.
  ///
  /// @throws GraphException if a prime is not among this view's limbs
  public RnsView<D> restrict(RnsBasis wanted) {
    int[] chosen = new int[wanted.size()];
    for (int i = 0; i < chosen.length; i++) {
      int position = basis.indexOf(wanted.get(i));
      if (position < 0) {
        throw new GraphException("prime %s is not a limb of %s".formatted(wanted.get(i), value));
      }
      chosen[i] = limbs[position];
    }
    return new RnsView<>(value, firstPoly, polys, chosen);
  }

  /// Whether this is every polynomial and every limb of the value, in order.
  public boolean isWhole() {
    if (firstPoly != 0 || polys != value.shape().polys() || limbs.length != value.shape().limbs()) {
      return false;
    }
    for (int i = 0; i < limbs.length; i++) {
      if (limbs[i] != i) {
        return false;
      }
    }
    return true;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof RnsView<?> that
        && value.equals(that.value)
        && firstPoly == that.firstPoly
        && polys == that.polys
        && Arrays.equals(limbs, that.limbs);
  }

  @Override
  public int hashCode() {
    return ((value.id() * 31 + firstPoly) * 31 + polys) * 31 + Arrays.hashCode(limbs);
  }

  @Override
  public String toString() {
    if (isWhole()) {
      return value.name();
    }
    return value.name()
        + "["
        + firstPoly
        + ".."
        + (firstPoly + polys)
        + "]"
        + Arrays.toString(limbs);
  }
}
